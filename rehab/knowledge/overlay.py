"""The rules of one site on top of the rule base: they can close, narrow and warn, and never permit.

In: a file of the form `rehab.overlay/1`. Out: `Overlay`, and the rule base with it, under another version and digest.
Must not be here: patients; doses, exceptions, words for patients. Why such rules only restrict: limits are intersected,
a gate only bars, a precaution only raises the help that is needed. What could loosen by a detour is refused: a lower
end (it pushes a dose up), a limit that leaves no number (the cap would vanish from the page), a gate on quantities
(it takes the caps of that scale away), the id or the source of a shipped entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationError

from rehab.errors import InputError, Problem
from rehab.knowledge.crosscheck import crosscheck
from rehab.knowledge.problems import problems_of
from rehab.knowledge.rule_words import says_words
from rehab.knowledge.yaml_source import Located, PathKey, read_file
from rehab.model.base import Record, ShortText
from rehab.model.citation import Source
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import Bars, DoseRule, GateRule, LimitRule, PrecautionRule
from rehab.model.rule_base import RuleBase

__all__ = ["Overlay", "effects", "read_overlay", "with_overlay"]

_FORM_OF = {
    "limit": "limit", "contraindication": "gate", "clearance": "gate", "precaution": "precaution",
}  # fmt: skip


def _form_of(value: Any) -> str | None:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return _FORM_OF.get(str(kind))


SiteRule = Annotated[
    Annotated[LimitRule, Tag("limit")]
    | Annotated[GateRule, Tag("gate")]
    | Annotated[PrecautionRule, Tag("precaution")],
    Discriminator(
        _form_of,
        custom_error_type="rule_kind",
        custom_error_message="a rule of a site can only restrict: kind must be limit, contraindication, clearance or "
        "precaution",
    ),
]


class Overlay(Record):
    """The rules of one site; every rule's id begins with `site.`, every source is of kind house and names the site."""

    schema_: Annotated[Literal["rehab.overlay/1"], Field(alias="schema")] = "rehab.overlay/1"
    site: ShortText
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    approved_by: ShortText
    sources: Annotated[dict[str, Source], Field(min_length=1)]
    rules: Annotated[tuple[SiteRule, ...], Field(min_length=1)]


def read_overlay(path: Path, base: RuleBase) -> Overlay:
    """Read the file; raises `InputError` with every problem, among them every rule that could permit something."""
    located = read_file(path)
    if not isinstance(located.value, dict):
        raise InputError([located.problem((), "O000", "The file must hold lines `key: value`.")])
    try:
        overlay = Overlay.model_validate(located.value)
    except ValidationError as error:
        raise InputError(problems_of(error, located, Overlay, "O")) from None
    problems = [*_entries(overlay, base, located), *_loosening(overlay, located)]
    if problems:
        raise InputError(problems)
    return overlay


def with_overlay(base: RuleBase, overlay: Overlay) -> RuleBase:
    """The rule base with the site's rules; nothing of the base is changed or left out."""
    plain = {name: getattr(base, name) for name in RuleBase.model_fields}
    return RuleBase(**{
        **plain, "version": f"{base.version}+{overlay.version}",
        "rules": tuple(sorted((*base.rules, *overlay.rules), key=lambda rule: rule.id)),
        "sources": dict(sorted({**base.sources, **overlay.sources}.items())),
    })  # fmt: skip


def _entries(overlay: Overlay, base: RuleBase, located: Located) -> Iterator[Problem]:
    """Names: nothing shipped is replaced, every source is the site's own."""
    for name, source in overlay.sources.items():
        if name in base.sources:
            sentence = f"'{name}' is a source of the rule base; take another key."
            yield located.problem(("sources", name), "O010", sentence)
        if source.kind != "house" or source.body != overlay.site:
            sentence = f"The source '{name}' must be of kind house, and its body must be the site, '{overlay.site}'."
            yield located.problem(("sources", name), "O011", sentence)
    for index, rule in enumerate(overlay.rules):
        if not rule.id.startswith("site."):
            yield located.problem(("rules", index, "id"), "O012", f"The id '{rule.id}' must begin with `site.`.")
    entries: list[tuple[Any, Located, int]] = [(rule, located, index) for index, rule in enumerate(overlay.rules)]
    cited: list[tuple[Any, Located, PathKey]] = [
        (rule, located, ("rules", index, "cite")) for rule, _, index in entries
    ]
    yield from crosscheck(entries, [], overlay.sources, cited)


def _loosening(overlay: Overlay, located: Located) -> Iterator[Problem]:
    """The ways in which a rule of a restricting kind could still permit more than the base."""
    for index, rule in enumerate(overlay.rules):
        place = ("rules", index)
        if isinstance(rule, LimitRule):
            value = rule.value
            if value.at_least is not None or value.above is not None:
                sentence = "A limit of a site has an upper end only (at_most or below); a lower end pushes a dose up."
                yield located.problem((*place, "value"), "O020", sentence)
            elif value.constant is not None and value.constant.meet(QUANTITIES[rule.quantity].span).empty:
                sentence = f"No number of {rule.quantity} is left, so no cap would be printed; use a contraindication."
                yield located.problem((*place, "value"), "O021", sentence)
        if isinstance(rule, GateRule) and isinstance(rule.bars, Bars) and rule.bars.quantities is not None:
            sentence = "A gate of a site closes a session, components or exercises; without a scale its caps are gone."
            yield located.problem((*place, "bars"), "O022", sentence)
        if rule.say.patient is not None or rule.say.caregiver is not None:
            sentence = "A rule of a site speaks to the clinician only; words for patients are tested with the program."
            yield located.problem((*place, "say"), "O023", sentence)


def effects(overlay: Overlay, base: RuleBase) -> Iterator[tuple[str, str]]:
    """For each rule, what it does; a limit is compared with the least upper end that the base has anywhere."""
    for rule in overlay.rules:
        yield rule.id, f"{says_words(rule)}{_narrowing(rule, base) if isinstance(rule, LimitRule) else ''}"


def _narrowing(rule: LimitRule, base: RuleBase) -> str:
    own = rule.value.constant
    if own is None:
        return " (narrows where the figure of the person lies below the dose)"
    every: tuple[DoseRule | LimitRule, ...] = (*base.of_kind(DoseRule), *base.of_kind(LimitRule))
    spoken = [one for one in every if one.quantity == rule.quantity]
    if not spoken:
        return " (no dose of the rule base speaks of this quantity, so it cuts nothing)"
    ends = [(one.value.constant.high, one.id) for one in spoken if one.value.constant is not None]
    ends = [pair for pair in ends if pair[0] != float("inf")]
    least = min(ends, default=None)
    if least is None or own.high < least[0]:
        return " (narrows it: below every upper end of the rule base)"
    above = [name for high, name in ends if high > own.high]
    return f" (narrows {', '.join(above)})" if above else f" (cuts nothing: {least[1]} already ends at {least[0]:g})"

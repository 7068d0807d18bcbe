"""The prescription tables of the review sheet: each quantity with its interval, and under it each rule that spoke.

In: a plan. Out: frozen strings. Rules that lost stand beside those that set an end: every rule shows its own interval.
Must not be here: evaluation; the effect that is named is read off the intervals of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rehab.model.plan import Plan, PlanDose, PlanPrescription, PlanReason
from rehab.render.phrases import bounds_in_words, ends, span, text
from rehab.render.tables import Table, table
from rehab.render.words import CHECKED, COMPONENT, DIMENSION, DOSE_STATUS, GLANCE, PART_STATUS, PROVENANCE

__all__ = ["DoseRow", "Part", "Remark", "RuleRow", "glance", "numbered", "parts_of", "precautions_of", "reasons_of"]

_CONVERTED = "aerobic.heart_rate"  # found from percentages, whose own intervals stand in their own rows


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule that spoke about a quantity."""

    rule: str
    says: str
    effect: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One quantity: what is allowed, what is chosen, what the week holds, and the rules behind it."""

    name: str
    allowed: str
    chosen: str
    status: str
    start: str
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One component with its quantities."""

    name: str
    status: str
    rows: tuple[DoseRow, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence that holds for one or more components."""

    text: str
    reopens: str
    rule: str
    components: str


def numbered(plan: Plan) -> dict[str, str]:
    """The number in brackets of every source, in the order of the list of references."""
    return {source: f"[{number}]" for number, source in enumerate(plan.citations, 1)}


def parts_of(plan: Plan) -> tuple[Part, ...]:
    """All components that have a dose."""
    marks = numbered(plan)
    return tuple(
        Part(
            COMPONENT[part.component], PART_STATUS[part.status],
            tuple(_dose(plan, part, dose, marks) for dose in _told(part)),
        )
        for part in plan.prescriptions if part.doses
    )  # fmt: skip


def precautions_of(plan: Plan) -> tuple[Remark, ...]:
    """Precautions, each once, with the components that it holds for."""
    return _remarks((part, one) for part in plan.prescriptions for one in part.precautions)


def reasons_of(plan: Plan) -> tuple[Remark, ...]:
    """Why components are withheld or deferred, and what reopens them."""
    return _remarks((part, one) for part in plan.prescriptions for one in part.reasons)


def _remarks(found: Iterable[tuple[PlanPrescription, PlanReason]]) -> tuple[Remark, ...]:
    where: dict[tuple[str, str, str], list[str]] = {}
    for part, one in found:
        key = (text(one.text), text(one.reopens or ""), one.rule or "")
        where.setdefault(key, []).append(COMPONENT[part.component])
    return tuple(Remark(*key, ", ".join(dict.fromkeys(names))) for key, names in where.items())


def _dimension(dose: PlanDose) -> str:
    return dose.quantity.partition(".")[2]


def _told(part: PlanPrescription) -> list[PlanDose]:
    """The doses in the order in which they are told."""
    order = tuple(DIMENSION)
    return sorted(part.doses, key=lambda dose: order.index(_dimension(dose)))


def _dose(plan: Plan, part: PlanPrescription, dose: PlanDose, marks: dict[str, str]) -> DoseRow:
    chosen = "–" if dose.chosen is None else span(dose.chosen)
    if dose.placed is not None and dose.placed != dose.chosen:
        chosen += f"; in the week {span(dose.placed)}"
    names = dict.fromkeys((*dose.because, *dose.cut_by))
    return DoseRow(
        name=DIMENSION[_dimension(dose)],
        allowed=span(dose.allowed), chosen=chosen, status=DOSE_STATUS[dose.status],
        start=_start(dose.chosen_by),
        rules=tuple(_rule(plan, name, part, dose, marks) for name in names),
    )  # fmt: skip


def _start(chosen_by: str | None) -> str:
    if chosen_by is None:
        return ""
    return "chosen by a clinician" if chosen_by == "clinician" else f"{chosen_by} (house)"


def _rule(plan: Plan, name: str, part: PlanPrescription, dose: PlanDose, marks: dict[str, str]) -> RuleRow:
    note = plan.rules.get(name)
    if note is None:
        return RuleRow(name, "", "cuts" if name in dose.cut_by else "asks", "", "")
    place = f"{marks.get(note.source, note.source)} {text(note.at)}"
    kind = f"{PROVENANCE.get(note.provenance, note.provenance)}, {CHECKED.get(note.checked, note.checked)}"
    return RuleRow(
        rule=name, says=bounds_in_words(note.value) or text(note.states), effect=_effect(note.value, name, part, dose),
        kind="house" if note.provenance == note.checked == "house" else kind,
        source=f"{place}; {text(note.grade)}" if note.grade else place,
    )  # fmt: skip


def _effect(value: str | None, name: str, part: PlanPrescription, dose: PlanDose) -> str:
    """Which end of the allowed interval the rule sets; "wider" when it would have allowed more."""
    cuts = "cuts " if name in dose.cut_by else ""
    own = [one.unit for one in part.doses if name in (*one.because, *one.cut_by) and one.unit != dose.unit]
    if own and dose.quantity == _CONVERTED:
        return f"from {own[0]}"
    both = ends(value)
    if both is None or dose.allowed is None:
        return "cuts" if cuts else "asks"
    low, high = both
    at_low, at_high = low is not None and low == dose.allowed.min, high is not None and high == dose.allowed.max
    if at_low and at_high:
        return f"{cuts}both ends"
    if at_low or at_high:
        return f"{cuts}{'lower' if at_low else 'upper'} end"
    return "wider"


def _in_short(dose: PlanDose) -> str:
    number = span(dose.placed or dose.chosen)
    told = GLANCE[_dimension(dose)].format(number)
    noun = told.removeprefix("1 ").split(" ")[0]
    return told if number != "1" else told.replace(noun, noun.removesuffix("s"), 1)


def glance(plan: Plan) -> Table:
    """One row a component: its status and what was chosen."""
    rows = []
    for part in plan.prescriptions:
        chosen = [_in_short(dose) for dose in _told(part) if dose.chosen]
        unusual = [one.status for one in part.doses if one.status != "agreed"]
        told = ("" if part.status == "prescribed" else "would follow: ") + "; ".join(chosen) if chosen else "–"
        rows.append((COMPONENT[part.component], part.status, told, ", ".join(dict.fromkeys(unusual))))
    return table("glance", ("Component", "Status", "Chosen", "Not agreed"), rows, "No component is prescribed.")

"""Checks of numbers against words: what `states` says, and what value and guard hold.

In: the bench. Out: faults. The rule then agrees with itself, not yet with its source: that is read by a person.
Must not be here: what the numbers mean together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rehab.knowledge.analysis.codes import Bench, Fault, check
from rehab.model.facts import FACTS
from rehab.model.guard import leaves_of
from rehab.model.interval import number_text
from rehab.model.rule import Bound, DoseRule, LimitRule, Rule, TargetRule

__all__: list[str] = []

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_WORDS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0}
# What stands before a number, longest first, and the comparisons that it can mean.
_BEFORE: tuple[tuple[str, str], ...] = (
    ("not above", "at_most"), ("not more than", "at_most"), ("no more than", "at_most"), ("not below", "at_least"),
    ("not less than", "at_least"), ("no less than", "at_least"), ("more than", "above"), ("greater than", "above"),
    ("less than", "below"), ("fewer than", "below"), ("at least", "at_least"), ("at most", "at_most"),
    ("up to", "at_most"), ("above", "above"), ("over", "above"), ("exceeds", "above"), ("below", "below"),
    ("under", "below"),
)  # fmt: skip
_AFTER: tuple[tuple[str, str], ...] = (("or more", "at_least"), ("and more", "at_least"), ("or less", "at_most"),
                                       ("or fewer", "at_most"))  # fmt: skip
# A guard on one side is the same threshold seen from the other: "at most 50 counts" for a rule on what lies above.
_SIGNS = {"at_least", "above", "at_most", "below"}


def _figures(rule: Rule) -> Iterator[tuple[float, str]]:
    """Every number of value, goal and guard, with its comparison; an offset has none."""
    for leaf in leaves_of(rule.when):
        if FACTS[leaf.fact].kind == "number":
            yield float(leaf.constants[0]), leaf.comparison
    if isinstance(rule, TargetRule):
        for leaf in leaves_of(rule.goal):
            if FACTS[leaf.fact].kind == "number":
                yield float(leaf.constants[0]), leaf.comparison
    if isinstance(rule, DoseRule | LimitRule):
        for sign in ("at_least", "above", "at_most", "below"):
            end = getattr(rule.value, sign)
            if isinstance(end, Bound):
                yield from ((float(step), "") for step in (end.plus, end.minus, end.times) if step is not None)
            elif end is not None:
                yield float(end), sign


@check("L401", "a number that the words do not hold")
def number_missing(bench: Bench) -> Iterator[Fault]:
    """A number of value, goal or guard that does not occur in `cite.states`.

    Either the number is wrong, or the words do not restate what the rule does, and nobody can compare them with the
    source. Write the number into `states`, or mend it.
    """
    for rule in bench.base.rules:
        text = rule.cite.states.lower()
        said = {float(number) for number in _NUMBER.findall(text)}
        said |= {abs(number) for number in said}
        said |= {value for word, value in _WORDS.items() if re.search(rf"\b{word}\b", text)}
        for figure in sorted({number for number, _ in _figures(rule)} - said):
            yield Fault("L401", (rule.id,), f"{number_text(figure)} does not occur in its words: {rule.cite.states}")


@check("L402", "a comparison that its words contradict")
def sign_contradicts(bench: Bench) -> Iterator[Fault]:
    """The words before or after a number ("at least", "above", "up to" …) say another comparison than the rule.

    At the number itself the two then differ: `at_most 10` for "below 10". Where the source is read on purpose at its
    cautious end, say so in `note` and name the number there: the note exempts it.
    """
    for rule in bench.base.rules:
        signs: dict[float, set[str]] = {}
        for number, sign in _figures(rule):
            if sign:
                signs.setdefault(number, set()).add(sign)
        for number, used in sorted(signs.items()):
            said = _said(rule.cite.states, number)
            exempt = rule.note is not None and number_text(number) in rule.note
            if said and said.isdisjoint(used) and not exempt:
                yield Fault("L402", (rule.id,), f"{number_text(number)} is used as {_plain(used)}, its words say "
                            f"{_plain(said)}: {rule.cite.states}")  # fmt: skip


def _plain(signs: set[str]) -> str:
    return " and ".join(sorted(sign.replace("_", " ") for sign in signs))


def _said(text: str, number: float) -> set[str]:
    """The comparisons that the words give this number; empty where they give none."""
    found = set()
    for match in _NUMBER.finditer(text.lower()):
        if float(match.group()) != number:
            continue
        before, after = text[: match.start()].lower().rstrip(" (="), text[match.end() :].lower()
        found |= {sign for phrase, sign in _AFTER if re.match(rf"\s*%?\s*{phrase}\b", after)}
        found |= {sign for phrase, sign in _BEFORE if re.search(rf"(?<!not )(?<!no )\b{phrase}$", before)}
    return found & _SIGNS

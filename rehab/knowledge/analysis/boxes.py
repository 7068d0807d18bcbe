"""A guard as a finite union of boxes: the facts for which it is true, false, or one of these and unknown.

In: guards. Out: tuples of `Box`, a mapping from a fact to the `Region` of its values; a fact that a box does not
name is free. Unknown is one more value of a fact, so three-valued answers are exact too. Must not be here: searching,
relations between facts (they are in `relations.py`), rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal

from rehab.model.facts import FACTS, Facts, FactValue
from rehab.model.guard import All, AnyGuard, AnyOf, Leaf
from rehab.model.interval import Interval

__all__ = ["WHOLE", "Answer", "Box", "Region", "Union", "boxes_of", "contains", "full", "known", "meet", "point"]

Answer = Literal["true", "false", "not_true", "not_false"]
# Counted, never measured: a person cannot have two and a half falls.
WHOLE = frozenset({
    "patient.age", "care.falls_last_6_months", "schedule.minutes_per_day", "schedule.day_count",
    "cell_therapy.days_since_infusion", "cell_therapy.infusion_count", "cell_therapy.shortest_interval_days",
})  # fmt: skip
_NEVER_UNKNOWN = frozenset({"patient.age"})  # the profile refuses to be read without it
_NOTHING = Interval(1, 0)


@dataclass(frozen=True, slots=True)
class Region:
    """Some values of one fact: words or truth values, or an interval of numbers; and whether it may be unknown."""

    words: frozenset[FactValue]
    span: Interval
    unknown: bool

    @property
    def empty(self) -> bool:
        """Whether not even unknown remains."""
        return not self.unknown and not self.words and self.span.empty

    def meet(self, other: Region) -> Region:
        """What lies in both."""
        span = self.span.meet(other.span)
        return Region(self.words & other.words, _NOTHING if span.empty else span, self.unknown and other.unknown)

    def contains(self, value: FactValue | None) -> bool:
        """Whether the value, or None for unknown, lies inside."""
        if value is None:
            return self.unknown
        if isinstance(value, bool | str):
            return value in self.words
        return self.span.contains(value)


Box = Mapping[str, Region]
Union = tuple[Box, ...]


@cache
def full(name: str) -> Region:
    """Every value that a fact can have, unknown included where it can be unknown."""
    fact = FACTS[name]
    unknown = not fact.always_known and name not in _NEVER_UNKNOWN
    if fact.kind == "number":
        return Region(frozenset(), Interval(fact.low, fact.high), unknown)
    return Region(frozenset((True, False) if fact.kind == "truth" else fact.allowed), _NOTHING, unknown)


@cache
def known(name: str, low: float = -math.inf, high: float = math.inf, *, below: bool = False) -> Region:
    """The known values of a fact; of a number those from `low` to `high`, with `below` without `high` itself."""
    whole = full(name)
    span = whole.span.meet(Interval(low, high, high_open=below)) if FACTS[name].kind == "number" else _NOTHING
    return Region(whole.words, _tidy(name, span), False)


def point(value: FactValue | None) -> Region:
    """Exactly one value, or exactly unknown."""
    if value is None:
        return Region(frozenset(), _NOTHING, True)
    if isinstance(value, bool | str):
        return Region(frozenset((value,)), _NOTHING, False)
    return Region(frozenset(), Interval(value, value), False)


def words(*values: FactValue, unknown: bool = False) -> Region:
    """Some words or truth values, and perhaps unknown."""
    return Region(frozenset(values), _NOTHING, unknown)


def meet(first: Box, second: Box) -> Box | None:
    """What lies in both boxes, or None; the first itself where the second takes nothing away."""
    changed: dict[str, Region] = {}
    for name, region in second.items():
        was = first.get(name)
        both = (was or full(name)).meet(region)
        if both.empty:
            return None
        if both != was:
            changed[name] = both
    return {**first, **changed} if changed else first


def contains(box: Box, facts: Facts) -> bool:
    """Whether these facts, the missing ones being unknown, lie inside."""
    return all(region.contains(facts.get(name)) for name, region in box.items())


def boxes_of(guard: AnyGuard, answer: Answer = "true") -> Union:
    """The facts for which the guard gives the answer; `not_true` is false or unknown, `not_false` true or unknown."""
    return _boxes(guard, answer)


@cache
def _boxes(guard: AnyGuard, answer: Answer) -> Union:
    if isinstance(guard, Leaf):
        region = _leaf(guard, holds=answer in ("true", "not_false"), unknown=answer in ("not_true", "not_false"))
        return () if region.empty else ({guard.fact: region},)
    wants_truth = answer in ("true", "not_false")
    if isinstance(guard, All | AnyOf):
        parts = guard.all if isinstance(guard, All) else guard.any
        unions = [_boxes(part, answer) for part in parts]
        every = isinstance(guard, All) == wants_truth
        return _smallest(_product(unions) if every else [box for union in unions for box in union])
    return ({},) if wants_truth else ()


def _product(unions: Sequence[Union]) -> list[Box]:
    boxes: list[Box] = [{}]
    for union in unions:
        boxes = [both for one, other in product(boxes, union) if (both := meet(one, other)) is not None]
    return boxes


def _smallest(boxes: Iterable[Box]) -> Union:
    """The boxes without those that lie inside another."""
    kept: list[Box] = []
    for box in boxes:
        if any(meet(box, other) is box for other in kept):
            continue
        kept = [other for other in kept if meet(other, box) is not other]
        kept.append(box)
    return tuple(kept)


def _leaf(leaf: Leaf, *, holds: bool, unknown: bool) -> Region:
    """The values for which the comparison holds, or does not, in what the fact can be."""
    whole = full(leaf.fact)
    unknown = unknown and whole.unknown
    constants = frozenset(leaf.constants)
    match leaf.comparison:
        case "is_" | "one_of":
            return Region(whole.words & constants if holds else whole.words - constants, _NOTHING, unknown)
        case "is_not" | "none_of":
            return Region(whole.words - constants if holds else whole.words & constants, _NOTHING, unknown)
    return Region(frozenset(), _tidy(leaf.fact, whole.span.meet(_half_line(leaf, holds=holds))), unknown)


def _half_line(leaf: Leaf, *, holds: bool) -> Interval:
    end = leaf.constants[0]
    assert not isinstance(end, str)  # noqa: S101  (the kind of the constant was checked when the guard was read)
    upwards = (leaf.comparison in ("at_least", "above")) == holds
    is_open = (leaf.comparison in ("above", "below")) == holds
    return Interval(low=end, low_open=is_open) if upwards else Interval(high=end, high_open=is_open)


def _tidy(name: str, span: Interval) -> Interval:
    """Of what is counted only the whole numbers; nothing at all in one form."""
    if span.empty:
        return _NOTHING
    if name in WHOLE:
        low = math.floor(span.low) + 1 if span.low_open else math.ceil(span.low)
        high = math.ceil(span.high) - 1 if span.high_open else math.floor(span.high)
        return Interval(low, high) if low <= high else _NOTHING
    return span

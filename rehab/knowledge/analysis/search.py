"""Is there a person who meets several conditions at once? Each condition is a union of boxes; the answer is exact.

In: unions of boxes and the relations between facts. Out: one `Box` of real people, or None when there is nobody; and
from a box one value for every fact it names. Must not be here: rules, wording, profiles.

The search takes the condition with the fewest boxes left, tries each, and narrows the others, until none is open. All
comparisons are of one fact with constants and the sums of the relations form no circle, so nothing is approximated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from rehab.knowledge.analysis.boxes import WHOLE, Box, Region, Union, full, meet, point
from rehab.knowledge.analysis.relations import Relations, Sum
from rehab.model.facts import FactValue
from rehab.model.interval import Interval

__all__ = ["Assignment", "find", "values_in"]

Assignment = dict[str, FactValue | None]
_Open = list[tuple[frozenset[str], Union]]


def find(conditions: Iterable[Union], relations: Relations, start: Box | None = None) -> Box | None:
    """A box in which every person meets one box of every condition, or None when nobody does."""
    unions = list(conditions)
    names = {name for union in unions for box in union for name in box} | set(start or {})
    near = relations.about(names)
    box: Box = {**{name: full(name) for one in near.sums for name in one.names}, **(start or {})}
    open_ = [(frozenset(name for part in union for name in part), union) for union in (*unions, *near.unions)]
    return _search(box, open_, near.sums)


def _search(box: Box, open_: _Open, sums: Sequence[Sum]) -> Box | None:
    settled = _propagate(box, sums)
    if settled is None:
        return None
    box = settled
    left: _Open = []
    for names, union in open_:
        fitting = [both for part in union if (both := meet(box, part)) is not None]
        if not fitting:
            return None
        if not any(both is box for both in fitting):
            left.append((names, tuple(fitting)))
    if not left:
        return box
    tightest = min(range(len(left)), key=lambda index: len(left[index][1]))
    others = left[:tightest] + left[tightest + 1 :]
    for candidate in left[tightest][1]:
        found = _search(candidate, others, sums)
        if found is not None:
            return found
    return None


def _propagate(box: Box, sums: Sequence[Sum]) -> Box | None:
    """The box with the ends of numbers narrowed by the sums; None where a sum cannot come out."""
    changed = True
    while changed:
        changed = False
        for one in sums:
            if any(name not in box or box[name].unknown for name in one.names):
                continue
            for name, factor in one.terms:
                region = box[name]
                narrowed = region.span.meet(_room(one, name, factor, box))
                if name in WHOLE and not narrowed.empty:
                    narrowed = Interval(math.ceil(narrowed.low), math.floor(narrowed.high))
                if narrowed.empty:
                    return None
                if narrowed != region.span:
                    box = {**box, name: Region(region.words, narrowed, False)}
                    changed = True
    return box


def _room(one: Sum, name: str, factor: float, box: Box) -> Interval:
    """Where this term may lie, given the spans of the others."""
    low, high, low_open, high_open = one.constant, one.constant, False, False
    for other, times in one.terms:
        if other == name:
            continue
        span = box[other].span
        ends = (span.low * times, span.low_open), (span.high * times, span.high_open)
        (low_end, low_is_open), (high_end, high_is_open) = ends if times > 0 else ends[::-1]
        low, high = low + low_end, high + high_end
        low_open, high_open = low_open or low_is_open, high_open or high_is_open
    # factor x name = -(rest), or at most, or below -(rest)
    at_most, at_most_open = -low / factor, low_open or one.strict
    at_least, at_least_open = -high / factor, high_open
    if factor > 0:
        return Interval(at_least if one.equal else -math.inf, at_most, at_least_open and one.equal, at_most_open)
    return Interval(at_most, at_least if one.equal else math.inf, at_most_open, at_least_open and one.equal)


def values_in(box: Box, relations: Relations, wish: Callable[[str, Region], FactValue | None]) -> Assignment | None:
    """One value for every fact of the box; `wish` proposes, the relations dispose."""
    sums = relations.about(box).sums
    chosen: Assignment = {}
    current: Box | None = box
    for name in sorted(box, key=lambda one: (one not in ("stroke.hours_since", "stroke.days_since"), one)):
        if current is None:
            return None
        region = current[name]
        value = wish(name, region)
        chosen[name] = value if region.contains(value) else _any_value(name, region)
        current = _propagate({**current, name: point(chosen[name])}, sums)
    return None if current is None else chosen


def _any_value(name: str, region: Region) -> FactValue | None:
    """A plain value inside the region: unknown, a word, or the roundest number."""
    if region.unknown:
        return None
    if region.words:
        return min(region.words, key=str)
    span = region.span
    low, high = max(span.low, full(name).span.low), min(span.high, full(name).span.high)
    middle = (low + high) / 2
    for digits in range(0, 9):
        for candidate in (round(middle, digits), low, high, math.floor(low) + 1, math.ceil(high) - 1):
            if span.contains(candidate) and round(candidate, digits) == candidate:
                return candidate
    return middle


def facts_only(assignment: Mapping[str, FactValue | None]) -> dict[str, FactValue]:
    """The known facts of an assignment, as the guards read them."""
    return {name: value for name, value in assignment.items() if value is not None}

"""Is there a person who meets several conditions at once? Each condition is a union of boxes; the answer is exact.

In: unions of boxes and the relations between facts. Out: one `Box` of real people, or None when there is nobody; and
from a box one value for every fact it names. Must not be here: rules, wording, profiles.

The search takes the condition with the fewest boxes left, tries each, and narrows the others, until none is open. A
failure names the choices it rests on, and every choice that had no part in it is skipped on the way back. All
comparisons are of one fact with constants and the sums of the relations form no circle, so nothing is approximated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rehab.knowledge.analysis.boxes import WHOLE, Box, Region, Union, full, meet, point
from rehab.knowledge.analysis.relations import Linked, Relations, Sum, linked
from rehab.model.facts import FactValue
from rehab.model.interval import Interval

__all__ = ["Assignment", "find", "values_in"]

Assignment = dict[str, FactValue | None]
_ROUNDING = 1e-12


def find(conditions: Iterable[Union], relations: Relations, start: Box | None = None) -> Box | None:
    """A box in which every person meets one box of every condition, or None when nobody does."""
    given = [linked(union) for union in conditions]
    unions, sums = relations.about(frozenset(start or ()).union(*(names for names, _ in given)))
    box: Box = {**{name: full(name) for one in sums for name in one.names}, **(start or {})}
    found = _Search(sums).run(_State(box, {}, (*given, *unions)), None, 0)
    return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True)
class _State:
    """Where the search stands; `why` names, for each fact, the choices that have narrowed it."""

    box: Box
    why: Mapping[str, frozenset[int]]
    open: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class _Search:
    """One search; a box is an answer, a set of numbers names the choices that a failure rests on."""

    sums: Sequence[Sum]

    def run(self, state: _State, changed: frozenset[str] | None, level: int) -> Box | frozenset[int]:
        """Narrow what is open by the facts that changed last, then choose."""
        narrowed = self._narrow(state, changed)
        if not isinstance(narrowed, _State):
            return narrowed
        if not narrowed.open:
            return narrowed.box
        index = min(range(len(narrowed.open)), key=lambda number: len(narrowed.open[number][1]))
        names, union = narrowed.open[index]
        rest = narrowed.open[:index] + narrowed.open[index + 1 :]
        blame = _blame(names, narrowed.why)
        for part in union:
            both = meet(narrowed.box, part)
            if both is None:
                continue
            moved = frozenset(name for name in part if both[name] != narrowed.box.get(name))
            why = {**narrowed.why, **{name: narrowed.why.get(name, frozenset()) | {level} for name in moved}}
            found = self.run(_State(both, why, rest), moved, level + 1)
            if isinstance(found, dict):
                return found
            assert isinstance(found, frozenset)  # noqa: S101  (the other half of the answer's type)
            if level not in found:
                return found
            blame |= found
        return blame - {level}

    def _narrow(self, state: _State, changed: frozenset[str] | None) -> _State | frozenset[int]:
        box, why, left = state.box, dict(state.why), []
        if changed is None or any(not changed.isdisjoint(one.names) for one in self.sums):
            settled = _propagate(box, self.sums)
            linked = frozenset(name for one in self.sums for name in one.names)
            if settled is None:
                return _blame(linked, why)
            if settled is not box:
                moved = frozenset(name for name in linked if settled.get(name) != box.get(name))
                because = _blame(linked, why)
                why |= dict.fromkeys(moved, because)
                changed, box = None if changed is None else changed | moved, settled
        for names, union in state.open:
            if changed is not None and changed.isdisjoint(names):
                left.append((names, union))
                continue
            met = [(part, both) for part in union if (both := meet(box, part)) is not None]
            if not met:
                return _blame(names, why)
            if not any(both is box for _, both in met):
                left.append((names, tuple(part for part, _ in met)))
        return _State(box, why, tuple(left))


def _blame(names: Iterable[str], why: Mapping[str, frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*(why.get(name, frozenset()) for name in names))


def _propagate(box: Box, sums: Sequence[Sum]) -> Box | None:
    """The box with the ends of numbers narrowed by the sums; None where a sum cannot come out."""
    changed = True
    while changed:
        changed = False
        for one in sums:
            if any(name not in box or box[name].unknown for name in one.names):
                continue
            for name, factor in one.terms:
                region, room = box[name], _room(one, name, factor, box)
                if _same_point(region.span, room):
                    continue
                narrowed = region.span.meet(room)
                if name in WHOLE and not narrowed.empty:
                    narrowed = Interval(math.ceil(narrowed.low), math.floor(narrowed.high))
                if narrowed.empty:
                    return None
                if narrowed != region.span:
                    box = {**box, name: Region(region.words, narrowed, False)}
                    changed = True
    return box


def _same_point(one: Interval, other: Interval) -> bool:
    """Whether both are one number, but for the rounding of sums."""
    return one.low == one.high and other.low == other.high and math.isclose(one.low, other.low, rel_tol=_ROUNDING)


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
    _, sums = relations.about(frozenset(box))
    tied = frozenset(name for one in sums for name in one.names)
    chosen: Assignment = {}
    current: Box | None = box
    for name in sorted(box, key=lambda one: (one != "stroke.hours_since", one)):
        if current is None:
            return None
        region = current[name]
        value = wish(name, region)
        chosen[name] = value if region.contains(value) else _any_value(name, region)
        if name in tied:
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

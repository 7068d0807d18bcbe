"""Placing sessions on the days of one week: a deterministic search with stated goals.

Hard goals: only available days; days with a helper for what needs one; never more minutes on a day than its
room; loaded strength never on two days that follow each other, the next week included.
Soft goals, in this order: every component its least sessions; then its wanted sessions; then its wanted minutes;
days spread evenly; no day fuller than it must be; earlier days first. Components come in the order they are given.
In: items and the room of each day. Out: the days and minutes of each item. Must not be here: clinical figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rehab.model.vocabulary import DAYS

__all__ = ["Item", "Placement", "day_sets", "place"]

_WEEK = len(DAYS)


@dataclass(frozen=True, slots=True)
class Item:
    """What one component wants of the week; `days` are the positions in the week on which it may lie."""

    name: str
    least_days: int
    wanted_days: int
    least_minutes: int
    wanted_minutes: int
    days: frozenset[int]
    never_consecutive: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item lies, and for how many minutes on each of those days."""

    days: tuple[int, ...]
    minutes: int


@cache
def day_sets(size: int) -> tuple[tuple[int, tuple[int, ...], bool], ...]:
    """All sets of days of a size as (unevenness, days, touching), the most even first; gaps run over the week's end."""
    sets = []
    for mask in range(1 << _WEEK):
        days = tuple(day for day in range(_WEEK) if mask >> day & 1)
        if len(days) != size:
            continue
        gaps = [(days[(i + 1) % size] - day - 1) % _WEEK + 1 for i, day in enumerate(days)]
        touching = 1 in gaps and size > 1
        sets.append((sum(gap * gap for gap in gaps), days, touching))
    return tuple(sorted(sets))


def place(items: Sequence[Item], room: Sequence[int]) -> dict[str, Placement]:
    """Least sessions for all first, then more sessions, then more minutes; an item without room is left out."""
    load = [0] * _WEEK
    placed: dict[str, Placement] = {}
    for position, item in enumerate(items):
        least = min(item.least_days, item.wanted_days)
        _try(item, range(least, 0, -1), item.least_minutes, load, room, placed)
        for other in items[:position]:
            if _days(item, placed) < least:
                _make_way(other, item, least, load, room, placed)
    for item in items:
        if item.name in placed:
            least = len(placed[item.name].days)
            _try(item, range(item.wanted_days, least, -1), item.least_minutes, load, room, placed)
    for item in items:
        if item.name in placed:
            _grow(item, load, room, placed)
    _settle(items, load, room, placed)
    return placed


def _days(item: Item, placed: dict[str, Placement]) -> int:
    return len(placed[item.name].days) if item.name in placed else 0


def _make_way(
    other: Item, item: Item, least: int, load: list[int], room: Sequence[int], placed: dict[str, Placement]
) -> None:
    """Move one earlier item to other days, as many as before, if that gives this item more of its least sessions."""
    if other.name not in placed:
        return
    before, kept, moved = list(load), dict(placed), placed.pop(other.name)
    _add(load, moved, -1)
    _try(item, range(least, _days(item, kept), -1), item.least_minutes, load, room, placed)
    size = len(moved.days)
    _try(other, range(size, size - 1, -1), moved.minutes, load, room, placed)
    if other.name not in placed or _days(item, placed) <= _days(item, kept):
        load[:] = before
        placed.clear()
        placed.update(kept)


def _settle(items: Sequence[Item], load: list[int], room: Sequence[int], placed: dict[str, Placement]) -> None:
    """Move each item once more, now that all are there, until none moves; as many rounds as there are items at most."""
    for _ in items:
        before = dict(placed)
        for item in items:
            if item.name in placed:
                size = len(placed[item.name].days)
                _try(item, range(size, size - 1, -1), placed[item.name].minutes, load, room, placed)
        if placed == before:
            break


def _try(
    item: Item, sizes: range, minutes: int, load: list[int], room: Sequence[int], placed: dict[str, Placement]
) -> None:
    """Put the item on the best set of the largest size that fits, instead of where it lies now."""
    now = placed.get(item.name)
    if now is not None:
        _add(load, now, -1)
    for size in sizes:
        best = _best(item, size, minutes, load, room)
        if best is not None:
            now = Placement(best, minutes)
            break
    if now is not None:
        placed[item.name] = now
        _add(load, now, 1)


def _add(load: list[int], placement: Placement, sign: int) -> None:
    for day in placement.days:
        load[day] += sign * placement.minutes


def _best(item: Item, size: int, minutes: int, load: list[int], room: Sequence[int]) -> tuple[int, ...] | None:
    free = {day for day in item.days if load[day] + minutes <= room[day]}
    if len(free) < size:
        return None
    best: tuple[int, int, tuple[int, ...]] | None = None
    for unevenness, days, touching in day_sets(size):
        if best is not None and unevenness > best[0]:
            break
        if (touching and item.never_consecutive) or not free.issuperset(days):
            continue
        candidate = (unevenness, sum(load[day] for day in days), days)
        if best is None or candidate < best:
            best = candidate
    return None if best is None else best[-1]


def _grow(item: Item, load: list[int], room: Sequence[int], placed: dict[str, Placement]) -> None:
    """Lengthen the sessions of an item, all alike, as far as its fullest day allows."""
    now = placed[item.name]
    spare = min(room[day] - load[day] for day in now.days)
    longer = min(item.wanted_minutes, now.minutes + max(0, spare))
    if longer > now.minutes:
        _add(load, now, -1)
        placed[item.name] = Placement(now.days, longer)
        _add(load, placed[item.name], 1)

"""Clock times for the sessions of one day, inside the windows and around meals and booked therapy.

In: windows, meals, bookings and the day's sessions in order. Out: start times, bouts, and what did not fit.
Must not be here: which sessions the day has; times without windows (then the plan gives an order only).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehab.model.schedule import Schedule

__all__ = ["ClockRules", "Slot", "Timed", "Wish", "free_slots", "room_of", "set_times"]

_HOUR = 60


@dataclass(frozen=True, slots=True)
class ClockRules:
    """Minutes of the house: a meal, the rest after it, the pause between sessions, the grid of start times."""

    meal: int
    after_meal: int
    pause: int
    grid: int
    shortest_bout: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A free stretch of the day, in minutes since midnight."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return max(0, self.end - self.start)


@dataclass(frozen=True, slots=True)
class Timed:
    """One part of one session with its start; `bout` counts the parts when the session was divided."""

    index: int
    start: str
    minutes: int
    bout: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A session to place: its minutes, whether it may fall into bouts, and the part of the day to wait for (0 to 1)."""

    minutes: int
    divisible: bool = False
    not_before: float = 0.0


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * _HOUR + int(minute)


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02d}:{minutes % _HOUR:02d}"


def free_slots(schedule: Schedule, day: str, rules: ClockRules) -> list[Slot]:
    """The free stretches of a day: windows, less meals with the rest after them, less booked therapy with its pause."""
    slots = sorted(
        {Slot(_minutes(w.from_), _minutes(w.to)) for w in schedule.windows if w.day in ("any", day)},
        key=lambda slot: (slot.start, slot.end),
    )
    taken = [(_minutes(meal), _minutes(meal) + rules.meal + rules.after_meal) for meal in schedule.meals]
    taken += [
        (_minutes(one.start) - rules.pause, _minutes(one.start) + one.minutes + rules.pause)
        for one in schedule.booked if one.day == day and one.start is not None
    ]  # fmt: skip
    for begin, end in sorted(taken):
        cut = [Slot(slot.start, min(slot.end, begin)) for slot in slots]
        cut += [Slot(max(slot.start, end), slot.end) for slot in slots]
        slots = [slot for slot in cut if slot.minutes]
    return _apart(sorted(set(slots), key=lambda slot: (slot.start, slot.end)))


def _apart(slots: list[Slot]) -> list[Slot]:
    """Windows that overlap count once."""
    merged: list[Slot] = []
    for slot in slots:
        if merged and slot.start <= merged[-1].end:
            merged[-1] = Slot(merged[-1].start, max(merged[-1].end, slot.end))
        else:
            merged.append(slot)
    return merged


def room_of(slots: Sequence[Slot], rules: ClockRules) -> int:
    """Minutes of exercise that the free stretches can hold at most, pauses left out of the count."""
    return sum(slot.minutes for slot in slots if slot.minutes >= rules.shortest_bout)


def set_times(
    wishes: Sequence[Wish], slots: Sequence[Slot], rules: ClockRules
) -> tuple[list[Timed], list[int]]:
    """First fit in the given order; a divisible session falls into bouts when no stretch holds it whole."""
    free = [Slot(_grid(slot.start, rules.grid), slot.end) for slot in slots]
    timed: list[Timed] = []
    left_out: list[int] = []
    for index, wish in enumerate(wishes):
        first = int(wish.not_before * len(free))
        whole = _take(free, wish.minutes, rules, first)
        if whole is None and first:
            whole = _take(free, wish.minutes, rules)
        if whole is not None:
            timed.append(Timed(index, _clock(whole), wish.minutes))
            continue
        bouts = _bouts(index, wish.minutes, free, rules) if wish.divisible else None
        if bouts is None:
            left_out.append(index)
        else:
            timed += bouts
    return sorted(timed, key=lambda one: one.start), left_out


def _grid(minutes: int, grid: int) -> int:
    return -(-minutes // grid) * grid


def _take(free: list[Slot], minutes: int, rules: ClockRules, first: int = 0) -> int | None:
    for position, slot in enumerate(free):
        if position >= first and slot.minutes >= minutes:
            free[position] = Slot(_grid(slot.start + minutes + rules.pause, rules.grid), slot.end)
            return slot.start
    return None


def _bouts(index: int, minutes: int, free: list[Slot], rules: ClockRules) -> list[Timed] | None:
    """Divide into bouts no shorter than the shortest; all of them fit, or none is placed."""
    kept = list(free)
    found: list[Timed] = []
    left = minutes
    while left >= rules.shortest_bout:
        size = next(
            (size for size in range(left, rules.shortest_bout - 1, -1)
             if (left - size == 0 or left - size >= rules.shortest_bout) and any(s.minutes >= size for s in free)),
            None,
        )  # fmt: skip
        if size is None:
            break
        start = _take(free, size, rules)
        if start is None:
            break
        found.append(Timed(index, _clock(start), size, len(found) + 1))
        left -= size
    if left:
        free[:] = kept
        return None
    return found

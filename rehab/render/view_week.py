"""The week at a glance for the patient's first page: a grid of activities and days.

In: a plan. Out: frozen strings: days, rows of cells, totals. Must not be here: exercises, stop signs, layout.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehab.model.plan import Day, Plan
from rehab.render.phrases import date_short
from rehab.render.sides import with_sides
from rehab.render.words import ACTIVITY, BOOKED, DAY

__all__ = [
    "HELPER_MARK", "Cell", "Entry", "Grid", "Heading", "Row", "Span", "activities_of", "activity_name", "grid_of",
]  # fmt: skip

HELPER_MARK = "H"


@dataclass(frozen=True, slots=True)
class Entry:
    """One box to tick: start (or empty), minutes, helper mark (or empty)."""

    start: str
    minutes: str
    helper: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One activity on one day."""

    entries: tuple[Entry, ...]
    provisional: str


@dataclass(frozen=True, slots=True)
class Row:
    """One activity through the week."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one day's column."""

    day: str
    date: str
    provisional: str


@dataclass(frozen=True, slots=True)
class Span:
    """A head over several days: those that are sure, those to be confirmed."""

    name: str
    width: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table; `spans` is empty when all days are sure."""

    spans: tuple[Span, ...]
    days: tuple[Heading, ...]
    rows: tuple[Row, ...]
    booked: tuple[Row, ...]
    totals: tuple[str, ...]
    has_helper: bool
    has_times: bool


def activities_of(plan: Plan) -> tuple[str, ...]:
    """The components that have a session, in the order of a day."""
    found = {session.component for day in plan.week_days for session in day.sessions}
    return tuple(component for component in ACTIVITY if component in found)


def activity_name(plan: Plan, component: str) -> str:
    """What the row is called; training of heart and lungs says by what."""
    name = ACTIVITY[component]
    ways = {one.id for day in plan.week_days for session in day.sessions if session.component == component
            for one in session.exercises}  # fmt: skip
    if component != "aerobic" or len(ways) != 1:
        return name
    way = with_sides(plan.cards[ways.pop()].name, plan.profile.stroke.affected_side)
    return f"{name}: {way[0].lower()}{way[1:]}"


def grid_of(plan: Plan) -> Grid:
    """The grid of one week: minutes, starts where the plan has them, boxes, totals of each day."""
    days = plan.week_days
    disciplines = [name for name in BOOKED if any(one.discipline == name for day in days for one in day.booked)]
    return Grid(
        spans=_spans(days),
        days=tuple(Heading(DAY[day.day], date_short(day.date), _mark(day)) for day in days),
        rows=tuple(
            Row(activity_name(plan, name), tuple(Cell(_entries(day, name), _mark(day)) for day in days))
            for name in activities_of(plan)
        ),
        booked=tuple(
            Row(BOOKED[name], tuple(Cell(_visits(day, name), _mark(day)) for day in days)) for name in disciplines
        ),
        totals=tuple(_total(day) for day in days),
        has_helper=any(session.helper != "none" for day in days for session in day.sessions),
        has_times=any(session.start is not None for day in days for session in day.sessions),
    )  # fmt: skip


def _mark(day: Day) -> str:
    return "provisional" if day.provisional else ""


def _spans(days: tuple[Day, ...]) -> tuple[Span, ...]:
    later = sum(day.provisional for day in days)
    if not later:
        return ()
    sure = (Span("Now", str(len(days) - later)),) if later < len(days) else ()
    return (*sure, Span("To be confirmed", str(later)))


def _entries(day: Day, component: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(session.start or "", str(session.minutes), "" if session.helper == "none" else HELPER_MARK)
        for session in sorted(day.sessions, key=lambda one: one.start or "")
        if session.component == component
    )


def _visits(day: Day, discipline: str) -> tuple[Entry, ...]:
    return tuple(Entry(one.start or "", str(one.minutes), "") for one in day.booked if one.discipline == discipline)


def _total(day: Day) -> str:
    minutes = sum(one.minutes for one in day.sessions) + sum(one.minutes for one in day.booked)
    return str(minutes) if minutes else "rest"

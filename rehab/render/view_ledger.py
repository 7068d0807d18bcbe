"""The week on the review sheet: minutes of each day, the figures of each exercise, the ledger of therapy time.

In: a plan. Out: tables of strings. Supervised therapy and self-practice stay on lines of their own, never added up.
Must not be here: planning, rounding of doses.
"""

from __future__ import annotations

from rehab.model.plan import Plan, Session, SessionExercise
from rehab.render.phrases import date_short, text
from rehab.render.sides import side_name, with_sides
from rehab.render.tables import Table, table
from rehab.render.words import ACTIVITY, COMPONENT, DAY, DISCIPLINE, plain

__all__ = ["exercises_table", "figures", "ledger_table", "week_table"]

_HELPER = {"none": "", "nearby": " n", "hands_on": " h"}
_BOOKED = "booked_"


def _days(plan: Plan) -> tuple[str, ...]:
    return tuple(
        f"{DAY[day.day]} {date_short(day.date)}{' (provisional)' if day.provisional else ''}" for day in plan.week_days
    )


def week_table(plan: Plan) -> Table:
    """Sessions of each day by component, and booked therapy by discipline."""
    days = plan.week_days
    components = [name for name in ACTIVITY if any(one.component == name for day in days for one in day.sessions)]
    booked = [name for name in DISCIPLINE if any(one.discipline == name for day in days for one in day.booked)]
    rows = [
        (COMPONENT[name], *(", ".join(_session(one) for one in day.sessions if one.component == name) for day in days))
        for name in components
    ]
    rows += [
        (f"Booked: {DISCIPLINE[name]}",
         *(", ".join(_at(one.start, one.minutes) for one in day.booked if one.discipline == name) for day in days))
        for name in booked
    ]  # fmt: skip
    return table("week", ("Minutes", *_days(plan)), rows, "No session and no booked therapy.")


def _session(one: Session) -> str:
    return _at(one.start, one.minutes) + _HELPER[one.helper]


def _at(start: str | None, minutes: int) -> str:
    return f"{start} {minutes}" if start else str(minutes)


def exercises_table(plan: Plan) -> Table:
    """Every exercise of the week with its figures, once for each set of figures."""
    rows: dict[tuple[str, SessionExercise], list[str]] = {}
    for day in plan.week_days:
        for session in day.sessions:
            for one in session.exercises:
                days = rows.setdefault((session.component, one), [])
                if DAY[day.day] not in days:
                    days.append(DAY[day.day])
    order = tuple(ACTIVITY)
    listed = sorted(rows.items(), key=lambda row: order.index(row[0][0]))
    return table(
        "exercises", ("Exercise", "Component", "Figures", "Side", "Helper", "Days", "Note"),
        (_exercise(plan, component, one, days) for (component, one), days in listed), "No exercise is placed.",
    )  # fmt: skip


def _exercise(plan: Plan, component: str, one: SessionExercise, days: list[str]) -> tuple[str, ...]:
    side, card = plan.profile.stroke.affected_side, plan.cards[one.id]
    return (
        with_sides(card.name, side), plain(component), figures(one), side_name(one.side, side) or "–",
        plain(one.helper), "daily" if len(days) == len(plan.week_days) else ", ".join(days),
        with_sides(text(card.clinician_note), side),
    )  # fmt: skip


def figures(one: SessionExercise) -> str:
    """Sets, repetitions, hold and minutes, short."""
    parts = []
    if one.sets is not None:
        parts.append(f"{one.sets} set" if one.sets == 1 else f"{one.sets} sets")
    if one.reps is not None:
        parts.append(f"× {one.reps}")
    if one.hold_s is not None:
        parts.append(f"hold {one.hold_s} s")
    if one.minutes is not None:
        parts.append(f"{one.minutes} min")
    return " ".join(parts) or "–"


def ledger_table(plan: Plan) -> Table:
    """Minutes of each discipline by day, then the totals of the week against the target."""
    minutes, days = plan.minutes, [day.day for day in plan.week_days]
    lines = list(dict.fromkeys(name for day in days for name in minutes.per_day.get(day, {})))
    rows = [
        (_line(name), *(str(minutes.per_day.get(day, {}).get(name, "")) for day in days),
         str(sum(minutes.per_day.get(day, {}).get(name, 0) for day in days)))
        for name in lines
    ]  # fmt: skip
    blank = ("",) * len(days)
    rows += [
        ("Supervised therapy, booked", *blank, str(minutes.supervised)),
        ("Target: supervised, all disciplines", *blank, str(minutes.target)),
        ("Shortfall of supervised therapy", *blank, str(minutes.shortfall)),
        ("Self-practice in this plan (a line apart)", *blank, str(minutes.self_practice)),
        ("Tolerated in a day", *(str(minutes.tolerance_per_day) for _ in days), ""),
    ]
    return table("ledger", ("Minutes", *(DAY[day] for day in days), "Week"), rows, "")


def _line(name: str) -> str:
    if name.startswith(_BOOKED):
        return f"Booked: {DISCIPLINE.get(name.removeprefix(_BOOKED), plain(name))}"
    return f"Plan: {DISCIPLINE.get(name, plain(name))}"

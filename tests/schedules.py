"""Reads a plan's week back: what every week must keep, whoever it is for, as a list of what is broken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rehab.model.plan import Day, Plan
from rehab.model.rule_base import RuleBase

WARD = ("acute_ward", "inpatient_rehab")


def minutes_of(clock: str) -> int:
    """Minutes since midnight."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def broken(plan: Plan, base: RuleBase) -> list[str]:
    """Every hard goal of the week that this plan breaks, as sentences; empty for a good week."""
    return [
        *_days(plan),
        *_minutes(plan),
        *_strength(plan, base),
        *_frequencies(plan),
        *_clock(plan, base),
        *_doses(plan),
    ]


def _days(plan: Plan) -> Iterator[str]:
    """Only open days; help only where a helper is."""
    schedule, care = plan.profile.schedule, plan.profile.care
    helper = care.helper
    for day in plan.week_days:
        if schedule.days is not None and day.day not in schedule.days and day.sessions:
            yield f"{day.day} is not open"
        helped = care.setting in WARD or (
            helper is not None and helper.available and (helper.days is None or day.day in helper.days)
        )
        for session in day.sessions:
            if not helped and any(one.helper != "none" for one in session.exercises):
                yield f"{day.day} {session.component} needs a helper, and none is there"
            if len({one.id for one in session.exercises}) != len(session.exercises) or not session.exercises:
                yield f"{day.day} {session.component} holds an exercise twice or none"


def _minutes(plan: Plan) -> Iterator[str]:
    """A day's minutes, booked therapy included, within what is tolerated."""
    tolerance = plan.minutes.tolerance_per_day
    recorded = plan.profile.schedule.minutes_per_day
    if recorded is not None and tolerance > recorded:
        yield f"a tolerance of {tolerance} is more than the {recorded} minutes recorded"
    for day in plan.week_days:
        own, booked = sum(one.minutes for one in day.sessions), sum(one.minutes for one in day.booked)
        if own and own + booked > tolerance:
            yield f"{day.day} holds {own} + {booked} minutes of {tolerance}"
        if any(one.minutes < 1 for one in day.sessions):
            yield f"{day.day} holds a session without minutes"
        if sum(plan.minutes.per_day[day.day].values()) != own + booked:
            yield f"the ledger of {day.day} differs from the day"


def _strength(plan: Plan, base: RuleBase) -> Iterator[str]:
    """Loaded strength never on two days that follow each other, the next week included."""
    loaded = [
        any(
            "loaded" in base.exercise_by_id[one.id].tags
            for s in day.sessions
            if s.component == "strength"
            for one in s.exercises
        )
        for day in plan.week_days
    ]
    for position, today in enumerate(loaded):
        if today and loaded[(position + 1) % len(loaded)]:
            yield f"loaded strength on {plan.week_days[position].day} and the day after"


def _frequencies(plan: Plan) -> Iterator[str]:
    """Days a week inside the band, or the lack is listed; never more than allowed; withheld parts never placed."""
    short = {one.name for one in plan.excluded if one.what == "session"}
    fewer = short | {reason.partition(":")[0] for reason in plan.minutes.reasons}
    status = {part.component: part.status for part in plan.prescriptions}
    for day in plan.week_days:
        for session in day.sessions:
            if status.get(session.component) != "prescribed":
                yield f"{session.component} is placed, yet {status.get(session.component)}"
    for part in plan.prescriptions:
        if part.status != "prescribed":
            continue
        days = sum(any(one.component == part.component for one in day.sessions) for day in plan.week_days)
        for dose in part.doses:
            if dose.quantity == f"{part.component}.frequency" and dose.allowed and dose.chosen:
                if days > (dose.allowed.max or 0):
                    yield f"{part.component} on {days} days, more than allowed"
                if days < (dose.chosen.min or 0) and part.component not in fewer:
                    yield f"{part.component} on {days} of {dose.chosen.min} days, and nothing says so"
                if days < (dose.allowed.min or 0) and part.component not in short:
                    yield f"{part.component} on {days} days, below its band, and nothing says so"


def _doses(plan: Plan) -> Iterator[str]:
    """Chosen figures inside what is allowed; no day above the longest allowed session."""
    for part in plan.prescriptions:
        for dose in part.doses:
            if dose.allowed is None:
                if dose.chosen is not None:
                    yield f"{dose.quantity} is chosen without being allowed"
                continue
            for end in () if dose.chosen is None else (dose.chosen.min, dose.chosen.max):
                if end is None or not (dose.allowed.min or 0) <= end <= (dose.allowed.max or 0):
                    yield f"{dose.quantity}: {end} is chosen outside what is allowed"
        longest = next(
            (dose.allowed.max for dose in part.doses if dose.allowed and dose.quantity.endswith(".time")), None
        )
        for day in plan.week_days:
            for one in day.sessions:
                if one.component == part.component and longest is not None and one.minutes > longest:
                    yield f"{day.day} {part.component} lasts {one.minutes} minutes, allowed are {longest}"


def _clock(plan: Plan, base: RuleBase) -> Iterator[str]:
    """With windows every session has a time, inside a window, off meals and rest, off bookings, with pauses between."""
    schedule = plan.profile.schedule
    for day in plan.week_days:
        if not schedule.windows:
            if any(one.start is not None for one in day.sessions):
                yield f"{day.day} has clock times without windows"
            continue
        yield from _timed_day(plan, day, base)


def _timed_day(plan: Plan, day: Day, base: RuleBase) -> Iterator[str]:
    pause = int(base.figure("week.pause_minutes"))
    if any(one.start is None for one in day.sessions):
        yield f"{day.day} has a session without a time"
        return
    spans = sorted((minutes_of(one.start or ""), one.minutes, one.component) for one in day.sessions)
    for start, minutes, component in spans:
        where, end = f"{day.day} {component}", start + minutes
        if not any(begin <= start and end <= close for begin, close in _windows(plan, day.day)):
            yield f"{where} lies outside the windows"
        if any(start < close and end > begin for begin, close in _taken(plan, day.day, base)):
            yield f"{where} lies on a meal, the rest after it, a booking or its pause"
    for session in day.sessions:
        if session.bout is not None and session.minutes < base.figure("week.shortest_bout"):
            yield f"{day.day} {session.component} has a bout of {session.minutes} minutes"
    for (start, minutes, component), following in pairwise(spans):
        if start + minutes + pause > following[0]:
            yield f"{day.day} {component} leaves no pause before {following[2]}"


def _windows(plan: Plan, day: str) -> list[tuple[int, int]]:
    """The windows of a day, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for one in sorted(plan.profile.schedule.windows, key=lambda window: window.from_):
        begin, end = minutes_of(one.from_), minutes_of(one.to)
        if one.day not in ("any", day):
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _taken(plan: Plan, day: str, base: RuleBase) -> Iterator[tuple[int, int]]:
    """The stretches in which no session may lie."""
    schedule, pause = plan.profile.schedule, int(base.figure("week.pause_minutes"))
    meal = int(base.figure("week.meal_minutes") + base.figure("week.rest_after_meal"))
    for clock in schedule.meals:
        yield minutes_of(clock), minutes_of(clock) + meal
    for booked in schedule.booked:
        if booked.day == day and booked.start is not None:
            yield minutes_of(booked.start) - pause, minutes_of(booked.start) + booked.minutes + pause

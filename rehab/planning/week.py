"""The week: which component on which day, for how long, with which exercises and figures.

In: a prescription with chosen doses, the schedule, the rule base. Out: days with sessions, and what did not fit.
Must not be here: deciding whether a component may be done at all; wording for patients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rehab.model import vocabulary as words
from rehab.model.plan import BookedTherapy, Day, Session
from rehab.model.prescription import ComponentPrescription, Exclusion
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase
from rehab.planning.clock import ClockRules, Timed, Wish, free_slots, room_of, set_times
from rehab.planning.days import Placement, place
from rehab.planning.programme import Programme, programme_of, session_of

__all__ = ["Week", "build_week"]

# House order: what keeps joints and swallow safe, then practice of tasks, then load, then the smaller parts.
_ORDER = (
    "mobilisation", "swallowing", "task_practice", "aerobic", "strength", "balance", "gait", "coordination",
    "flexibility", "face", "perception", "speech", "cognition", "breathing", "education",
)  # fmt: skip
# Within a day: loosen joints, then what needs attention most, then effort, stretching last.
_DAY_ORDER = (
    "mobilisation", "task_practice", "balance", "coordination", "gait", "strength", "aerobic", "swallowing", "face",
    "perception", "speech", "cognition", "breathing", "flexibility", "education",
)  # fmt: skip
_WARD = ("acute_ward", "inpatient_rehab")
_Kind = tuple[str, bool, int]  # component, with a helper, minutes of one session


@dataclass(frozen=True, slots=True)
class Week:
    """The seven days, the room of a day in minutes, what could not be placed, and what each component got."""

    days: tuple[Day, ...]
    tolerance: int
    unplaced: tuple[Exclusion, ...]
    notes: tuple[str, ...]
    placed: dict[str, tuple[int, int, int]]  # component -> days a week, least and most minutes of one session
    loaded: frozenset[str]  # components with at least one loaded exercise


def build_week(
    parts: Sequence[ComponentPrescription], profile: Profile, start: date, tolerance: int, base: RuleBase,
    familiar: frozenset[str] = frozenset(),
) -> Week:  # fmt: skip
    """Find the room of each day, make a programme of each component, place them, set the clock."""
    names = [words.DAYS[(start + timedelta(days=offset)).weekday()] for offset in range(len(words.DAYS))]
    clock = _clock_rules(base)
    wanted = profile.schedule.days
    open_days = [day for day, name in enumerate(names) if wanted is None or name in wanted]
    helper_days = [day for day in open_days if _helped(profile, names[day])]
    room = [_room(profile, names[day], tolerance, clock) if day in open_days else 0 for day in range(len(names))]
    programmes = [
        programme_of(part, profile, open_days, helper_days, base, familiar)
        for part in sorted(parts, key=lambda part: _ORDER.index(part.component))
    ]
    placed = place([one.item for one in programmes], room)
    lengths = _lengths(programmes, placed, room, clock.grid)
    short = [_missing(one, placed.get(one.item.name)) for one in programmes]
    days, late = _days(programmes, lengths, profile, names, start, clock)
    return Week(
        tuple(days), tolerance, tuple(one for one in (*short, *late) if one is not None),
        (*(note for one in programmes for note in one.notes), *_fewer(programmes, placed)),
        _as_placed(programmes, days),
        frozenset(one.item.name for one in programmes if any("loaded" in each.exercise.tags for each in one.exercises)),
    )  # fmt: skip


def _lengths(
    programmes: Sequence[Programme], placed: dict[str, Placement], room: Sequence[int], step: int
) -> dict[str, dict[int, int]]:
    """The minutes of each component on each of its days; a day with room to spare may be longer than a full one."""
    lengths = {name: dict.fromkeys(one.days, one.minutes) for name, one in placed.items()}
    spare = [
        room[day] - sum(days.get(day, 0) for days in lengths.values()) for day in range(len(room))
    ]  # fmt: skip
    for one in programmes:
        for day, minutes in lengths.get(one.item.name, {}).items():
            piece = step * one.per_day
            longer = min(spare[day], one.item.wanted_minutes - minutes) // piece * piece
            if longer > 0:
                lengths[one.item.name][day] += longer
                spare[day] -= longer
    return lengths


def _as_placed(programmes: Sequence[Programme], days: Sequence[Day]) -> dict[str, tuple[int, int, int]]:
    """What the week really holds of each component: days, and minutes of one session with its bouts together."""
    found: dict[str, tuple[int, int, int]] = {}
    for one in programmes:
        sums = (sum(s.minutes for s in day.sessions if s.component == one.item.name) for day in days)
        minutes = [each // one.per_day for each in sums if each]
        found[one.item.name] = (len(minutes), min(minutes, default=0), max(minutes, default=0))
    return found


def _clock_rules(base: RuleBase) -> ClockRules:
    names = ("meal_minutes", "rest_after_meal", "pause_minutes", "step_minutes", "shortest_bout")
    return ClockRules(*(int(base.figure(f"week.{name}")) for name in names))


def _helped(profile: Profile, day: str) -> bool:
    if profile.care.setting in _WARD:
        return True
    helper = profile.care.helper
    return helper is not None and helper.available and (helper.days is None or day in helper.days)


def _room(profile: Profile, day: str, tolerance: int, clock: ClockRules) -> int:
    booked = sum(one.minutes for one in profile.schedule.booked if one.day == day)
    room = max(0, tolerance - booked)
    if profile.schedule.windows:
        room = min(room, room_of(free_slots(profile.schedule, day, clock), clock))
    return room


def _missing(one: Programme, placement: Placement | None) -> Exclusion | None:
    """What the week could not hold of the least that a component needs, or of the only thing it wanted."""
    found = len(placement.days) if placement else 0
    if found >= one.item.least_days and found:
        return None
    return Exclusion(
        "session", one.item.name, f"{found} of {one.item.wanted_days} days placed: {_why_fewer(one)}",
        "more time, more days or more help",
    )  # fmt: skip


def _fewer(programmes: Sequence[Programme], placed: dict[str, Placement]) -> tuple[str, ...]:
    """Components that got fewer days than wanted, yet no fewer than their least."""
    found = ((one, len(placed[one.item.name].days)) for one in programmes if one.item.name in placed)
    return tuple(
        f"{one.item.name}: {days} of {one.item.wanted_days} days; {_why_fewer(one)}"
        for one, days in found if one.item.least_days <= days < one.item.wanted_days
    )  # fmt: skip


def _why_fewer(one: Programme) -> str:
    alone = bool(one.alone)
    if not one.item.days:
        return "no day is available" if alone else "no day has a helper"
    if len(one.item.days) < one.item.wanted_days:
        return f"only {len(one.item.days)} days are possible" + ("" if alone else " (days with a helper)")
    return "the day's minutes, the available days, or the days with a helper do not hold more"


def _days(
    programmes: Sequence[Programme], lengths: dict[str, dict[int, int]], profile: Profile, names: list[str],
    start: date, clock: ClockRules,
) -> tuple[list[Day], list[Exclusion]]:  # fmt: skip
    days, left_out = [], []
    made: dict[_Kind, Session] = {}
    ordered = sorted(programmes, key=lambda one: _DAY_ORDER.index(one.item.name))
    for position, name in enumerate(names):
        today = [one for one in ordered if position in lengths.get(one.item.name, ())]
        rounds = _rounds(today, position, lengths, made)
        sessions = [session for session, _ in rounds]
        if profile.schedule.windows:
            sessions, late = _timed(rounds, profile, name, clock)
            left_out += [
                Exclusion("session", session.component, f"{name}: no free stretch of the day holds {session.minutes} "
                          "minutes", "a longer window") for session in late
            ]  # fmt: skip
        booked = tuple(
            BookedTherapy(discipline=one.discipline, start=one.start, minutes=one.minutes)
            for one in sorted(profile.schedule.booked, key=lambda one: (one.start or "", one.discipline))
            if one.day == name
        )
        days.append(Day(day=name, date=start + timedelta(days=position), sessions=tuple(sessions), booked=booked))
    return days, left_out


def _rounds(
    today: Sequence[Programme], day: int, lengths: dict[str, dict[int, int]], made: dict[_Kind, Session]
) -> list[tuple[Session, float]]:
    """The day's sessions in order, each with the part of the day (0 to 1) before which it should not come.

    `made` keeps what was made for other days: most sessions of a week are alike.
    """
    rounds = max((one.per_day for one in today), default=0)
    found = []
    for turn in range(rounds):
        for one in today:
            if turn < one.per_day:
                kind = (one.item.name, day in one.helper_days, lengths[one.item.name][day] // one.per_day)
                if kind not in made:
                    made[kind] = session_of(one, day, kind[-1])
                found.append((made[kind], turn / rounds))
    return found


def _timed(
    rounds: list[tuple[Session, float]], profile: Profile, day: str, clock: ClockRules
) -> tuple[list[Session], list[Session]]:
    slots = free_slots(profile.schedule, day, clock)
    sessions = [session for session, _ in rounds]
    wishes = [Wish(session.minutes, session.component == "aerobic", not_before) for session, not_before in rounds]
    timed, late = set_times(wishes, slots, clock)
    return [_at(sessions[one.index], one) for one in timed], [sessions[index] for index in late]


def _at(session: Session, timed: Timed) -> Session:
    """The session at its time; a bout gives its exercises its own minutes only."""
    exercises = session.exercises
    if timed.minutes != session.minutes:
        exercises = tuple(one.model_copy(update={"minutes": timed.minutes // len(exercises)}) for one in exercises)
    changes = {"start": timed.start, "minutes": timed.minutes, "bout": timed.bout, "exercises": exercises}
    return session.model_copy(update=changes)

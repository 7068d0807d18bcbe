"""The week: which component on which day, for how long, with which exercises and figures.

In: a prescription with chosen doses, the schedule, the rule base. Out: days with sessions, and what did not fit.
Must not be here: deciding whether a component may be done at all; wording for patients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rehab.engine.exercises import choose
from rehab.model import vocabulary as words
from rehab.model.plan import BookedTherapy, Day, Session, SessionExercise
from rehab.model.prescription import ChosenExercise, ComponentPrescription, Dose, Exclusion
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase
from rehab.planning.choose import single
from rehab.planning.clock import ClockRules, Wish, free_slots, room_of, set_times
from rehab.planning.days import Item, Placement, place

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
_DISCIPLINE = {"swallowing": "speech_and_language_therapy", "speech": "speech_and_language_therapy"}


@dataclass(frozen=True, slots=True)
class Week:
    """The seven days, the room of a day in minutes, and what could not be placed."""

    days: tuple[Day, ...]
    tolerance: int
    unplaced: tuple[Exclusion, ...]
    notes: tuple[str, ...]
    placed: dict[str, tuple[int, int]]  # component -> days a week, minutes of one session


@dataclass(frozen=True, slots=True)
class _Programme:
    """One component ready for the week: its exercises, the figures of each, and what it wants of the days."""

    part: ComponentPrescription
    exercises: tuple[ChosenExercise, ...]
    item: Item
    helper: str
    per_day: int


def build_week(
    parts: Sequence[ComponentPrescription], profile: Profile, start: date, tolerance: int, base: RuleBase
) -> Week:
    """Find the room of each day, make a programme of each component, place them, set the clock."""
    names = [words.DAYS[(start + timedelta(days=offset)).weekday()] for offset in range(len(words.DAYS))]
    clock = _clock_rules(base)
    wanted = profile.schedule.days
    open_days = [day for day, name in enumerate(names) if wanted is None or name in wanted]
    helper_days = [day for day in open_days if _helped(profile, names[day])]
    room = [_room(profile, names[day], tolerance, clock) if day in open_days else 0 for day in range(len(names))]
    notes: list[str] = []
    programmes = [
        _programme(part, profile, open_days, helper_days, base, notes)
        for part in sorted(parts, key=lambda part: _ORDER.index(part.component))
    ]
    placed = place([one.item for one in programmes], room)
    unplaced = [_missing(one, placed.get(one.item.name)) for one in programmes]
    days, late = _days(programmes, placed, profile, names, start, clock)
    return Week(
        tuple(days), tolerance, tuple(one for one in (*unplaced, *late) if one is not None), tuple(notes),
        _as_placed(programmes, days),
    )  # fmt: skip


def _as_placed(programmes: Sequence[_Programme], days: Sequence[Day]) -> dict[str, tuple[int, int]]:
    """What the week really holds of each component: days, and minutes of one session with its bouts together."""
    found: dict[str, tuple[int, int]] = {}
    for one in programmes:
        minutes = [
            sum(session.minutes for session in day.sessions if session.component == one.item.name) // one.per_day
            for day in days
        ]
        found[one.item.name] = (sum(bool(each) for each in minutes), max(minutes))
    return found


def _clock_rules(base: RuleBase) -> ClockRules:
    names = ("meal_minutes", "rest_after_meal", "pause_minutes", "step_minutes", "shortest_bout")
    return ClockRules(*(int(base.figure(f"week.{name}")) for name in names))


def _helped(profile: Profile, day: str) -> bool:
    if profile.care.setting in ("acute_ward", "inpatient_rehab"):
        return True
    helper = profile.care.helper
    return helper is not None and helper.available and (helper.days is None or day in helper.days)


def _room(profile: Profile, day: str, tolerance: int, clock: ClockRules) -> int:
    booked = sum(one.minutes for one in profile.schedule.booked if one.day == day)
    room = max(0, tolerance - booked)
    if profile.schedule.windows:
        room = min(room, room_of(free_slots(profile.schedule, day, clock), clock))
    return room


def _programme(
    part: ComponentPrescription, profile: Profile, open_days: list[int], helper_days: list[int], base: RuleBase,
    notes: list[str],
) -> _Programme:  # fmt: skip
    name = part.component
    wanted = single(part.doses.get(f"{name}.frequency")) or 0
    number = single(part.doses.get(f"{name}.exercises")) or _default_number(name, base)
    exercises = choose(part.exercises, profile, number, len(helper_days), wanted)
    if f"{name}.exercises" in part.doses and len(exercises) < number:
        notes.append(
            f"{name}: {len(exercises)} exercises, {number} were wanted; the library has no more that suit this person"
        )
    helper = max((one.helper for one in exercises), key=words.HELPER_LEVELS.index, default="none")
    days = helper_days if helper != "none" else open_days
    least_minutes, wanted_minutes = _minutes(part, exercises, base)
    allowed = part.allowed("frequency")
    least = int(allowed.low) if allowed else 0
    per_day = single(part.doses.get(f"{name}.sessions_per_day")) or 1
    item = Item(
        name, min(least, wanted), wanted, least_minutes * per_day, wanted_minutes * per_day, frozenset(days),
        never_consecutive=name == "strength" and any("loaded" in one.exercise.tags for one in exercises),
    )  # fmt: skip
    return _Programme(part, exercises, item, helper, per_day)


def _default_number(component: str, base: RuleBase) -> int:
    own = f"exercises.{component}"
    return int(base.figure(own if own in base.parameters else "exercises.other"))


def _minutes(part: ComponentPrescription, exercises: Sequence[ChosenExercise], base: RuleBase) -> tuple[int, int]:
    """The least and the wanted minutes of a session; where sets are counted, the time they take."""
    name = part.component
    time = part.doses.get(f"{name}.time")
    allowed, chosen = part.allowed("time"), single(time)
    low = int(allowed.low) if allowed else 0
    wanted = chosen or low
    step = int(base.figure("week.step_minutes"))
    sets = single(part.doses.get(f"{name}.sets"))
    per_piece = "week.minutes_per_set" if sets else "week.minutes_per_stretch" if name == "flexibility" else None
    if per_piece is not None:
        needed = -(-int(len(exercises) * (sets or 1) * base.figure(per_piece)) // step) * step
        wanted = max(low, min(needed, int(allowed.high) if allowed else needed))
        low = wanted
    if time is not None and time.status == "capped":
        low = min(low, int(base.figure("week.shortest_bout")), wanted)
    return max(1, low), max(1, wanted)


def _missing(one: _Programme, placement: Placement | None) -> Exclusion | None:
    """What the week could not hold of a component."""
    found = len(placement.days) if placement else 0
    wanted = one.item.wanted_days
    if found >= wanted:
        return None
    why = "the day's minutes, the available days, or the days with a helper do not hold more"
    if not one.item.days:
        why = "no day has a helper" if one.helper != "none" else "no day is available"
    elif len(one.item.days) < wanted:
        why = f"only {len(one.item.days)} days are possible" + (" (days with a helper)" if one.helper != "none" else "")
    return Exclusion(
        "session", one.item.name, f"{found} of {wanted} days placed: {why}", "more time, more days or more help"
    )


def _days(
    programmes: Sequence[_Programme], placed: dict[str, Placement], profile: Profile, names: list[str], start: date,
    clock: ClockRules,
) -> tuple[list[Day], list[Exclusion]]:  # fmt: skip
    days, left_out = [], []
    ordered = sorted(programmes, key=lambda one: _DAY_ORDER.index(one.item.name))
    for position, name in enumerate(names):
        today = [one for one in ordered if one.item.name in placed and position in placed[one.item.name].days]
        rounds = _round(today, placed)
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


def _round(today: Sequence[_Programme], placed: dict[str, Placement]) -> list[tuple[Session, float]]:
    """The day's sessions in order, each with the part of the day (0 to 1) before which it should not come."""
    rounds = max((one.per_day for one in today), default=0)
    return [
        (_session(one, placed[one.item.name].minutes // one.per_day), turn / rounds)
        for turn in range(rounds) for one in today if turn < one.per_day
    ]  # fmt: skip


def _timed(
    rounds: list[tuple[Session, float]], profile: Profile, day: str, clock: ClockRules
) -> tuple[list[Session], list[Session]]:
    slots = free_slots(profile.schedule, day, clock)
    sessions = [session for session, _ in rounds]
    wishes = [Wish(session.minutes, session.component == "aerobic", not_before) for session, not_before in rounds]
    timed, late = set_times(wishes, slots, clock)
    placed = [
        sessions[one.index].model_copy(update={"start": one.start, "minutes": one.minutes, "bout": one.bout})
        for one in timed
    ]
    return placed, [sessions[index] for index in late]


def _session(one: _Programme, minutes: int) -> Session:
    return Session(
        start=None, minutes=minutes, component=one.item.name,
        discipline=_DISCIPLINE.get(one.item.name, "self_practice"),
        helper=one.helper, exercises=tuple(_exercise(each, one, minutes) for each in one.exercises),
    )  # fmt: skip


def _exercise(each: ChosenExercise, one: _Programme, minutes: int) -> SessionExercise:
    name, doses = one.item.name, one.part.doses
    exercise = each.exercise
    timed = exercise.dose == "minutes"
    share = max(1, minutes // len(one.exercises)) if timed else None
    return SessionExercise(
        id=exercise.id, region=exercise.region, side=exercise.side, helper=each.helper, minutes=share,
        sets=None if timed else _figure(doses, name, "sets"),
        reps=None if timed else _figure(doses, name, "repetitions"),
        hold_s=_figure(doses, name, "hold") if exercise.dose == "hold" else None,
    )  # fmt: skip


def _figure(doses: dict[str, Dose], component: str, dimension: str) -> int | None:
    return single(doses.get(f"{component}.{dimension}"))

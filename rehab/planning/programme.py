"""One component made ready for the week: its exercises with and without a helper, and what it wants of the days.

In: a prescribed component with chosen doses, the open days and those with a helper. Out: a `Programme`.
Must not be here: placing days, clock times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehab.engine.exercises import choose
from rehab.model import vocabulary as words
from rehab.model.plan import Session, SessionExercise
from rehab.model.prescription import ChosenExercise, ComponentPrescription, Dose
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase
from rehab.planning.choose import single
from rehab.planning.days import Item

__all__ = ["Programme", "programme_of", "session_of"]

_DISCIPLINE = {"swallowing": "speech_and_language_therapy", "speech": "speech_and_language_therapy"}


@dataclass(frozen=True, slots=True)
class Programme:
    """`helped` is done on days with a helper, `alone` on the others; one may serve both."""

    part: ComponentPrescription
    helped: tuple[ChosenExercise, ...]
    alone: tuple[ChosenExercise, ...]
    helper_days: frozenset[int]
    item: Item
    per_day: int
    notes: tuple[str, ...]

    def exercises_on(self, day: int) -> tuple[ChosenExercise, ...]:
        """The exercises of one day of the week, by its position."""
        return self.helped if day in self.helper_days else self.alone

    @property
    def exercises(self) -> tuple[ChosenExercise, ...]:
        """Every exercise of either kind of day, each once."""
        return tuple({one.exercise.id: one for one in (*self.helped, *self.alone)}.values())


def programme_of(
    part: ComponentPrescription, profile: Profile, open_days: Sequence[int], helper_days: Sequence[int],
    base: RuleBase, familiar: frozenset[str],
) -> Programme:  # fmt: skip
    """Choose the exercises; what needs a helper lies on days with one, the other days do what can be done alone."""
    name = part.component
    wanted = single(part.doses.get(f"{name}.frequency")) or 0
    number = single(part.doses.get(f"{name}.exercises")) or _default_number(name, base)
    without = tuple(one for one in part.exercises if one.helper == "none")
    alone = choose(without, profile, number, familiar)
    more = bool(helper_days) and len(without) < len(part.exercises)
    helped = choose(part.exercises, profile, number, familiar) if more else alone
    helped_only = any(one.helper != "none" for one in helped) and (wanted <= len(helper_days) or not alone)
    days = helper_days if helped_only or not alone else open_days
    least_minutes, wanted_minutes = _minutes(part, max(len(helped), len(alone)), base)
    allowed = part.allowed("frequency")
    per_day = single(part.doses.get(f"{name}.sessions_per_day")) or 1
    item = Item(
        name, min(int(allowed.low) if allowed else 0, wanted), wanted, least_minutes * per_day,
        wanted_minutes * per_day, frozenset(days),
        never_consecutive=name == "strength" and any("loaded" in one.exercise.tags for one in (*helped, *alone)),
    )  # fmt: skip
    notes = _notes(name, part, number, max(len(helped), len(alone)))
    return Programme(part, helped, alone, frozenset(helper_days), item, per_day, notes)


def _notes(name: str, part: ComponentPrescription, number: int, found: int) -> tuple[str, ...]:
    if f"{name}.exercises" not in part.doses or found >= number:
        return ()
    return (f"{name}: {found} exercises, {number} were wanted; the library has no more that suit this person",)


def _default_number(component: str, base: RuleBase) -> int:
    own = f"exercises.{component}"
    return int(base.figure(own if own in base.parameters else "exercises.other"))


def _minutes(part: ComponentPrescription, exercises: int, base: RuleBase) -> tuple[int, int]:
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
        needed = -(-int(exercises * (sets or 1) * base.figure(per_piece)) // step) * step
        wanted = max(low, min(needed, int(allowed.high) if allowed else needed))
        low = wanted
    if time is not None and time.status == "capped":
        low = min(wanted, int(base.figure("week.shortest_bout")))
    return max(1, low), max(1, wanted)


def session_of(one: Programme, day: int, minutes: int) -> Session:
    """One session of the programme on one day, without a clock time."""
    exercises = one.exercises_on(day)
    timed = [each for each in exercises if each.exercise.dose == "minutes"]
    names = [each.exercise.id for each in timed]
    shares = dict(zip(names, _shares(minutes, len(timed)), strict=True)) if len(timed) == len(exercises) else {}
    return Session(
        start=None, minutes=minutes, component=one.item.name,
        discipline=_DISCIPLINE.get(one.item.name, "self_practice"),
        helper=max((each.helper for each in exercises), key=words.HELPER_LEVELS.index, default="none"),
        exercises=tuple(
            _exercise(each, one, shares.get(each.exercise.id, max(1, minutes // len(exercises))))
            for each in exercises
        ),
    )  # fmt: skip


def _shares(minutes: int, parts: int) -> list[int]:
    """The minutes of a session shared out in whole minutes, the first exercises a minute longer."""
    return [minutes // parts + (position < minutes % parts) for position in range(parts)] if parts else []


def _exercise(each: ChosenExercise, one: Programme, share: int) -> SessionExercise:
    name, doses = one.item.name, one.part.doses
    exercise = each.exercise
    timed = exercise.dose == "minutes"
    return SessionExercise(
        id=exercise.id, region=exercise.region, side=exercise.side, helper=each.helper,
        minutes=share if timed else None, sets=None if timed else _figure(doses, name, "sets"),
        reps=None if timed else _figure(doses, name, "repetitions"),
        hold_s=_figure(doses, name, "hold") if exercise.dose == "hold" else None,
    )  # fmt: skip


def _figure(doses: dict[str, Dose], component: str, dimension: str) -> int | None:
    return single(doses.get(f"{component}.{dimension}"))

"""What a plan says at one place: the paths that expectations of the case bank may name.

In: a plan, the facts behind it, the rule base, a path such as `aerobic.time.allowed`. Out: a plain value.
Must not be here: expectations, comparing. A path that names nothing raises `KeyError`, so that no expectation
can agree by being mistyped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rehab.batch.one import exit_code_of
from rehab.model import vocabulary as words
from rehab.model.exercise import Exercise
from rehab.model.facts import FACTS, Facts
from rehab.model.plan import Plan, SessionExercise, Span
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import TargetRule
from rehab.model.rule_base import RuleBase

__all__ = ["NO_DOSE", "Seen", "rows_of", "value_at"]

NO_DOSE = "no dose"
_SEVERITIES = ("none", "info", "warning", "confirm", "stop")
_PARTS_OF_A_DOSE = ("allowed", "chosen", "placed", "status")


@dataclass(frozen=True, slots=True)
class Seen:
    """A plan with what it rests on."""

    plan: Plan
    facts: Facts
    base: RuleBase

    def exercises(self) -> Iterator[tuple[SessionExercise, Exercise]]:
        """Every exercise of the week with its entry in the library."""
        for day in self.plan.week_days:
            for session in day.sessions:
                for one in session.exercises:
                    yield one, self.base.exercise_by_id[one.id]


def rows_of(rule_id: str, base: RuleBase) -> frozenset[str]:
    """The evidence rows and requirement rows that a rule names."""
    rule = base.by_id.get(rule_id)
    return frozenset() if rule is None else frozenset((*rule.cite.row.split(", "), *rule.requirement))


def value_at(path: str, seen: Seen) -> object:
    """The value at a path; raises `KeyError` for a path that no plan can have."""
    head, _, rest = path.partition(".")
    read = _HEADS.get(head)
    if read is not None:
        return read(rest, seen)
    if head in words.COMPONENTS and rest == "status":
        found = [part.status for part in seen.plan.prescriptions if part.component == head]
        return found[0] if found else "not indicated"
    quantity, _, part = path.rpartition(".")
    if quantity not in QUANTITIES or part not in _PARTS_OF_A_DOSE:
        raise KeyError(path)
    for dose in (one for each in seen.plan.prescriptions for one in each.doses):
        if dose.quantity == quantity:
            value = getattr(dose, part)
            return (value.min, value.max) if isinstance(value, Span) else value if value is not None else NO_DOSE
    return NO_DOSE


def _plan(rest: str, seen: Seen) -> object:
    return {
        "phase": seen.plan.phase, "window_days_left": seen.plan.window_days_left,
        "exit_code": int(exit_code_of(seen.plan)), "days_since_stroke": seen.plan.days_since_stroke,
    }[rest]  # fmt: skip


def _sessions(rest: str, seen: Seen) -> object:
    return {
        "count": _count, "days": _days, "longest_day": _longest_day, "most_exercises_a_day": _most_exercises,
        "least_minutes_after_a_meal": _after_a_meal, "loaded_on_consecutive_days": _loaded_in_a_row,
    }[rest](seen)  # fmt: skip


def _count(seen: Seen) -> int:
    return sum(len(day.sessions) for day in seen.plan.week_days)


def _days(seen: Seen) -> int:
    return sum(bool(day.sessions) for day in seen.plan.week_days)


def _longest_day(seen: Seen) -> int:
    """Minutes of the fullest day, booked therapy included."""
    return max(sum(s.minutes for s in day.sessions) + sum(b.minutes for b in day.booked) for day in seen.plan.week_days)


def _most_exercises(seen: Seen) -> int:
    return max(
        len({one.id for session in day.sessions for one in session.exercises}) for day in seen.plan.week_days
    )  # fmt: skip


def _after_a_meal(seen: Seen) -> float | str:
    """The shortest time, in minutes, from the beginning of a meal to a session that starts after it."""
    gaps = [
        _minutes(session.start) - _minutes(meal)
        for day in seen.plan.week_days for session in day.sessions for meal in seen.plan.profile.schedule.meals
        if session.start is not None and _minutes(session.start) >= _minutes(meal)
    ]  # fmt: skip
    return float(min(gaps)) if gaps else "no session follows a meal"


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _loaded_in_a_row(seen: Seen) -> bool:
    """Whether loaded strength stands on two days that follow each other, the week taken as a circle."""
    loaded = [
        any("loaded" in seen.base.exercise_by_id[one.id].tags
            for session in day.sessions if session.component == "strength" for one in session.exercises)
        for day in seen.plan.week_days
    ]  # fmt: skip
    return any(loaded[index] and loaded[index - 1] for index in range(len(loaded)))


def _finding(row: str, seen: Seen) -> str:
    """The gravest finding of the rules that cite a row, or `none`."""
    found = [one.severity for one in seen.plan.findings if one.rule and row in rows_of(one.rule, seen.base)]
    return max(found, key=_SEVERITIES.index, default="none")


def _shown(row: str, seen: Seen) -> bool:
    """Whether the plan names a rule that cites a row."""
    return any(row in rows_of(name, seen.base) for name in seen.plan.rules)


def _risk(factor: str, seen: Seen) -> str:
    if factor not in {rule.factor for rule in seen.base.of_kind(TargetRule)}:
        raise KeyError(factor)
    return next((one.status for one in seen.plan.risk_factors if one.factor == factor), "absent")


def _fact(name: str, seen: Seen) -> object:
    if name not in FACTS:
        raise KeyError(name)
    value = seen.facts.get(name)
    return round(value, 6) if isinstance(value, float) else value


def _ledger(rest: str, seen: Seen) -> object:
    return {
        "target": seen.plan.minutes.target, "supervised": seen.plan.minutes.supervised,
        "shortfall": seen.plan.minutes.shortfall, "self_practice": seen.plan.minutes.self_practice,
    }[rest]  # fmt: skip


def _patient_text(_rest: str, seen: Seen) -> str:
    """Every sentence that reaches the patient's pages, in lower case."""
    plan = seen.plan
    lines = [one.text for one in (*plan.advice, *plan.stop_signs) if one.audience != "clinician"]
    lines += [one.text for one in plan.progressions]
    for card in plan.cards.values():
        lines += [card.name, *card.steps, card.keep_safe or "", card.easier_way or "", card.harder_way or ""]
    return " ".join(lines).lower()


_HEADS: dict[str, Callable[[str, Seen], object]] = {
    "plan": _plan, "sessions": _sessions, "finding": _finding, "shown": _shown, "risk": _risk, "fact": _fact,
    "minutes": _ledger, "patient_text": _patient_text,
    "due": lambda rest, seen: rest in {one.measure for one in seen.plan.assessments},
}  # fmt: skip

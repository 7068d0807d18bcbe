"""What is due, how risk factors stand, and when a component moves: follow-up of the plan.

In: rule base, facts, profile, first day. Out: assessments, risk factors, progressions, findings for the overdue.
Must not be here: treatment of any finding; a drug is never named as a prescription.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from rehab.model.facts import Facts
from rehab.model.guard import evaluate, facts_of, guard_text
from rehab.model.plan import Assessment, Progression, RiskFactor
from rehab.model.prescription import Finding
from rehab.model.profile import Profile
from rehab.model.rule import AssessmentRule, ProgressionRule, TargetRule
from rehab.model.rule_base import RuleBase

__all__ = ["assessments_due", "overdue", "progressions_of", "risk_factors_of"]

# What counts as having been screened: the measures whose newest date is taken.
_SCREENS = {
    "mood_screen": ("phq2", "phq9", "sadq10"),
    "fatigue_screen": ("fss",),
    "swallow_screen": ("guss",),
    "face_sensation": (),
}


def assessments_due(base: RuleBase, facts: Facts, profile: Profile, start: date) -> tuple[Assessment, ...]:
    """Each assessment that holds for this person, with the day it is due; one never done is due on the first day."""
    found = []
    for rule in base.of_kind(AssessmentRule):
        if evaluate(rule.when, facts) is not True:
            continue
        last = _last(rule.measure, profile, start)
        due = start if last is None else last + timedelta(days=rule.due.every_days)
        told = rule.say.clinician or rule.cite.states
        when = "never recorded" if last is None else f"last on {last.isoformat()}"
        found.append(Assessment(measure=rule.measure, due_on=due, reason=f"{told} ({when})", rule=rule.id))
    found.sort(key=lambda one: (one.due_on, one.measure, one.rule or ""))
    first = {one.measure: one for one in reversed(found)}  # one line a measure: the earliest that any rule asks for
    return tuple(one for one in found if first[one.measure] is one)


def _last(measure: str, profile: Profile, start: date) -> date | None:
    names = _SCREENS.get(measure, (measure,))
    days = [one.on for one in profile.measures if one.measure in names and one.on <= start]
    if measure == "swallow_screen" and profile.swallowing.on is not None:
        days.append(profile.swallowing.on)
    return max(days, default=None)


def overdue(assessments: Iterable[Assessment], start: date) -> Iterable[Finding]:
    """A warning for what is due by the first day of the plan."""
    for one in assessments:
        if one.due_on <= start:
            yield Finding("warning", "assessment.due", f"Due: {one.measure}. {one.reason}", one.rule)


def risk_factors_of(base: RuleBase, facts: Facts) -> tuple[RiskFactor, ...]:
    """Each risk factor that concerns this person, with its recorded values and whether the target is met."""
    found = []
    for rule in base.of_kind(TargetRule):
        if evaluate(rule.when, facts) is not True:
            continue
        answer = evaluate(rule.goal, facts)
        values = {name: _plain(facts.get(name)) for name in facts_of(rule.goal)}
        found.append(
            RiskFactor(
                factor=rule.factor, values=values, target=guard_text(rule.goal), rule=rule.id, text=rule.say.clinician,
                status="unknown" if answer is None else "met" if answer else "not_met",
            )
        )  # fmt: skip
    return tuple(found)


def _plain(value: object) -> float | str | None:
    if value is None or isinstance(value, str):
        return value
    return float(value) if isinstance(value, int | float) else None


def progressions_of(base: RuleBase, facts: Facts, components: frozenset[str], reader: str) -> tuple[Progression, ...]:
    """When the prescribed components move up, step back or stop, in the words of the reader."""
    return tuple(
        Progression(
            component=rule.component, direction=rule.direction, rule=rule.id, clinician=rule.say.clinician,
            text=getattr(rule.say, reader) or rule.say.patient or rule.cite.states,
        )
        for rule in base.of_kind(ProgressionRule)
        if rule.component in components and evaluate(rule.when, facts) is True
    )  # fmt: skip

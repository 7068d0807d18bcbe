"""What is to be said about a plan: the engine's findings, and what only the week shows.

In: the engine's run, the built week, the profile. Out: findings, the most urgent first, each with a key of its own.
Must not be here: deciding on any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rehab.engine.prescribe import Engine
from rehab.model.facts import Facts
from rehab.model.plan import Day, Plan, PlanFinding
from rehab.model.prescription import Exclusion, Finding
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase
from rehab.model.settings import Settings
from rehab.planning.week import Week

__all__ = ["continuity_findings", "findings_of", "settings_findings", "window_left"]


def window_left(facts: Facts, base: RuleBase) -> int | None:
    """Days left of the first three months, or None when they are over."""
    left = int(base.figure("window.days") - float(facts["stroke.days_since"]))
    return left if left > 0 else None


def findings_of(
    engine: Engine, built: Week, days: Sequence[Day], profile: Profile, base: RuleBase, others: Iterable[Finding]
) -> tuple[PlanFinding, ...]:
    """Everything from the engine, and what only the week shows; the most urgent first."""
    found: list[Finding] = [
        *engine.prescription.findings, *_unplaced(built.unplaced), *others, *_goals(profile, days, base)
    ]  # fmt: skip
    practised = sum(bool(day.sessions) or bool(day.booked) for day in days)
    least = int(base.figure("week.least_session_days"))
    if engine.prescription.prescribed and practised < least:
        message = f"Only {practised} days have a session, fewer than {least} (OV-18)."
        question = "Why is a week with so few days right for this person?"
        found.append(Finding("confirm", "week.too_few_days", message, None, question))
    facts = engine.derived.facts
    left = window_left(facts, base)
    delayed = [part.component for part in engine.prescription.components if part.status != "prescribed"]
    delayed += [one.name for one in built.unplaced if one.what == "session"]
    if left is not None and delayed and facts["stroke.phase"] not in ("hyperacute", "acute"):
        what = ", ".join(dict.fromkeys(delayed))
        message = f"The first 3 months are running, and this waits or falls short: {what}."
        found.append(Finding("warning", "window.delay", message))
    if left is not None:
        found.append(
            Finding("info", "window.open", f"{left} days are left of the first 3 months, the critical window (OV-07).")
        )
    order = ("stop", "confirm", "warning", "info")
    found.sort(key=lambda one: order.index(one.severity))
    seen: Counter[str] = Counter()
    findings = []
    for one in found:
        key = one.rule or one.code
        seen[key] += 1
        findings.append(
            PlanFinding(key=key if seen[key] == 1 else f"{key}#{seen[key]}", severity=one.severity, code=one.code,
                        message=one.message, rule=one.rule, question=one.question)
        )  # fmt: skip
    return tuple(findings)


def settings_findings(settings: Settings) -> Iterable[Finding]:
    """What the site has not set."""
    if settings.team_phone is None or settings.emergency_number is None:
        message = "No telephone number is set for this site: the patient's page has a line to write it on."
        yield Finding("warning", "settings.no_phone", message)


def continuity_findings(previous: Plan | None, days: Sequence[Day], engine: Engine) -> Iterable[Finding]:
    """Each exercise of the plan before that this week no longer holds, with the reason if a guard gives one."""
    if previous is None:
        return
    now = {one.id for day in days for session in day.sessions for one in session.exercises}
    reasons = {one.name: one for one in engine.prescription.excluded if one.what == "exercise"}
    for name in sorted(set(previous.cards) - now):
        why = reasons[name].reason if name in reasons else "others serve goals and muscles better this week"
        rule = reasons[name].rule if name in reasons else None
        yield Finding("info", "exercise.dropped", f"{name} of the plan before is no longer in the week: {why}", rule)


def _goals(profile: Profile, days: Sequence[Day], base: RuleBase) -> Iterable[Finding]:
    """Each goal that nothing in the week trains; it is said, never dropped."""
    names = {one.id for day in days for session in day.sessions for one in session.exercises}
    trained = {task for name in names for task in base.exercise_by_id[name].tasks}
    for number, goal in enumerate(profile.goals, 1):
        if goal.task is None:
            yield Finding("info", "goal.without_task", f"Goal {number} names no task of the library.")
        elif goal.task not in trained:
            message = f"Goal {number} ({goal.task}): no exercise of this week trains it."
            yield Finding("info", "goal.not_served", message)


def _unplaced(unplaced: Iterable[Exclusion]) -> Iterable[Finding]:
    for one in unplaced:
        yield Finding("info", "week.not_placed", f"{one.name}: {one.reason}", one.rule)

"""Profile and rule base in, prescription out: the list of steps.

In: a profile, the first day of the plan, the rule base. Out: `Prescription` and the facts it rests on.
Must not be here: anything that a step could do itself; calendars; wording for patients.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rehab.engine.cut import cut
from rehab.engine.derive import Derived, derive
from rehab.engine.exercises import eligible_exercises
from rehab.engine.heart_rate import BAND, HeartRateOutcome, heart_rate_band
from rehab.engine.screen import applies, barring_component, quantity_bars, screen
from rehab.model import vocabulary as words
from rehab.model.exercise import matches
from rehab.model.facts import Facts
from rehab.model.guard import evaluate, facts_of
from rehab.model.prescription import (
    ChosenExercise,
    ComponentPrescription,
    Dose,
    Exclusion,
    Finding,
    GateHit,
    Prescription,
    Reason,
    Screening,
)  # fmt: skip
from rehab.model.profile import Profile
from rehab.model.rule import DoseRule, GateRule, LimitRule, PrecautionRule, Unsure
from rehab.model.rule_base import RuleBase

__all__ = ["Engine", "prescribe"]


@dataclass(frozen=True, slots=True)
class Engine:
    """What one run of the engine leaves behind."""

    derived: Derived
    prescription: Prescription


def prescribe(profile: Profile, start: date, base: RuleBase, formula: str = "tanaka") -> Engine:
    """Derive facts, screen, cut intervals, find the heart-rate band, decide each component, allow exercises."""
    derived = derive(profile, start, base, formula)
    facts = derived.facts
    screening = screen(base, facts)
    doses, limits, limit_findings = cut(base, facts)
    barred = quantity_bars(screening)
    heart = heart_rate_band(
        doses, limits.get(BAND, []), facts, barred, base.figure("heart_rate.least_above_rest")
    )
    doses = {name: dose for name, dose in heart.doses.items() if name not in barred}
    indicated, undecided = _indicated(base, facts)
    eligible = eligible_exercises(base, profile, facts, screening, frozenset(indicated))
    components = tuple(
        _component(name, base, facts, screening, doses, heart, [
            one for one in eligible.allowed if one.exercise.component == name
        ])
        for name in indicated
    )  # fmt: skip
    findings = (
        *_relevant(screening, limit_findings, components, doses, base), *heart.findings,
        *_disagreements(derived), *undecided, *_dose_findings(components, base),
    )  # fmt: skip
    week = {name: dose for name, dose in doses.items() if name.startswith("week.")}
    excluded = (*_withheld(components), *eligible.excluded)
    return Engine(derived, Prescription(components, week, screening, _unique(findings), excluded))


def _relevant(
    screening: Screening, limit_findings: Iterable[Finding], components: Iterable[ComponentPrescription],
    doses: dict[str, Dose], base: RuleBase,
) -> Iterable[Finding]:  # fmt: skip
    """Without the notes that change nothing here: limits that cut no dose, gates on what is not indicated."""
    indicated = {part.component for part in components}
    cutting = {name for dose in doses.values() for name in dose.cut_by}
    for finding in (*screening.findings, *limit_findings):
        rule = base.by_id[finding.rule] if finding.rule else None
        quiet = finding.severity == "info" and rule is not None
        if quiet and isinstance(rule, LimitRule) and finding.rule not in cutting:
            continue
        if quiet and isinstance(rule, GateRule) and not _concerns(rule, indicated, base):
            continue
        yield finding


def _concerns(rule: GateRule, indicated: set[str], base: RuleBase) -> bool:
    bars = rule.bars
    if isinstance(bars, str):
        return True
    if bars.exercises is not None:
        return any(one.component in indicated and matches(bars.exercises, one) for one in base.exercises)
    named = set(bars.components or ()) | {name.partition(".")[0] for name in bars.quantities or ()}
    return not named.isdisjoint(indicated)


def _indicated(base: RuleBase, facts: Facts) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The components that some frequency dose asks for; those that cannot be told are said, never guessed."""
    known: set[str] = set()
    open_: dict[str, set[str]] = {}
    for rule in base.of_kind(DoseRule):
        component, _, dimension = rule.quantity.partition(".")
        if dimension != "frequency":
            continue
        answer = evaluate(rule.when, facts)
        if answer is True:
            known.add(component)
        elif answer is None:
            missing = {name for name in facts_of(rule.when) if facts.get(name) is None}
            open_.setdefault(component, set()).update(missing)
    by_missing: dict[str, list[str]] = {}
    for component, missing in sorted(open_.items()):
        if component not in known:
            by_missing.setdefault(", ".join(sorted(missing)), []).append(component)
    findings = tuple(
        Finding("info", "component.undecided", f"not planned, because {missing} is not known: {', '.join(components)}")
        for missing, components in by_missing.items()
    )
    return tuple(name for name in words.COMPONENTS if name in known), findings


def _component(
    name: str, base: RuleBase, facts: Facts, screening: Screening, doses: dict[str, Dose], heart: HeartRateOutcome,
    allowed: list[ChosenExercise],
) -> ComponentPrescription:  # fmt: skip
    """Decide one component: withheld by a known fact, deferred by an open question, else prescribed."""
    hits = barring_component(screening, name)
    own = {key: dose for key, dose in doses.items() if key.startswith(f"{name}.")}
    precautions = tuple(_precautions(name, base, facts, allowed))
    if any(hit.known for hit in hits):
        return ComponentPrescription(name, "withheld", {}, _reasons(hits), precautions)
    if hits:
        return ComponentPrescription(name, "deferred", own, _reasons(hits), precautions)
    if name == "aerobic" and heart.unsafe:
        reason = Reason(heart.findings[0].message, heart.findings[0].rule, heart.findings[0].question)
        return ComponentPrescription(name, "deferred", own, (reason,), precautions)
    if not allowed:
        reason = Reason(
            "no exercise of the library suits what is recorded and at hand", None, "see the list of excluded exercises"
        )
        return ComponentPrescription(name, "withheld", {}, (reason,), precautions)
    blocked = [key for key, dose in own.items() if dose.allowed is None and key.endswith((".frequency", ".time"))]
    if blocked:
        reason = Reason(f"rules disagree about {', '.join(blocked)}", own[blocked[0]].because[0], "a clinician decides")
        return ComponentPrescription(name, "deferred", own, (reason,), precautions)
    return ComponentPrescription(name, "prescribed", own, (), precautions, tuple(allowed))


def _reasons(hits: Iterable[GateHit]) -> tuple[Reason, ...]:
    """Known reasons first, each question once."""
    ordered = sorted(hits, key=lambda hit: not hit.known)
    seen: dict[str, Reason] = {}
    for hit in ordered:
        seen.setdefault(hit.reason.text, hit.reason)
    return tuple(seen.values())


def _precautions(
    name: str, base: RuleBase, facts: Facts, allowed: list[ChosenExercise]
) -> Iterable[Reason]:
    for rule in base.of_kind(PrecautionRule):
        if applies(rule, facts) is False:
            continue
        selector = rule.requires.exercises if rule.requires else None
        concerned = selector is None or any(one.helper != "none" for one in allowed)
        if concerned and (selector is None or selector.component is None or name in selector.component):
            yield Reason(rule.say.clinician or rule.cite.states, rule.id)


def _disagreements(derived: Derived) -> Iterable[Finding]:
    for one in derived.disagreements:
        yield Finding(
            "info", "severity.disagrees",
            f"{one.deficit}: recorded as {one.recorded}, but {one.score}; '{one.used}' is used, the more cautious",
            one.anchor,
        )  # fmt: skip


def _dose_findings(components: Iterable[ComponentPrescription], base: RuleBase) -> Iterable[Finding]:
    """A conflict is a question; a cap below the guideline is to be confirmed unless it is only tolerance."""
    for part in components:
        for name, dose in part.doses.items():
            if dose.status == "conflict":
                message = f"{name}: the rules {' and '.join(dose.cut_by)} leave no number"
                yield Finding("confirm", "dose.conflict", message, dose.cut_by[0], f"Which {name} is to be used?")
            elif dose.status == "capped" and dose.allowed and any(_serious(base, rule) for rule in dose.cut_by):
                message = f"{name} is below the guideline because of {', '.join(dose.cut_by)}"
                question = f"Is {name} of at most {dose.allowed.high:g} right for this person?"
                yield Finding("confirm", "dose.capped", message, dose.cut_by[0], question)


def _serious(base: RuleBase, name: str) -> bool:
    rule = base.by_id[name]
    return isinstance(rule, Unsure) and rule.severity != "info"


def _withheld(components: Iterable[ComponentPrescription]) -> Iterable[Exclusion]:
    for part in components:
        for reason in part.reasons:
            yield Exclusion("component", part.component, reason.text, reason.reopens, reason.rule)


def _unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = ("stop", "confirm", "warning", "info")
    return tuple(sorted(dict.fromkeys(findings), key=lambda one: (order.index(one.severity), one.code, one.rule or "")))



"""Screening: which gates are closed, by what is known or by what is not.

In: rule base and facts. Out: `Screening`. A gate whose question is open bars just as a closed one does; the
component is then deferred instead of withheld. Must not be here: doses, exercises' own guards.
"""

from __future__ import annotations

from rehab.model.exercise import Exercise, matches
from rehab.model.facts import Facts
from rehab.model.guard import evaluate
from rehab.model.prescription import Finding, GateHit, Screening
from rehab.model.rule import Bars, GateRule, PrecautionRule, Unsure
from rehab.model.rule_base import RuleBase

__all__ = ["applies", "barring_component", "barring_exercise", "finding_of", "quantity_bars", "screen"]


def applies(rule: Unsure, facts: Facts) -> bool | None:
    """True when the rule acts on known facts, None when it acts because a fact is unknown, False when it does not."""
    answer = evaluate(rule.when, facts)
    if answer is not None:
        return answer
    if rule.if_unknown == "skip":
        return False
    if rule.if_unknown == "ask" and rule.ask_when is not None and evaluate(rule.ask_when, facts) is False:
        return False
    return None


def screen(base: RuleBase, facts: Facts) -> Screening:
    """Every closed gate and every precaution, with a finding for each; what holds for everybody is no finding."""
    hits: list[GateHit] = []
    findings: list[Finding] = []
    for gate in base.of_kind(GateRule):
        answer = applies(gate, facts)
        if answer is not False:
            hits.append(GateHit(gate, answer is True))
            if gate.when != "always":
                findings.append(finding_of(gate, answer))
    for precaution in base.of_kind(PrecautionRule):
        answer = applies(precaution, facts)
        if answer is not False:
            findings.append(finding_of(precaution, answer))
    return Screening(tuple(hits), tuple(findings))


def finding_of(rule: Unsure, answer: bool | None) -> Finding:
    """The finding of a rule that acts; what is only unknown is asked, never asserted."""
    message = rule.say.clinician or rule.cite.states
    if answer:
        return Finding(rule.severity, f"{rule.kind}.applies", message, rule.id)
    if rule.if_unknown == "ask":
        return Finding(rule.unknown_severity, f"{rule.kind}.question", message, rule.id, rule.ask)
    severity = "confirm" if rule.severity == "stop" else "info"
    return Finding(severity, f"{rule.kind}.assumed", f"Not known, so treated as if it applied: {message}", rule.id)


def barring_component(screening: Screening, component: str) -> tuple[GateHit, ...]:
    """The closed gates that bar a whole component."""
    return tuple(hit for hit in screening.hits if _bars(hit.rule.bars, component))


def _bars(bars: str | Bars, component: str) -> bool:
    if isinstance(bars, str):
        return True
    return bars.components is not None and component in bars.components


def barring_exercise(screening: Screening, exercise: Exercise) -> GateHit | None:
    """The first closed gate that bars a class to which the exercise belongs; known facts before open questions."""
    found = [
        hit for hit in screening.hits
        if isinstance(hit.rule.bars, Bars) and hit.rule.bars.exercises is not None
        and matches(hit.rule.bars.exercises, exercise)
    ]  # fmt: skip
    return min(found, key=lambda hit: not hit.known, default=None)


def quantity_bars(screening: Screening) -> dict[str, GateHit]:
    """The quantities that a closed gate withdraws, each with the first gate that does."""
    barred: dict[str, GateHit] = {}
    for hit in screening.hits:
        if isinstance(hit.rule.bars, Bars):
            for quantity in hit.rule.bars.quantities or ():
                barred.setdefault(quantity, hit)
    return barred

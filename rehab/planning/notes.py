"""What a plan carries besides its numbers: passports of rules, cards of exercises, advice, evidence, references.

In: the rule base, facts, and the parts of the plan. Out: records of `model/plan.py`.
Must not be here: evaluation of doses; layout.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import Protocol

from rehab.model.citation import Citation, provenance_of
from rehab.model.exercise import Exercise, matches
from rehab.model.facts import Facts
from rehab.model.guard import evaluate
from rehab.model.interval import Interval, number_text
from rehab.model.plan import (
    Advice,
    Card,
    Change,
    Day,
    Evidence,
    Excluded,
    PlanDose,
    PlanPrescription,
    PlanReason,
    RuleNote,
    Span,
)  # fmt: skip
from rehab.model.prescription import ComponentPrescription, Dose, Exclusion, Reason, Screening
from rehab.model.profile import Profile
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import AdviceRule, Bounds, DoseRule, EvidenceRule, LimitRule, PrecautionRule
from rehab.model.rule_base import RuleBase
from rehab.planning.choose import choosing_rule
from rehab.planning.meaning import meaning_of

__all__ = [
    "advice_lines", "cards_of", "changes_of", "citations_of", "evidence_lines", "excluded_of", "gate_lines",
    "prescriptions_of", "rule_notes",
]  # fmt: skip

STOP_SIGN = "stop_sign"
NO_SESSION, GATE, PRECAUTION = "no_session", "gate", "precaution"
WHY = "why_"  # a key such as why_aerobic gives the reason for a component
CLINICIAN = "clinician"  # who chose a number that no parameter chose


class _NamesRule(Protocol):
    """Any record of a plan that names the rule behind it."""

    @property
    def rule(self) -> str | None: ...


def prescriptions_of(
    parts: Iterable[ComponentPrescription], placed: dict[str, tuple[int, int, int]], base: RuleBase,
    overridden: Container[str | None] = (),
) -> tuple[PlanPrescription, ...]:  # fmt: skip
    """The components as the plan shows them."""
    return tuple(
        PlanPrescription(
            component=part.component, status=part.status,
            doses=tuple(
                _dose(dose, placed, base, name in overridden) for name, dose in sorted(part.doses.items())
            ),
            reasons=_reasons(part.reasons), precautions=_reasons(part.precautions),
        )
        for part in parts
    )  # fmt: skip


def _dose(dose: Dose, placed: dict[str, tuple[int, int, int]], base: RuleBase, by_clinician: bool) -> PlanDose:
    quantity = QUANTITIES[dose.quantity]
    held = None
    if quantity.component in placed and quantity.dimension in ("frequency", "time"):
        days, least, most = placed[quantity.component]
        held = Span(min=days, max=days) if quantity.dimension == "frequency" else Span(min=least, max=most)
    return PlanDose(
        quantity=dose.quantity, unit=quantity.unit, status=dose.status, allowed=_span(dose.allowed),
        chosen=_span(dose.chosen), placed=held, because=dose.because, cut_by=dose.cut_by,
        chosen_by=CLINICIAN if by_clinician else None if dose.chosen is None else choosing_rule(dose.quantity, base),
    )  # fmt: skip


def _span(interval: Interval | None) -> Span | None:
    if interval is None:
        return None
    return Span(min=_end(interval.low), max=_end(interval.high))


def _end(value: float) -> float | None:
    return None if value in (float("inf"), float("-inf")) else round(float(value), 2)


def _reasons(reasons: Iterable[Reason]) -> tuple[PlanReason, ...]:
    return tuple(PlanReason(text=one.text, rule=one.rule, reopens=one.reopens) for one in reasons)


def excluded_of(exclusions: Iterable[Exclusion]) -> tuple[Excluded, ...]:
    """What was considered and left out, in a fixed order."""
    return tuple(
        Excluded(what=one.what, name=one.name, reason=one.reason, reopens=one.reopens, rule=one.rule)
        for one in exclusions
    )


def advice_lines(
    base: RuleBase, facts: Facts, reader: str, prescribed: frozenset[str]
) -> tuple[tuple[Advice, ...], tuple[Advice, ...]]:
    """Advice that holds for this person, by reader, and the stop signs apart; no reason for what is not prescribed."""
    advice: list[Advice] = []
    stops: list[Advice] = []
    for rule in sorted(base.of_kind(AdviceRule), key=lambda rule: (rule.order, rule.id)):
        if evaluate(rule.when, facts) is not True or _idle(rule, prescribed):
            continue
        for audience in rule.audience:
            text = getattr(rule.say, audience)
            line = Advice(audience=audience, key=rule.key or rule.id, rule=rule.id, text=text)
            if rule.key != STOP_SIGN:
                advice.append(line)
            elif audience == reader:
                stops.append(line)
    return tuple(advice), tuple(stops)


def gate_lines(base: RuleBase, facts: Facts, screening: Screening, days: Iterable[Day]) -> tuple[Advice, ...]:
    """What closed gates and precautions say to patient and helper, each sentence once; only what is known is said."""
    names = {one.id for day in days for session in day.sessions for one in session.exercises}
    week = [base.exercise_by_id[name] for name in sorted(names)]
    lines: dict[tuple[str, str], Advice] = {}
    gates = [(hit.rule, NO_SESSION if isinstance(hit.rule.bars, str) else GATE) for hit in screening.hits if hit.known]
    watch = [
        (rule, PRECAUTION) for rule in base.of_kind(PrecautionRule)
        if evaluate(rule.when, facts) is True and _met(rule, week)
    ]  # fmt: skip
    if not week:  # a sheet without exercises says why, and nothing about how
        gates = [(rule, key) for rule, key in gates if key == NO_SESSION]
    for rule, key in (*gates, *watch):
        for audience in ("patient", "caregiver"):
            text = getattr(rule.say, audience)
            if text is not None:
                line = Advice(audience=audience, key=key, rule=rule.id, text=text)
                lines.setdefault((audience, text), line)
    return tuple(lines.values())


def _met(rule: PrecautionRule, week: Sequence[Exercise]) -> bool:
    """A precaution is said to the patient where the week holds something that it concerns."""
    if rule.requires is None:
        return bool(week)
    return any(matches(rule.requires.exercises, one) for one in week)


def _idle(rule: AdviceRule, prescribed: frozenset[str]) -> bool:
    component = (rule.key or "").removeprefix(WHY)
    return (rule.key or "").startswith(WHY) and component not in prescribed


def evidence_lines(base: RuleBase, facts: Facts) -> tuple[Evidence, ...]:
    """Evidence that concerns this person, for the clinician."""
    return tuple(
        Evidence(
            claim=rule.claim, design=rule.design, size=rule.size, grade=rule.cite.grade, source=rule.cite.source,
            agrees=rule.agrees, rule=rule.id, text=rule.say.clinician,
        )
        for rule in base.of_kind(EvidenceRule) if evaluate(rule.when, facts) is True
    )  # fmt: skip


def cards_of(base: RuleBase, days: Iterable[Day]) -> dict[str, Card]:
    """The card of every exercise that stands in the week."""
    wanted = {one.id for day in days for session in day.sessions for one in session.exercises}
    cards = {}
    for name in sorted(wanted):
        one = base.exercise_by_id[name]
        cards[name] = Card(
            name=one.name, component=one.component, position=one.position, side=one.side, equipment=one.equipment,
            steps=one.steps, keep_safe=one.keep_safe, easier_way=one.easier_way, harder_way=one.harder_way,
            clinician_note=one.clinician_note, dose=one.dose,
        )  # fmt: skip
    return cards


def changes_of(profile: Profile, start: date, base: RuleBase, facts: Facts) -> tuple[Change, ...]:
    """The newest score of each measure beside the one before it, and what the change means in the phase of the plan."""
    changes = []
    phase = str(facts["stroke.phase"])
    for name in sorted({one.measure for one in profile.measures}):
        scores = (one for one in profile.measures if one.measure == name and one.on <= start)
        series = sorted(scores, key=lambda one: one.on)
        if not series:
            continue
        newest, before = series[-1], series[-2] if len(series) > 1 else None
        numbers = [one.value for one in (newest, before) if one is not None and not isinstance(one.value, str)]
        change = round(numbers[0] - numbers[1], 2) if len(numbers) > 1 else None
        measure = base.measure_by_id.get(name)
        meaning, because = meaning_of(measure, numbers[0], change, phase, facts) if numbers else (None, ())
        changes.append(
            Change(
                measure=name, value=newest.value, on=newest.on,
                previous=before.value if before else None, previous_on=before.on if before else None,
                change=change, meaning=meaning, because=because,
            )
        )  # fmt: skip
    return tuple(changes)


def rule_notes(
    base: RuleBase, prescriptions: Sequence[PlanPrescription], others: Iterable[Iterable[_NamesRule]],
    changes: Iterable[Change] = (),
) -> dict[str, RuleNote]:
    """The passport of every rule, parameter and threshold that the parts of a plan name, by id."""
    names = {name for part in prescriptions for dose in part.doses for name in (*dose.because, *dose.cut_by)}
    names |= {dose.chosen_by for part in prescriptions for dose in part.doses if dose.chosen_by}
    names |= {one.rule for part in prescriptions for one in (*part.reasons, *part.precautions) if one.rule}
    names |= {name for one in changes for name in one.because}
    names |= {one.rule for named in others for one in named if one.rule}
    return {name: note for name in sorted(names) if (note := _kept_note(name, base)) is not None}


def _kept_note(name: str, base: RuleBase) -> RuleNote | None:
    """A passport depends on the rule base alone: it is written once."""
    if ("passport", name) not in base.kept:
        base.kept["passport", name] = _note(name, base)
    note: RuleNote | None = base.kept["passport", name]
    return note


def _note(name: str, base: RuleBase) -> RuleNote | None:
    rule = base.by_id.get(name)
    if rule is not None:
        value = _bounds_text(rule.value) if isinstance(rule, DoseRule | LimitRule) else None
        return _passport(rule.kind, rule.cite, value, rule.requirement, base)
    if name in base.parameters:
        parameter = base.parameters[name]
        return _passport("parameter", parameter.cite, f"{number_text(parameter.value)} {parameter.unit}", (), base)
    if name in base.threshold_by_name:
        one = base.threshold_by_name[name]
        return _passport("measure", one.cite, " to ".join(map(number_text, one.value)), (), base)
    anchor = next((one for one in base.anchors if one.id == name), None)
    return None if anchor is None else _passport("anchor", anchor.cite, None, (), base)


def _passport(kind: str, cite: Citation, value: str | None, requirement: tuple[str, ...], base: RuleBase) -> RuleNote:
    return RuleNote(
        kind=kind, provenance=provenance_of(base.sources[cite.source]), source=cite.source, at=cite.at, row=cite.row,
        states=cite.states, grade=cite.grade, checked=cite.checked, value=value, requirement=requirement,
    )  # fmt: skip


def _bounds_text(bounds: Bounds) -> str:
    constant = bounds.constant
    if constant is not None:
        return str(constant)
    return "follows " + ", ".join(bounds.fact_names)


def citations_of(base: RuleBase, notes: dict[str, RuleNote]) -> dict[str, str]:
    """The full reference of every source that a passport names."""
    return {key: base.sources[key].citation for key in sorted({note.source for note in notes.values()})}

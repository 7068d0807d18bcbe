"""From a profile to a whole plan: the list of steps.

In: profile, first day, week number, rule base, settings. Out: `Plan`, a draft, the same for the same input.
Must not be here: the clock of the machine, files, layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rehab import __version__
from rehab.engine.prescribe import Engine, prescribe
from rehab.model.facts import Facts
from rehab.model.interval import Interval
from rehab.model.plan import Day, Decision, Minutes, Plan
from rehab.model.prescription import ComponentPrescription
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase, digest_of
from rehab.model.settings import Settings
from rehab.planning.choose import choose_dose
from rehab.planning.findings import continuity_findings, findings_of, settings_findings, window_left
from rehab.planning.follow_up import assessments_due, overdue, progressions_of, risk_factors_of
from rehab.planning.notes import (
    advice_lines,
    cards_of,
    changes_of,
    citations_of,
    evidence_lines,
    excluded_of,
    gate_lines,
    prescriptions_of,
    rule_notes,
)  # fmt: skip
from rehab.planning.week import Week, build_week

__all__ = ["build_plan"]


def build_plan(  # noqa: PLR0913  (each argument is a part of the contract of a plan)
    profile: Profile, start: date, base: RuleBase, settings: Settings | None = None, *,
    week: int = 1, revision: int = 1, decisions: Sequence[Decision] = (), previous: Plan | None = None,
) -> Plan:  # fmt: skip
    """One week for one person: prescribe, choose numbers, place the days, keep the ledger, gather the notes.

    `decisions` are those of a clinician on the same plan; an override among them sets the chosen number.
    `previous` is the plan before this one: its exercises stay where nothing speaks against them.
    """
    settings = settings or Settings()
    engine = prescribe(profile, start, base, settings.maximum_heart_rate_formula)
    facts = engine.derived.facts
    overridden = {one.target: one.value for one in decisions if one.action == "override"}
    chosen = tuple(_chosen(part, base, overridden) for part in engine.prescription.components)
    tolerance = _tolerance(engine)
    familiar = frozenset(previous.cards) if previous else frozenset()
    parts = [part for part in chosen if part.status == "prescribed"]
    built = build_week(parts, profile, start, tolerance, base, familiar)
    first_week = _number(facts, "stroke.days_since") < base.figure("phase.early_subacute_from_days")
    valid = int(base.figure("plan.valid_days_first_week" if first_week else "plan.valid_days"))
    days = _provisional(built.days, start + timedelta(days=valid)) if first_week else built.days
    ledger = _ledger(built, days, profile, base)
    due = assessments_due(base, facts, profile, start)
    risks = risk_factors_of(base, facts)
    prescribed = frozenset(part.component for part in chosen if part.status == "prescribed")
    moves = progressions_of(base, facts, prescribed, profile.patient.reader)
    others = (*overdue(due, start), *settings_findings(settings), *continuity_findings(previous, days, engine))
    findings = findings_of(engine, built, days, profile, base, others)
    prescriptions = prescriptions_of([_timed(part, built) for part in chosen], built.placed, base, overridden)
    advice, stops = advice_lines(base, facts, profile.patient.reader, prescribed)
    advice = (*gate_lines(base, facts, engine.prescription.screening, days), *advice)
    evidence = evidence_lines(base, facts)
    excluded = excluded_of((*engine.prescription.excluded, *built.unplaced))
    changes = changes_of(profile, start, base, facts)
    named = rule_notes(base, prescriptions, (findings, excluded, advice, stops, evidence, due, risks, moves), changes)
    return Plan(
        plan_id=f"{profile.patient.id}-week{week:02d}", revision=revision,
        previous=previous.digest if previous else None, status="draft", week=week,
        start_date=start, expires_on=start + timedelta(days=valid), phase=str(facts["stroke.phase"]),
        days_since_stroke=_number(facts, "stroke.days_since"), window_days_left=window_left(facts, base),
        profile=profile, profile_digest=digest_of(profile.normalised()),
        settings=settings, settings_digest=settings.digest,
        rules_version=base.version, rules_digest=base.digest, program_version=__version__,
        prescriptions=prescriptions, week_days=tuple(days), minutes=ledger,
        findings=findings, excluded=excluded, assessments=due, measures=changes,
        risk_factors=risks, progressions=moves,
        advice=advice, evidence=evidence, stop_signs=stops,
        goals=tuple(goal.text for goal in profile.goals), decisions=tuple(decisions),
        cards=cards_of(base, days), rules=named, citations=citations_of(base, named),
    )  # fmt: skip


def _chosen(
    part: ComponentPrescription, base: RuleBase, overridden: dict[str | None, float | None]
) -> ComponentPrescription:
    doses = {}
    for name, dose in part.doses.items():
        value = overridden.get(name)
        doses[name] = choose_dose(dose, base) if value is None else replace(dose, chosen=Interval(value, value))
    return replace(part, doses=doses)


def _timed(part: ComponentPrescription, built: Week) -> ComponentPrescription:
    """Where sets are counted, the time follows from them: the chosen minutes are those that the week gives."""
    name = f"{part.component}.time"
    dose = part.doses.get(name)
    _, least, minutes = built.placed.get(part.component, (0, 0, 0))
    part = _without_load(part, built)
    if dose is None or dose.allowed is None or not least or not dose.allowed.contains(minutes):
        return part
    return replace(part, doses={**part.doses, name: replace(dose, chosen=Interval(minutes, minutes))})


def _without_load(part: ComponentPrescription, built: Week) -> ComponentPrescription:
    """A share of the one-repetition maximum says nothing where no exercise of the week is loaded."""
    if part.status != "prescribed" or part.component in built.loaded:
        return part
    return replace(part, doses={name: dose for name, dose in part.doses.items() if not name.endswith("one_rm_percent")})


def _number(facts: Facts, name: str) -> float:
    value = facts[name]
    return 0.0 if isinstance(value, str) else float(value)


def _tolerance(engine: Engine) -> int:
    """Minutes that one day may hold at most."""
    dose = engine.prescription.week.get("week.minutes")
    return int(dose.allowed.high) if dose is not None and dose.allowed is not None else 0


def _provisional(days: Sequence[Day], end: date) -> tuple[Day, ...]:
    return tuple(day.model_copy(update={"provisional": day.date >= end}) for day in days)


def _ledger(built: Week, days: Sequence[Day], profile: Profile, base: RuleBase) -> Minutes:
    """Supervised therapy of all disciplines on one line, self-practice on another; they are never added up."""
    per_day: dict[str, dict[str, int]] = {}
    for day in days:
        line: dict[str, int] = {}
        for session in day.sessions:
            line[session.discipline] = line.get(session.discipline, 0) + session.minutes
        for one in day.booked:
            line[f"booked_{one.discipline}"] = line.get(f"booked_{one.discipline}", 0) + one.minutes
        per_day[day.day] = line
    supervised = sum(one.minutes for day in days for one in day.booked)
    practice = sum(session.minutes for day in days for session in day.sessions)
    target = int(base.figure("therapy.minutes_per_day") * base.figure("therapy.days_per_week"))
    shortfall = max(0, target - supervised)
    return Minutes(
        per_day=per_day, supervised=supervised, self_practice=practice, target=target, shortfall=shortfall,
        tolerance_per_day=built.tolerance, reasons=tuple(_why_short(shortfall, profile, built, target)),
    )  # fmt: skip


def _why_short(shortfall: int, profile: Profile, built: Week, target: int) -> Iterable[str]:
    if shortfall:
        if not profile.schedule.booked:
            yield "no booked therapy is recorded"
        else:
            yield "less therapy is booked than the target asks for"
        if profile.care.setting in ("home", "outpatient"):
            yield f"setting: {profile.care.setting}; the target was written for therapy with staff"
        if built.tolerance * len(built.days) < target:
            yield f"tolerance: {built.tolerance} minutes a day"
    yield from built.notes

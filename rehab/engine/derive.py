"""From a profile to facts: what the guards may ask about, unknown left out.

In: a profile, the first day of the plan, the rule base (for its cited figures). Out: `Facts` and what disagreed.
Must not be here: decisions. A fact that cannot be told is simply missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from rehab.model import vocabulary as words
from rehab.model.facts import FactValue
from rehab.model.profile import Measurement, Profile
from rehab.model.rule_base import RuleBase

__all__ = ["Derived", "Disagreement", "derive", "hours_between", "latest_measures", "phase_of"]

_HOUR = timedelta(hours=1)
_DAY_HOURS = timedelta(days=1) / _HOUR
_WARD = ("acute_ward", "inpatient_rehab")
_HEART = ("coronary_disease", "heart_failure", "recent_myocardial_infarction", "severe_aortic_stenosis")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A recorded severity and a score that do not say the same; `used` is the more cautious."""

    anchor: str
    deficit: str
    recorded: str
    score: str
    used: str


@dataclass(frozen=True, slots=True)
class Derived:
    """The facts, and the disagreements found on the way."""

    facts: dict[str, FactValue]
    disagreements: tuple[Disagreement, ...]


def derive(profile: Profile, start: date, base: RuleBase, formula: str = "tanaka") -> Derived:
    """Every fact of the closed list that can be told for this person on this day.

    `formula` names the prediction of the maximal heart rate (beats/min) without a beta-blocker: tanaka or fox.
    """
    facts: dict[str, FactValue] = {}
    _stroke(profile, start, base, facts)
    _care(profile, facts)
    _vitals(profile, start, base, facts)
    _lists(profile, facts)
    _swallowing(profile, facts)
    _week(profile, facts)
    latest = latest_measures(profile, start)
    facts |= {f"measures.{name}": one.value for name, one in latest.items() if not isinstance(one.value, str)}
    disagreements = _deficits(profile, base, facts)
    _heart(profile, base, facts, formula)
    _risks(profile, facts)
    _cells(profile, start, facts)
    return Derived(facts, disagreements)


def hours_between(moment: date | datetime, start: date) -> float:
    """Hours from a moment to the beginning of a day; a date without a time counts from its end (the cautious end)."""
    begin = datetime.combine(start, time.min)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min) + timedelta(days=1)
    return max(0.0, (begin - moment) / _HOUR)


def phase_of(days: float, base: RuleBase) -> str:
    """The phase since stroke, by half-open intervals of days."""
    for phase in ("chronic", "late_subacute", "early_subacute", "acute"):
        if days >= base.figure(f"phase.{phase}_from_days"):
            return phase
    return "hyperacute"


def latest_measures(profile: Profile, start: date) -> dict[str, Measurement]:
    """The newest score of each measure that was taken by the first day of the plan."""
    latest: dict[str, Measurement] = {}
    for one in sorted(profile.measures, key=lambda measurement: measurement.on):
        if one.on <= start:
            latest[one.measure] = one
    return latest


def _put(facts: dict[str, FactValue], **known: FactValue | None) -> None:
    facts |= {name.replace("__", "."): value for name, value in known.items() if value is not None}


def _stroke(profile: Profile, start: date, base: RuleBase, facts: dict[str, FactValue]) -> None:
    stroke = profile.stroke
    hours = hours_between(stroke.onset, start)
    days = hours / _DAY_HOURS
    _put(
        facts,
        patient__age=_age(profile, start),
        patient__sex=profile.patient.sex,
        stroke__type=stroke.type,
        stroke__affected_side=stroke.affected_side,
        stroke__face_side=stroke.face_side,
        stroke__hours_since=hours,
        stroke__days_since=days,
        stroke__phase=phase_of(days, base),
        stroke__reperfusion=stroke.reperfusion,
        stroke__craniectomy=stroke.craniectomy,
        stroke__haemorrhage_stable=stroke.haemorrhage_stable,
    )
    if stroke.reperfusion_at is not None:
        facts["stroke.hours_since_reperfusion"] = hours_between(stroke.reperfusion_at, start)


def _age(profile: Profile, start: date) -> int | None:
    born = profile.patient.birth_date
    if born is None:
        return profile.patient.age
    return start.year - born.year - ((start.month, start.day) < (born.month, born.day))


def _care(profile: Profile, facts: dict[str, FactValue]) -> None:
    care = profile.care
    test = care.stress_test
    ward = care.setting in _WARD
    _put(
        facts,
        care__setting=care.setting,
        care__medically_stable=care.medically_stable,
        care__exercise_clearance=care.exercise_clearance,
        care__early_exercise_unlocked=care.early_exercise_unlocked,
        care__anticoagulation_therapeutic=care.anticoagulation_therapeutic,
        care__falls_last_6_months=care.falls_last_6_months,
        care__stress_test=test is not None,
        helper__available=True if ward else care.helper.available if care.helper else None,
        targets__spo2_min=profile.targets.spo2_min,
        targets__systolic_max=profile.targets.systolic_max,
        targets__exertional_systolic_max=profile.targets.exertional_systolic_max,
        targets__heart_rate_max=profile.targets.heart_rate_max,
        targets__spo2_min_set=profile.targets.spo2_min is not None,
        targets__systolic_max_set=profile.targets.systolic_max is not None,
        targets__heart_rate_max_set=profile.targets.heart_rate_max is not None,
    )
    if test is not None and test.ischaemia is not None:
        facts["care.ischaemia_on_test"] = test.ischaemia != "none"
        if not isinstance(test.ischaemia, str):
            facts["care.ischaemic_threshold"] = test.ischaemia.threshold


def _vitals(profile: Profile, start: date, base: RuleBase, facts: dict[str, FactValue]) -> None:
    vitals = profile.vitals
    if vitals.measured_on is None or not _fresh(vitals.measured_on, start, facts, base):
        return
    for name in (
        "resting_heart_rate", "systolic", "diastolic", "spo2", "temperature_c", "glucose_mmol_l",
        "orthostatic_drop_mmhg",
    ):  # fmt: skip
        value = getattr(vitals, name)
        if value is not None:
            facts[f"vitals.{name}"] = value
    for reading, target in (("spo2", profile.targets.spo2_min), ("systolic", profile.targets.systolic_max)):
        value = getattr(vitals, reading)
        if value is not None and target is not None:
            facts[f"vitals.{reading}_minus_target"] = value - target


def _fresh(measured: date | datetime, start: date, facts: dict[str, FactValue], base: RuleBase) -> bool:
    """Whether a reading still counts; a date without a time is taken at its early end here, the cautious one."""
    begin = measured if isinstance(measured, datetime) else datetime.combine(measured, time.min)
    age = datetime.combine(start, time.min) - begin
    days_since = facts["stroke.days_since"]
    first_week = isinstance(days_since, float) and days_since < base.figure("phase.early_subacute_from_days")
    if first_week:
        return age <= timedelta(hours=base.figure("vitals.fresh_hours_first_week"))
    return age <= timedelta(days=base.figure("vitals.fresh_days"))


def _lists(profile: Profile, facts: dict[str, FactValue]) -> None:
    for name, record, known in (
        ("conditions", profile.conditions, words.CONDITIONS),
        ("medications", profile.medications, words.MEDICATIONS),
        ("devices", profile.devices, words.DEVICES),
    ):
        for word in known:
            if word in record.present:
                facts[f"{name}.{word}"] = True
            elif record.complete:
                facts[f"{name}.{word}"] = False
    heart = _any(facts.get(f"conditions.{word}") for word in _HEART)
    if heart is not None:
        facts["conditions.heart_disease"] = heart
    facts |= {f"equipment.{word}": word in profile.equipment for word in words.EQUIPMENT}


def _any(values: Iterable[FactValue | None]) -> bool | None:
    """Kleene's or."""
    seen = tuple(values)
    if True in seen:
        return True
    return None if None in seen else False


def _swallowing(profile: Profile, facts: dict[str, FactValue]) -> None:
    swallow = profile.swallowing
    _put(
        facts,
        swallowing__status=swallow.status,
        swallowing__safe=None if swallow.status is None else swallow.status in ("passed", "resolved"),
        swallowing__nil_by_mouth=swallow.nil_by_mouth,
        swallowing__gains_continue=swallow.gains_continue,
        swallowing__any_exercise_cleared=bool(swallow.cleared_exercises),
    )
    facts |= {f"swallowing.cleared.{one}": one in swallow.cleared_exercises for one in words.CLEARED_EXERCISES}


def _week(profile: Profile, facts: dict[str, FactValue]) -> None:
    days = profile.schedule.days
    _put(
        facts,
        schedule__minutes_per_day=profile.schedule.minutes_per_day,
        schedule__day_count=None if days is None else len(set(days)),
    )


def _deficits(
    profile: Profile, base: RuleBase, facts: dict[str, FactValue]
) -> tuple[Disagreement, ...]:
    """Severities as recorded, made more cautious where a score says so; a score alone also counts."""
    for deficit in words.DEFICITS:
        recorded = getattr(profile.deficits, deficit)
        if recorded is not None:
            facts[f"deficits.{deficit}"] = recorded
    found = []
    for anchor in base.anchors:
        score = facts.get(f"measures.{anchor.measure}")
        if score is None or isinstance(score, str):
            continue
        name = f"deficits.{anchor.deficit}"
        recorded, scored = facts.get(name), anchor.severity(score)
        if recorded is None:
            facts[name] = scored
        elif recorded != scored:
            used = max(str(recorded), scored, key=words.SEVERITIES.index)
            facts[name] = used
            found.append(Disagreement(anchor.id, anchor.deficit, str(recorded), f"{anchor.measure} {score:g}", used))
    return tuple(found)


def _heart(profile: Profile, base: RuleBase, facts: dict[str, FactValue], predicted_by: str) -> None:
    """Maximal heart rate in beats/min: measured, else predicted by age with the formula that fits the medicines.

    Formulas: Tanaka 2001 (208 - 0.7 x age) or Fox 1971 (220 - age); Brawner 2004 with a beta-blocker
    (164 - 0.7 x age). An unknown beta-blocker leaves the maximum unknown: either formula could be wrong by forty beats.
    """
    test = profile.care.stress_test
    blocker = facts.get("medications.beta_blocker")
    age = facts.get("patient.age")
    if test is not None:
        facts["heart.maximum"] = test.peak_heart_rate
        facts["heart.maximum_source"] = "stress_test"
    elif blocker is not None and isinstance(age, int | float):
        formula, source = (
            ("brawner_beta_blocker", "formula_beta_blocker") if blocker is True else (predicted_by, "formula")
        )
        facts["heart.maximum"] = base.formulas[formula].value(age)
        facts["heart.maximum_source"] = source


def _risks(profile: Profile, facts: dict[str, FactValue]) -> None:
    """Risk factors as recorded; those that are older than a year are still shown, with their date."""
    risk = profile.risk_factors
    _put(
        facts,
        risk__ldl_mmol_l=risk.ldl_mmol_l,
        risk__hba1c_percent=risk.hba1c_percent,
        risk__smoking=risk.smoking,
    )


def _cells(profile: Profile, start: date, facts: dict[str, FactValue]) -> None:
    therapy = profile.cell_therapy
    past = [one.on for one in therapy.exposures if one.on <= start]
    _put(facts, cell_therapy__interest=therapy.interest, cell_therapy__exposed=bool(past))
    if not past:
        return
    facts["cell_therapy.days_since_infusion"] = float((start - max(past)).days)
    facts["cell_therapy.infusion_count"] = float(len(past))
    doses = [one.cells_per_kg for one in therapy.exposures if one.cells_per_kg is not None and one.on <= start]
    if doses:
        facts["cell_therapy.largest_cells_per_kg"] = max(doses)
        facts["cell_therapy.smallest_cells_per_kg"] = min(doses)
    gaps = [float((later - earlier).days) for earlier, later in pairwise(sorted(past))]
    if gaps:
        facts["cell_therapy.shortest_interval_days"] = min(gaps)
    latest = max((one for one in therapy.exposures if one.on <= start), key=lambda one: one.on)
    _put(facts, cell_therapy__route=latest.route)

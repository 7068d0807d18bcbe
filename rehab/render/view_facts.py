"""The facts strip of the review sheet: who this is and what the plan rests on, unknowns included.

In: a plan. Out: pairs of strings. Must not be here: derived clinical values; what is not recorded is called unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rehab.model.plan import Plan
from rehab.model.profile import Profile, day_of
from rehab.model.vocabulary import DEFICITS
from rehab.render.phrases import counted, date_long, figure, text
from rehab.render.sides import side_name
from rehab.render.words import DAY, PHASE, SETTING, plain

__all__ = ["Fact", "Facts", "facts_of"]

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is recorded."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts stand two in a row, long ones alone."""

    pairs: tuple[tuple[Fact, Fact], ...]
    lines: tuple[Fact, ...]


def facts_of(plan: Plan) -> Facts:
    """What is recorded, in the order in which a clinician asks."""
    profile = plan.profile
    stroke, care = profile.stroke, profile.care
    short = (
        ("Age, sex", f"{_age(plan)}, {profile.patient.sex or 'sex ' + _UNKNOWN}"),
        ("Affected side; face", f"{side_name(stroke.affected_side, 'left')}; {stroke.face_side or _UNKNOWN}"),
        ("Phase", f"{PHASE.get(plan.phase, plain(plan.phase))}, day {figure(plan.days_since_stroke)} after onset"),
        ("First 3 months", "over" if plan.window_days_left is None else
         f"{counted(plan.window_days_left, 'day', 'days')} left"),
        ("Setting", SETTING.get(care.setting or "", _UNKNOWN)),
        ("Stable; cleared", f"{_truth(care.medically_stable)}; {_truth(care.exercise_clearance)}"),
        ("Falls in 6 months", _UNKNOWN if care.falls_last_6_months is None else str(care.falls_last_6_months)),
        ("Helper", _helper(profile)),
        ("Written for", profile.patient.reader),
        ("Tolerates", f"{plan.minutes.tolerance_per_day} min a day"),
    )  # fmt: skip
    long = (
        ("Stroke", _stroke(profile)),
        ("Vitals", _vitals(profile)),
        ("Deficits", _deficits(profile)),
        ("Swallow", _swallow(profile)),
        ("Conditions", _listed(profile.conditions.present, profile.conditions.complete)),
        ("Medicines", _listed(profile.medications.present, profile.medications.complete)),
        ("Devices", _listed(profile.devices.present, profile.devices.complete)),
        ("Equipment used", ", ".join(map(plain, profile.equipment)) or "none recorded"),
        ("Goals", "; ".join(map(text, plan.goals)) or "none recorded"),
    )
    facts = [Fact(name, value) for name, value in short]
    return Facts(
        pairs=tuple(zip(facts[::2], facts[1::2], strict=True)), lines=tuple(Fact(name, value) for name, value in long)
    )


def _truth(value: bool | None) -> str:
    return _UNKNOWN if value is None else "yes" if value else "no"


def _age(plan: Plan) -> str:
    patient, today = plan.profile.patient, plan.start_date
    if patient.birth_date is None:
        return str(patient.age)
    born = patient.birth_date
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def _moment(value: date | datetime) -> str:
    clock = f" {value:%H:%M}" if isinstance(value, datetime) else ""
    return date_long(day_of(value)) + clock


def _stroke(profile: Profile) -> str:
    stroke = profile.stroke
    kind = plain(stroke.type) if stroke.type else f"type {_UNKNOWN}"
    place = f", {text(stroke.location)}" if stroke.location else ""
    again = f", reperfusion: {plain(stroke.reperfusion)}" if stroke.reperfusion else ""
    return f"{kind}{place}, {_moment(stroke.onset)}{again}"


def _helper(profile: Profile) -> str:
    helper = profile.care.helper
    if helper is None:
        return _UNKNOWN
    if not helper.available:
        return "none"
    return "any day" if helper.days is None else ", ".join(DAY[day] for day in helper.days)


def _vitals(profile: Profile) -> str:
    vitals = profile.vitals
    if vitals.measured_on is None:
        return f"{_UNKNOWN} (no date of measurement)"
    readings = (
        ("HR", vitals.resting_heart_rate, "/min"), ("systolic", vitals.systolic, " mmHg"),
        ("diastolic", vitals.diastolic, " mmHg"), ("SpO2", vitals.spo2, " %"),
        ("temperature", vitals.temperature_c, " °C"), ("glucose", vitals.glucose_mmol_l, " mmol/L"),
        ("orthostatic drop", vitals.orthostatic_drop_mmhg, " mmHg"),
    )  # fmt: skip
    known = [f"{name} {figure(value)}{unit}" for name, value, unit in readings if value is not None]
    missing = [name for name, value, _ in readings if value is None]
    rest = f"; {_UNKNOWN}: {', '.join(missing)}" if missing else ""
    return f"{_moment(vitals.measured_on)}: {', '.join(known) or 'nothing'}{rest}"


def _deficits(profile: Profile) -> str:
    recorded = {name: getattr(profile.deficits, name) for name in DEFICITS}
    parts = [f"{plain(name)} {value}" for name, value in recorded.items() if value not in (None, "none")]
    absent = [plain(name) for name, value in recorded.items() if value == "none"]
    missing = [plain(name) for name, value in recorded.items() if value is None]
    told = ", ".join(parts) or "none recorded"
    if absent:
        told += f"; none: {', '.join(absent)}"
    return f"{told}; {_UNKNOWN}: {', '.join(missing)}" if missing else told


def _swallow(profile: Profile) -> str:
    swallow = profile.swallowing
    if swallow.status is None:
        return _UNKNOWN
    tool = f", {plain(swallow.tool)}" if swallow.tool else ""
    score = f" {figure(swallow.score)}" if swallow.score is not None else ""
    return f"{plain(swallow.status)}{tool}{score}" + (f", {date_long(swallow.on)}" if swallow.on else "")


def _listed(present: tuple[str, ...], complete: bool) -> str:
    told = ", ".join(map(plain, present)) or "none"
    return told if complete else f"{told} recorded; list not complete"

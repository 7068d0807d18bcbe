"""People for tests: one safe person of whom everything is known, and variations of that person by dotted name."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from rehab.knowledge.load import load_rule_base
from rehab.model import vocabulary as words
from rehab.model.plan import Plan, PlanDose, PlanPrescription, Session, SessionExercise
from rehab.model.profile import Profile
from rehab.planning.build import build_plan

START = date(2026, 11, 16)  # a Monday

_SAFE: dict[str, Any] = {
    "schema": "rehab.profile/1",
    "patient": {"id": "T-0001", "age": 62, "sex": "female", "weight_kg": 70, "height_cm": 168},
    "stroke": {
        "onset": "2026-09-20", "type": "ischaemic", "affected_side": "left", "face_side": "none",
        "reperfusion": "none", "craniectomy": False,
    },
    "care": {
        "setting": "home", "medically_stable": True, "exercise_clearance": True, "early_exercise_unlocked": False,
        "anticoagulation_therapeutic": False, "falls_last_6_months": 0,
        "helper": {"available": True, "days": list(words.DAYS)},
    },
    "vitals": {
        "measured_on": "2026-11-16", "resting_heart_rate": 72, "systolic": 128, "diastolic": 76, "spo2": 97,
        "temperature_c": 36.6, "glucose_mmol_l": 6.0, "orthostatic_drop_mmhg": 8,
    },
    "deficits": {
        **dict.fromkeys(words.DEFICITS, "none"),
        "arm": "mild", "hand": "moderate", "leg": "mild", "balance": "mild", "coordination": "mild",
    },
    "swallowing": {"status": "passed", "tool": "guss", "score": 20, "on": "2026-09-21", "nil_by_mouth": False},
    "conditions": {"present": [], "complete": True},
    "medications": {"present": [], "complete": True},
    "devices": {"present": [], "complete": True},
    "measures": [
        {"measure": "berg_balance", "value": 54, "on": "2026-11-15"},
        {"measure": "fac", "value": 5, "on": "2026-11-15"},
    ],
    "schedule": {"days": list(words.DAYS), "minutes_per_day": 120},
    "equipment": list(words.EQUIPMENT),
}  # fmt: skip


def data_with(changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The safe person as plain values, with places changed; `measures.berg_balance` and the like set one score."""
    data = copy.deepcopy(_SAFE)
    for name, value in (changes or {}).items():
        section, _, rest = name.partition(".")
        if section == "measures" and rest:
            others = [one for one in data["measures"] if one["measure"] != rest]
            data["measures"] = others + (
                [] if value is None else [{"measure": rest, "value": value, "on": "2026-11-15"}]
            )
            continue
        place = data
        *above, last = name.split(".")
        for key in above:
            place = place.setdefault(key, {})
        place[last] = copy.deepcopy(value)
    return data


def profile_with(changes: Mapping[str, Any] | None = None) -> Profile:
    """The safe person with places changed; None makes a place unknown."""
    return Profile.model_validate(tuples(data_with(changes)))


def tuples(value: Any) -> Any:
    """Lists as the strict reader hands them on."""
    if isinstance(value, dict):
        return {key: tuples(each) for key, each in value.items()}
    return tuple(tuples(each) for each in value) if isinstance(value, list) else value


@cache
def _base() -> Any:
    return load_rule_base()


def plan_with(changes: Mapping[str, Any] | None = None, start: date = START) -> Plan:
    """The plan of the safe person with places changed."""
    return build_plan(profile_with(changes), start, _base())


def statuses(plan: Plan) -> dict[str, str]:
    """The status of every component of the plan."""
    return {part.component: part.status for part in plan.prescriptions}


def part_of(plan: Plan, component: str) -> PlanPrescription:
    """One component of the plan."""
    return next(part for part in plan.prescriptions if part.component == component)


def dose_of(plan: Plan, quantity: str) -> PlanDose | None:
    """One dose of the plan, or None where it is withheld."""
    doses = (dose for part in plan.prescriptions for dose in part.doses if dose.quantity == quantity)
    return next(doses, None)


def sessions_of(plan: Plan) -> list[Session]:
    """Every session of the week."""
    return [session for day in plan.week_days for session in day.sessions]


def exercises_of(plan: Plan) -> list[SessionExercise]:
    """Every exercise of every session of the week."""
    return [exercise for session in sessions_of(plan) for exercise in session.exercises]

"""One made-up person whom no gate holds, from whom the people of the analysis differ as little as they can.

In: nothing. Out: `SAFE`, a value for most facts; one that is not named is unknown. Must not be here: any rule.
"""

from __future__ import annotations

from rehab.model import vocabulary
from rehab.model.facts import FACTS, FactValue

__all__ = ["SAFE"]

# Somebody whom no gate holds: two months after a mild stroke, at home, walking alone, all readings usual.
SAFE: dict[str, FactValue | None] = {
    "patient.age": 62, "patient.sex": "female",
    "stroke.hours_since": 1368.0, "stroke.days_since": 57.0, "stroke.phase": "early_subacute",
    "stroke.type": "ischaemic", "stroke.affected_side": "left", "stroke.face_side": "none",
    "stroke.reperfusion": "none", "stroke.craniectomy": False,
    "care.setting": "home", "care.medically_stable": True, "care.exercise_clearance": True,
    "care.early_exercise_unlocked": False, "care.stress_test": False, "care.falls_last_6_months": 0,
    "care.anticoagulation_therapeutic": False, "helper.available": True,
    "vitals.resting_heart_rate": 72, "vitals.systolic": 128, "vitals.diastolic": 76, "vitals.spo2": 97,
    "vitals.temperature_c": 36.6, "vitals.glucose_mmol_l": 6.5, "vitals.orthostatic_drop_mmhg": 8,
    **{f"deficits.{name}": "none" for name in vocabulary.DEFICITS},
    **{f"deficits.{name}": "mild" for name in ("arm", "hand", "leg", "balance", "coordination")},
    "swallowing.status": "passed", "swallowing.safe": True, "swallowing.nil_by_mouth": False,
    "swallowing.any_exercise_cleared": False,
    **{f"swallowing.cleared.{name}": False for name in vocabulary.CLEARED_EXERCISES},
    **{name: False for name in FACTS if name.startswith(("conditions.", "medications.", "devices."))},
    "heart.maximum_source": "formula", "heart.maximum": 164.6,
    "measures.berg_balance": 54, "measures.fac": 5,
    "targets.spo2_min_set": False, "targets.systolic_max_set": False, "targets.heart_rate_max_set": False,
    **{f"equipment.{name}": True for name in vocabulary.EQUIPMENT},
    "schedule.minutes_per_day": 120, "schedule.day_count": 7, "cell_therapy.exposed": False,
}  # fmt: skip

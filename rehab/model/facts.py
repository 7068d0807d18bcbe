"""The closed list of facts that a guard may ask about, and the type of each.

In: nothing. Out: `FACTS`, from the dotted name to its kind, words or span. A missing fact is unknown.
Must not be here: how a fact is computed (that is `engine/derive.py`), clinical limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rehab.model import vocabulary as words

__all__ = ["FACTS", "Fact", "FactValue", "Facts"]

FactValue = bool | float | str
Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be asked; `unknowable` facts always have a value, every other may be missing."""

    name: str
    kind: Literal["truth", "number", "word"]
    unit: str = ""
    low: float = 0
    high: float = 0
    allowed: tuple[str, ...] = ()
    always_known: bool = False


def _truths(prefix: str, names: tuple[str, ...], *, always_known: bool = False) -> dict[str, Fact]:
    return {
        f"{prefix}{name}": Fact(f"{prefix}{name}", "truth", always_known=always_known) for name in names
    }


def _word(name: str, allowed: tuple[str, ...], *, always_known: bool = False) -> dict[str, Fact]:
    return {name: Fact(name, "word", allowed=allowed, always_known=always_known)}


def _number(name: str, unit: str, low: float, high: float, *, always_known: bool = False) -> dict[str, Fact]:
    return {name: Fact(name, "number", unit, low, high, always_known=always_known)}


FACTS: dict[str, Fact] = {
    **_number("patient.age", "years", 0, 120),
    **_word("patient.sex", ("female", "male", "other")),
    **_word("stroke.type", words.STROKE_TYPES),
    **_word("stroke.affected_side", words.SIDES, always_known=True),
    **_word("stroke.face_side", words.SIDES),
    **_number("stroke.hours_since", "h", 0, 1_000_000, always_known=True),
    **_number("stroke.days_since", "d", 0, 45_000, always_known=True),
    **_word("stroke.phase", words.PHASES, always_known=True),
    **_word("stroke.reperfusion", ("none", "thrombolysis", "thrombectomy", "both")),
    **_number("stroke.hours_since_reperfusion", "h", 0, 1_000_000),
    **_truths("stroke.", ("craniectomy", "haemorrhage_stable")),
    **_word("care.setting", words.SETTINGS),
    **_truths("care.", (
        "medically_stable", "exercise_clearance", "early_exercise_unlocked", "anticoagulation_therapeutic",
        "ischaemia_on_test",
    )),
    **_truths("care.", ("stress_test",), always_known=True),
    **_number("care.ischaemic_threshold", "beats/min", 20, 250),
    **_number("care.falls_last_6_months", "falls", 0, 500),
    **_truths("helper.", ("available",)),
    **_number("vitals.resting_heart_rate", "beats/min", 20, 250),
    **_number("vitals.systolic", "mmHg", 40, 300),
    **_number("vitals.diastolic", "mmHg", 20, 200),
    **_number("vitals.spo2", "%", 50, 100),
    **_number("vitals.temperature_c", "°C", 30, 43),
    **_number("vitals.glucose_mmol_l", "mmol/L", 0.5, 60),
    **_number("vitals.orthostatic_drop_mmhg", "mmHg", -60, 150),
    **_number("vitals.spo2_minus_target", "%", -50, 50),
    **_number("vitals.systolic_minus_target", "mmHg", -260, 260),
    **_number("targets.spo2_min", "%", 50, 100),
    **_number("targets.systolic_max", "mmHg", 40, 300),
    **_number("targets.exertional_systolic_max", "mmHg", 40, 300),
    **_number("targets.heart_rate_max", "beats/min", 20, 250),
    **_truths("targets.", ("spo2_min_set", "systolic_max_set", "heart_rate_max_set"), always_known=True),
    **{name: fact for deficit in words.DEFICITS
       for name, fact in _word(f"deficits.{deficit}", words.SEVERITIES).items()},
    **_word("swallowing.status", words.SWALLOW_STATUSES),
    **_truths("swallowing.", ("safe", "nil_by_mouth", "gains_continue")),
    **_truths("swallowing.", ("any_exercise_cleared",), always_known=True),
    **_truths("swallowing.cleared.", words.CLEARED_EXERCISES, always_known=True),
    **_truths("conditions.", (*words.CONDITIONS, "heart_disease")),
    **_truths("medications.", words.MEDICATIONS),
    **_truths("devices.", words.DEVICES),
    **{f"measures.{name}": Fact(f"measures.{name}", "number", "points", low, high)
       for name, (low, high) in words.MEASURES.items()},
    **_truths("equipment.", words.EQUIPMENT, always_known=True),
    **_number("schedule.minutes_per_day", "min/day", 0, 480),
    **_number("schedule.day_count", "days", 0, 7),
    **_number("heart.maximum", "beats/min", 30, 250),
    **_word("heart.maximum_source", ("stress_test", "formula", "formula_beta_blocker")),
    **_truths("cell_therapy.", ("interest",)),
    **_truths("cell_therapy.", ("exposed",), always_known=True),
    **_number("cell_therapy.days_since_infusion", "d", 0, 45_000),
    **_number("cell_therapy.infusion_count", "infusions", 0, 100),
    **_number("cell_therapy.largest_cells_per_kg", "cells/kg", 0, 1e12),
    **_number("cell_therapy.smallest_cells_per_kg", "cells/kg", 0, 1e12),
    **_number("cell_therapy.shortest_interval_days", "d", 0, 45_000),
    **_word("cell_therapy.route", words.CELL_ROUTES),
    **_number("risk.ldl_mmol_l", "mmol/L", 0.1, 20),
    **_number("risk.hba1c_percent", "%", 3, 20),
    **_word("risk.smoking", words.SMOKING),
}  # fmt: skip

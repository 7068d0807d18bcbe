"""Every gate of the product, end to end: below, at, above and unknown, from the profile to the exit code.

The expected outcomes come from the requirement rows and the evidence tables, written down by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from people import exercises_of, plan_with, sessions_of, statuses

from rehab.batch.one import exit_code_of
from rehab.model.plan import Plan

UPRIGHT = ("standing", "walking", "stairs")
WARD = {"care.setting": "inpatient_rehab"}
DAY_3 = {"stroke.onset": "2026-11-13T08:00", "swallowing.on": "2026-11-13"}
DAY_2 = {"stroke.onset": "2026-11-14T22:00", "swallowing.on": "2026-11-15"}  # 26 hours before the first day begins
BLEED = {**DAY_2, "stroke.type": "intracerebral_haemorrhage"}
REPERFUSED = {**DAY_2, "stroke.reperfusion": "thrombolysis"}
INSULIN = {"conditions.present": ["diabetes"], "medications.present": ["insulin"]}
SULFONYLUREA = {"conditions.present": ["diabetes"], "medications.present": ["sulfonylurea"]}
OPEN_LIST = {"present": ["hypertension"], "complete": False}
TARGET_94 = {"targets": {"spo2_min": 94}}
CEILING_150 = {"targets": {"systolic_max": 150}}


@dataclass(frozen=True)
class Gate:
    """One row: what is changed on the safe person, what must follow, and which rule must say so.

    outcome: open (everything prescribed), held (known: all withheld, exit 4), deferred (asked: no session, exit 3),
    seated (nothing upright), asked (a confirm finding, all else as before), noted (a remark, exit 0)
    """

    name: str
    changes: Mapping[str, Any]
    outcome: str
    rule: str
    severity: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan of the changed person."""
        return plan_with({**self.more, **self.changes})


def reading(
    place: str, rule: str, more: Mapping[str, Any] | None = None, unknown: str = "deferred", **values: tuple[float, ...]
) -> list[Gate]:
    """A gate on one number: the values by the outcome that each must have, and the unknown value."""
    context = more or {}
    where = "".join(f"-{str(value).strip('[]')}" for value in context.values())
    raised = {"held": "stop"}
    rows = [
        Gate(f"{rule}-{place}-{value:g}{where}", {place: value}, outcome, rule, raised.get(outcome), context)
        for outcome, some in values.items() for value in some
    ]  # fmt: skip
    severity = "confirm" if unknown == "deferred" else None
    return [*rows, Gate(f"{rule}-{place}-unknown{where}", {place: None}, unknown, rule, severity, context)]


NO_GO = (
    "recent_myocardial_infarction", "unstable_angina", "uncontrolled_arrhythmia", "severe_aortic_stenosis",
    "heart_failure_decompensated", "pulmonary_embolism", "myocarditis", "aortic_dissection",
)  # fmt: skip
CONDITIONS = [
    *((name, f"screening.{name}") for name in NO_GO),
    ("acute_infection", "stability.acute_infection"),
    ("deep_vein_thrombosis", "stability.untreated_clot"),
]

GATES = [
    Gate("safe-person", {}, "open", ""),
    # OV-02: nothing active until medically stable
    Gate("stable-no", {"care.medically_stable": False}, "held", "stability.medically_stable", "stop"),
    Gate("stable-unknown", {"care.medically_stable": None}, "deferred", "stability.medically_stable", "confirm"),
    # 8-1: the cardiac list; 8-11: acute infection; 8-17: clot before its treatment works
    *(Gate(f"{name}-present", {"conditions.present": [name]}, "held", rule, "stop") for name, rule in CONDITIONS),
    *(
        Gate(f"{name}-unknown", {"conditions": OPEN_LIST}, "deferred", rule, "confirm")
        for name, rule in CONDITIONS if name != "deep_vein_thrombosis"
    ),
    Gate("clot-treated", {"conditions.present": ["deep_vein_thrombosis"], "care.anticoagulation_therapeutic": True},
         "open", "stability.untreated_clot"),
    Gate("clot-treatment-unknown",
         {"conditions.present": ["deep_vein_thrombosis"], "care.anticoagulation_therapeutic": None},
         "deferred", "stability.untreated_clot", "confirm"),
    Gate("clot-and-treatment-unknown",
         {"conditions": {"present": [], "complete": False}, "care.anticoagulation_therapeutic": None},
         "deferred", "stability.untreated_clot", "confirm"),
    # 8-4: above 180/100 holds; 8-2: above 200/110 blocks
    *reading("vitals.systolic", "screening.pressure.hold", open=(110, 180), held=(181,)),
    *reading("vitals.diastolic", "screening.pressure.hold", open=(70, 100), held=(101,)),
    *reading("vitals.systolic", "screening.pressure.block", held=(201, 240)),
    *reading("vitals.diastolic", "screening.pressure.block", {"vitals.systolic": 180}, held=(111, 120)),
    # 1-22: within 24 h of reperfusion at least 180 or at least 105 holds; the clock counts from reperfusion
    *reading("vitals.systolic", "screening.pressure.after_reperfusion",
             {**REPERFUSED, "stroke.reperfusion_at": "2026-11-15T10:00"}, started=(179,), held=(180, 181)),
    *reading("vitals.diastolic", "screening.pressure.after_reperfusion",
             {**REPERFUSED, "stroke.reperfusion_at": "2026-11-15T10:00"}, started=(99,), held=(105, 106)),
    Gate("reperfusion-24-hours-ago",
         {**REPERFUSED, "stroke.reperfusion_at": "2026-11-15T00:00", "vitals.systolic": 180},
         "started", "screening.pressure.after_reperfusion"),
    Gate("reperfusion-when-unknown", {**REPERFUSED, "vitals.systolic": 180},
         "deferred", "screening.pressure.after_reperfusion", "confirm"),
    Gate("reperfusion-unknown", {**DAY_2, "stroke.reperfusion": None, "vitals.systolic": 180},
         "deferred", "screening.pressure.after_reperfusion", "confirm"),
    Gate("reperfusion-none", {**DAY_2, "vitals.systolic": 180}, "started", "screening.pressure.after_reperfusion"),
    # 1-9: in the first days a systolic pressure below 110 holds
    *reading("vitals.systolic", "screening.pressure.low_first_days", DAY_3, started=(110, 111), held=(109,)),
    Gate("low-pressure-later", {"vitals.systolic": 109}, "open", "screening.pressure.low_first_days"),
    # the person's own ceiling
    *reading("vitals.systolic", "screening.pressure.personal_ceiling", CEILING_150, open=(149, 150), held=(151,)),
    # 8-9: oxygen below 92 %, or below the person's own target; asked on wards or with heart failure, COPD, infection
    *reading("vitals.spo2", "screening.oxygen.low", unknown="open", open=(92, 93), held=(91,)),
    *reading("vitals.spo2", "screening.oxygen.low", WARD, open=(92,), held=(91,)),
    *reading("vitals.spo2", "screening.oxygen.low", {"care.setting": "acute_ward"}, open=(92,), held=(91,)),
    *reading("vitals.spo2", "screening.oxygen.low", {"conditions.present": ["copd"]}, open=(92,), held=(91,)),
    # (a failing heart without a stress test is itself to be confirmed)
    *reading("vitals.spo2", "screening.oxygen.low", {"conditions.present": ["heart_failure"]}, asked=(92,), held=(91,)),
    Gate("oxygen-and-setting-unknown", {"vitals.spo2": None, "care.setting": None}, "deferred",
         "screening.oxygen.low", "confirm"),
    Gate("temperature-and-setting-unknown", {"vitals.temperature_c": None, "care.setting": None}, "deferred",
         "screening.temperature.fever", "confirm"),
    *reading("vitals.spo2", "screening.oxygen.below_personal_target", TARGET_94, open=(94, 95), held=(93, 92)),
    # 8-8, CT-09: fever
    *reading("vitals.temperature_c", "screening.temperature.fever", unknown="open", open=(37.5,), held=(38.1,)),
    *reading("vitals.temperature_c", "screening.temperature.fever", WARD, open=(37.5,), asked=(38.0,), held=(38.1,)),
    Gate("raised-temperature-37.6", {"vitals.temperature_c": 37.6}, "asked", "screening.temperature.raised", "confirm"),
    Gate("raised-temperature-38", {"vitals.temperature_c": 38.0}, "asked", "screening.temperature.raised", "confirm"),
    # 1-9 and 8-7: resting rate
    *reading("vitals.resting_heart_rate", "screening.heart_rate.first_days", DAY_3, started=(40, 110), held=(39, 111)),
    *reading("vitals.resting_heart_rate", "screening.heart_rate.later", open=(99, 100), held=(101,)),
    *reading("vitals.resting_heart_rate", "screening.heart_rate.slow_later", open=(40, 41), held=(39,)),
    # 8-12: glucose with insulin or a sulfonylurea, in mmol/L
    *reading("vitals.glucose_mmol_l", "screening.glucose.low", INSULIN, open=(8.4, 13.8), noted=(5.0, 5.1),
             held=(4.9,)),
    *reading("vitals.glucose_mmol_l", "screening.glucose.low", SULFONYLUREA, open=(8.4,), noted=(5.0,), held=(4.9,)),
    *reading("vitals.glucose_mmol_l", "screening.glucose.very_high", INSULIN, asked=(19.3,), held=(19.4, 19.5)),
    Gate("glucose-13.9", {**INSULIN, "vitals.glucose_mmol_l": 13.9}, "asked", "screening.glucose.ketones", "confirm"),
    Gate("glucose-low-without-medicine", {"conditions.present": ["diabetes"], "vitals.glucose_mmol_l": 4.9},
         "open", "screening.glucose.low"),
    Gate("glucose-unknown-without-medicine", {"conditions.present": ["diabetes"], "vitals.glucose_mmol_l": None},
         "open", "screening.glucose.low"),
    Gate("glucose-very-high-without-diabetes", {"vitals.glucose_mmol_l": 19.4}, "held",
         "screening.glucose.very_high", "stop"),
    # 8-6 and 1-11: fall of pressure on standing
    *reading("vitals.orthostatic_drop_mmhg", "screening.orthostatic.no_standing", unknown="open", open=(19,),
             seated=(20, 21)),
    *reading("vitals.orthostatic_drop_mmhg", "screening.orthostatic.no_standing", WARD, unknown="seated", open=(19,),
             seated=(20, 40)),
    *reading("vitals.orthostatic_drop_mmhg", "screening.orthostatic.first_days", {**DAY_3, **WARD}, started=(19,),
             held=(31,)),
    Gate("fall-of-30-first-days", {**DAY_3, **WARD, "vitals.orthostatic_drop_mmhg": 30}, "seated",
         "screening.orthostatic.no_standing", "confirm"),
    # OV-03: nothing in the first 24 hours; a date without a time counts from its end
    Gate("hour-23", {"stroke.onset": "2026-11-15T01:00", "swallowing.on": "2026-11-15"}, "held",
         "stability.first_24_hours", "stop"),
    Gate("hour-24", {"stroke.onset": "2026-11-15T00:00", "swallowing.on": "2026-11-15"}, "started",
         "stability.first_24_hours"),
    Gate("onset-yesterday", {"stroke.onset": "2026-11-15", "swallowing.on": "2026-11-15"}, "held",
         "stability.first_24_hours", "stop"),
    Gate("onset-the-day-before", {"stroke.onset": "2026-11-14", "swallowing.on": "2026-11-14"}, "started",
         "stability.first_24_hours"),
    # 1-15: a bleed before 48 hours only with recorded stability
    Gate("bleed-stable", {**BLEED, "stroke.haemorrhage_stable": True}, "started",
         "stability.haemorrhage_first_48_hours"),
    Gate("bleed-not-stable", {**BLEED, "stroke.haemorrhage_stable": False}, "held",
         "stability.haemorrhage_first_48_hours", "stop"),
    Gate("bleed-stability-unknown", BLEED, "deferred", "stability.haemorrhage_first_48_hours", "confirm"),
    Gate("stroke-type-unknown", {**DAY_2, "stroke.type": None}, "deferred",
         "stability.haemorrhage_first_48_hours", "confirm"),
    Gate("bleed-48-hours", {**BLEED, "stroke.onset": "2026-11-14T00:00", "swallowing.on": "2026-11-14"}, "started",
         "stability.haemorrhage_first_48_hours"),
    Gate("subarachnoid-not-stable",
         {**DAY_2, "stroke.type": "subarachnoid_haemorrhage", "stroke.haemorrhage_stable": False}, "held",
         "stability.haemorrhage_first_48_hours", "stop"),
    # 8-23, 8-24: part of the skull removed, a recent fracture
    Gate("craniectomy", {"stroke.craniectomy": True}, "seated", "stability.craniectomy.no_standing", "confirm"),
    Gate("craniectomy-unknown", {"stroke.craniectomy": None}, "seated", "stability.craniectomy.no_standing", "confirm"),
    Gate("fracture", {"conditions.present": ["recent_fracture"]}, "seated", "stability.recent_fracture", "confirm"),
]  # fmt: skip
BY_NAME = {gate.name: gate for gate in GATES}


def test_the_table_has_no_double() -> None:
    """Every row of the table has a name of its own, and every outcome occurs."""
    assert len(BY_NAME) == len(GATES) > 100
    outcomes = {"open", "held", "deferred", "seated", "asked", "noted", "started"}
    assert {gate.outcome for gate in GATES} == outcomes


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_the_gate_is_kept_end_to_end(gate: Gate) -> None:
    """The plan's component statuses, sessions, finding and exit code are what the table says."""
    plan = gate.plan
    found = [one for one in plan.findings if one.rule == gate.rule]
    if gate.severity is not None:
        assert [one.severity for one in found] == [gate.severity]
    else:
        quiet = {"warning", "info"} | ({"confirm"} if gate.outcome in ("asked", "seated") else set())
        assert {one.severity for one in found} <= quiet
    OUTCOMES[gate.outcome](plan, gate)


def is_open(plan: Plan, _gate: Gate) -> None:
    """Everything is prescribed, sessions lie in the week, nothing is left to decide."""
    assert set(statuses(plan).values()) == {"prescribed"}
    assert set(statuses(plan)) >= {"mobilisation", "aerobic", "strength", "flexibility", "balance", "task_practice"}
    assert {session.component for session in sessions_of(plan)} == set(statuses(plan))
    assert exit_code_of(plan) == 0


def is_started(plan: Plan, _gate: Gate) -> None:
    """First days: range of motion is prescribed and placed, aerobic and strength are not."""
    known = statuses(plan)
    assert known["mobilisation"] == "prescribed"
    assert {session.component for session in sessions_of(plan)} == {"mobilisation"}
    assert {known.get("aerobic", "withheld"), known.get("strength", "withheld")} == {"withheld"}
    assert exit_code_of(plan) == 0


def is_held(plan: Plan, gate: Gate) -> None:
    """A known fact holds everything: all withheld, no session, the reason says what reopens it, exit 4."""
    assert set(statuses(plan).values()) == {"withheld"}
    assert not plan.has_sessions
    for part in plan.prescriptions:
        (reason,) = (one for one in part.reasons if one.rule == gate.rule)
        assert reason.reopens
        assert part.doses == ()
    named = [one for one in plan.excluded if one.rule == gate.rule]
    assert named
    assert all(one.reopens for one in named)
    assert exit_code_of(plan) == 4


def is_deferred(plan: Plan, gate: Gate) -> None:
    """An open question bars everything: all deferred, no session, the question is asked, exit 3."""
    assert set(statuses(plan).values()) == {"deferred"}
    assert not plan.has_sessions
    (finding,) = [one for one in plan.findings if one.rule == gate.rule]
    assert finding.question
    assert finding.question.endswith("?")
    assert all(reason.reopens for part in plan.prescriptions for reason in part.reasons)
    assert exit_code_of(plan) == 3


def is_seated(plan: Plan, gate: Gate) -> None:
    """Nothing upright lies in the week, the upright exercises are listed with what reopens them, exit 3."""
    assert plan.has_sessions
    assert exercises_of(plan)
    assert [name for name, card in plan.cards.items() if card.position in UPRIGHT] == []
    named = [one for one in plan.excluded if one.rule == gate.rule]
    assert named
    assert all(one.reopens for one in named)
    assert exit_code_of(plan) == 3


def is_asked(plan: Plan, _gate: Gate) -> None:
    """The week stands, and a clinician must confirm: exit 3."""
    assert set(statuses(plan).values()) == {"prescribed"}
    assert plan.has_sessions
    assert [one.severity for one in plan.findings].count("confirm") == 1
    assert exit_code_of(plan) == 3


def is_noted(plan: Plan, _gate: Gate) -> None:
    """The week stands, there is something to know, nothing to decide: exit 0."""
    assert set(statuses(plan).values()) == {"prescribed"}
    assert plan.has_sessions
    assert exit_code_of(plan) == 0


OUTCOMES = {
    "open": is_open, "started": is_started, "held": is_held, "deferred": is_deferred, "seated": is_seated,
    "asked": is_asked, "noted": is_noted,
}  # fmt: skip

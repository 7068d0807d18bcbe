"""The gates that close a part of the programme: clearance, the first week, the swallow, machines, heart, shoulder."""

from __future__ import annotations

from typing import Any

import pytest
from people import START, dose_of, part_of, plan_with, profile_with, sessions_of, statuses

from rehab.batch.one import exit_code_of
from rehab.engine.prescribe import prescribe
from rehab.model.plan import Plan
from rehab.model.rule_base import RuleBase

ACTIVE = {"aerobic", "strength", "balance", "coordination", "task_practice"}
DAY_6 = {"stroke.onset": "2026-11-09T08:00", "swallowing.on": "2026-11-10"}  # 6 days and 16 hours
DAY_7 = {"stroke.onset": "2026-11-09T00:00", "swallowing.on": "2026-11-10"}
IMPAIRED = {"swallowing.status": "impaired", "swallowing.score": 15}
CLEARED = {**IMPAIRED, "swallowing.cleared_exercises": ["effortful_swallow", "masako"]}


def findings_of(plan: Plan, rule: str) -> list[str]:
    """The severities of the findings of one rule."""
    return [one.severity for one in plan.findings if one.rule == rule]


@pytest.mark.parametrize(("clearance", "status"), [(False, "withheld"), (None, "deferred")], ids=["refused", "unknown"])
def test_without_clearance_only_gentle_movement(clearance: bool | None, status: str) -> None:
    """Without exercise clearance the active components are barred with what reopens them; range of motion stays."""
    plan = plan_with({"care.exercise_clearance": clearance})
    known = statuses(plan)
    assert {name for name, one in known.items() if one == status} == ACTIVE
    assert known["mobilisation"] == known["flexibility"] == "prescribed"
    assert {session.component for session in sessions_of(plan)} == {"mobilisation", "flexibility"}
    assert all(reason.reopens for name in ACTIVE for reason in part_of(plan, name).reasons)
    assert findings_of(plan, "stability.exercise_clearance") == [("confirm" if clearance is None else "warning")]
    assert exit_code_of(plan) == (3 if clearance is None else 0)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({**DAY_6, "care.early_exercise_unlocked": False}, None),
        ({**DAY_6, "care.early_exercise_unlocked": None}, None),
        ({**DAY_6, "care.early_exercise_unlocked": True}, "prescribed"),
        ({**DAY_7, "care.early_exercise_unlocked": False}, "prescribed"),
        ({**DAY_7, "care.early_exercise_unlocked": None}, "prescribed"),
    ],
    ids=["day-6", "day-6-unknown", "day-6-unlocked", "day-7", "day-7-unknown"],
)
def test_aerobic_and_strength_wait_for_day_seven(changes: dict[str, Any], status: str | None) -> None:
    """Before day 7 nothing aerobic and no strength work is planned unless a clinician unlocks it (OV-03, house)."""
    plan = plan_with(changes)
    known = statuses(plan)
    assert known["mobilisation"] == "prescribed"
    placed = {session.component for session in sessions_of(plan)}
    for component in ("aerobic", "strength"):
        assert known.get(component, "withheld") == (status or "withheld")
        assert (component in placed) == (status == "prescribed")


def test_the_second_day_is_short_and_often() -> None:
    """From 24 to 48 hours a session lasts at most 10 minutes, 2 or 3 times a day, and effort is not raised (OV-03)."""
    plan = plan_with({"stroke.onset": "2026-11-14T22:00", "swallowing.on": "2026-11-15"})
    (component,) = {session.component for session in sessions_of(plan)}
    assert component == "mobilisation"
    assert all(session.minutes <= 10 for session in sessions_of(plan))
    assert {len(day.sessions) for day in plan.week_days} <= {2, 3}
    times, often = dose_of(plan, "mobilisation.time"), dose_of(plan, "mobilisation.sessions_per_day")
    assert times is not None
    assert times.allowed is not None
    assert times.allowed.max == 10
    assert often is not None
    assert often.allowed is not None
    assert (often.allowed.min, often.allowed.max) == (2, 3)


def test_the_first_week_expires_after_a_day() -> None:
    """A plan made in the first seven days after stroke expires after 24 hours and calls later days provisional."""
    plan = plan_with(DAY_6)
    assert (plan.expires_on - plan.start_date).days == 1
    assert [day.provisional for day in plan.week_days] == [False, *[True] * 6]
    later = plan_with(DAY_7)
    assert (later.expires_on - later.start_date).days > 1
    assert not any(day.provisional for day in later.week_days)


@pytest.mark.parametrize("status", ["passed", "resolved", "not_screened", "failed", "impaired", None])
@pytest.mark.parametrize(
    ("setting", "severity"),
    [("home", "confirm"), ("outpatient", "confirm"), ("acute_ward", "stop"), ("inpatient_rehab", "stop")],
)
def test_an_unscreened_swallow_is_raised(status: str | None, setting: str, severity: str) -> None:
    """An unscreened or unknown swallow is a `confirm` at home, a `stop` on a ward, and nothing else is (OV-16)."""
    plan = plan_with(
        {"swallowing.status": status, "swallowing.tool": None, "swallowing.score": None, "care.setting": setting}
    )
    raised = [*findings_of(plan, "swallow.unscreened.home"), *findings_of(plan, "swallow.unscreened.ward")]
    assert raised == ([severity] if status in ("not_screened", None) else [])
    assert exit_code_of(plan) == (3 if raised else 0)


def tagged(base: RuleBase, tag: str) -> RuleBase:
    """The rule base with one more seated exercise, open to all but for this tag."""
    extra = base.exercise_by_id["shoulder_blade_squeeze"].model_copy(
        update={
            "id": "an_extra_exercise",
            "tags": (tag,),
            "needs": "always",
            "excludes": None,
            "easier": (),
            "harder": (),
        }
    )
    return RuleBase.model_validate(
        base.model_copy(update={"exercises": (*base.exercises, extra)}).model_dump(by_alias=True)
    )


def barring(base: RuleBase, tag: str, changes: dict[str, Any]) -> str | None:
    """The rule that keeps the tagged exercise away from this person, or None where it may be used."""
    found = prescribe(profile_with(changes), START, tagged(base, tag)).prescription
    allowed = {one.exercise.id for part in found.components for one in part.exercises}
    excluded = {one.name: one.rule for one in found.excluded}
    assert ("an_extra_exercise" in allowed) != ("an_extra_exercise" in excluded)
    return excluded.get("an_extra_exercise")


@pytest.mark.parametrize("status", ["not_screened", "failed", "impaired", None])
def test_nothing_to_swallow_before_the_swallow_is_safe(status: str | None, base: RuleBase) -> None:
    """Unless the swallow is safe no exercise and no advice brings anything to swallow; mouth care stays."""
    changes = {"swallowing.status": status, "deficits.facial_numbness": "moderate"}
    assert barring(base, "bolus", changes) == "swallow.no_bolus"
    rules = {line.rule for line in plan_with(changes).advice}
    assert rules.isdisjoint({"advice.face.pocketing", "advice.face.temperature"})
    assert "advice.face.mouth_care" in rules


@pytest.mark.parametrize("status", ["passed", "resolved"])
def test_a_safe_swallow_opens_its_gate(status: str, base: RuleBase) -> None:
    """With a passed or resolved swallow the gate on things to swallow is open."""
    assert barring(base, "bolus", {"swallowing.status": status}) is None


@pytest.mark.parametrize(("tag", "rule"), [("breath_hold", "stability.breath_hold"),
                                           ("high_effort", "stability.high_effort_locked")])  # fmt: skip
def test_some_exercises_are_for_nobody(tag: str, rule: str, base: RuleBase) -> None:
    """Breath-holding and high effort are barred even for the safe person."""
    assert barring(base, tag, {}) == rule


@pytest.mark.parametrize("tag", ["head_down", "floor"])
@pytest.mark.parametrize(("craniectomy", "barred"), [(True, True), (None, True), (False, False)])
def test_an_open_skull_is_protected(tag: str, craniectomy: bool | None, barred: bool, base: RuleBase) -> None:
    """With part of the skull removed, or not known to be whole, nothing goes head down or onto the floor (8-23)."""
    found = barring(base, tag, {"stroke.craniectomy": craniectomy})
    assert found == ("stability.craniectomy.no_head_down" if barred else None)


def test_advice_on_food_waits_for_a_safe_swallow() -> None:
    """With a passed swallow and a numb face the lines on food temperature and pocketing are there (OV-15)."""
    rules = {line.rule for line in plan_with({"deficits.facial_numbness": "moderate"}).advice}
    assert {"advice.face.pocketing", "advice.face.temperature", "advice.face.mouth_care"} <= rules


def test_swallow_practice_needs_a_cleared_exercise() -> None:
    """An impaired swallow brings practice on 3 days or more, with cleared exercises only (OV-17)."""
    held = plan_with(IMPAIRED)
    assert statuses(held)["swallowing"] == "withheld"
    plan = plan_with(CLEARED)
    part = [session for session in sessions_of(plan) if session.component == "swallowing"]
    assert statuses(plan)["swallowing"] == "prescribed"
    assert {one.id for session in part for one in session.exercises} == {"effortful_swallow", "masako"}
    assert sum(any(session in part for session in day.sessions) for day in plan.week_days) >= 3


def test_swallow_practice_ends_by_decision_only() -> None:
    """A recorded plateau is put to a clinician; the practice does not end silently (OV-17)."""
    plan = plan_with({**CLEARED, "swallowing.gains_continue": False})
    assert statuses(plan)["swallowing"] == "prescribed"
    assert findings_of(plan, "swallowing.plateau") == ["confirm"]


@pytest.mark.parametrize(
    ("devices", "status"),
    [({"present": ["tracheostomy"], "complete": True}, "withheld"), ({"present": [], "complete": False}, "deferred")],
    ids=["present", "unknown"],
)
def test_a_tracheostomy_bars_swallow_practice(devices: dict[str, Any], status: str) -> None:
    """With a tracheostomy, or without knowing of one, no swallowing exercise is placed and a clinician must decide."""
    plan = plan_with({**CLEARED, "devices": devices})
    assert statuses(plan)["swallowing"] == status
    assert "swallowing" not in {session.component for session in sessions_of(plan)}
    assert findings_of(plan, "swallow.tracheostomy") == ["confirm"]
    assert exit_code_of(plan) == 3


@pytest.mark.parametrize(
    "conditions",
    [{"present": ["epilepsy_uncontrolled"], "complete": True}, {"present": ["epilepsy"], "complete": False}],
    ids=["present", "unknown"],
)
def test_seizures_bar_the_machines(conditions: dict[str, Any]) -> None:
    """With uncontrolled seizures, or without knowing of them, neither treadmill nor cycle is used (8-26)."""
    plan = plan_with({"conditions": conditions})
    barred = {one.name for one in plan.excluded if one.rule == "stability.uncontrolled_epilepsy"}
    assert {"treadmill", "stationary_cycle"} <= barred
    assert not {"treadmill", "stationary_cycle"} & set(plan.cards)


@pytest.mark.parametrize(
    ("tag", "rule"),
    [("overhead", "shoulder.no_overhead"), ("passive_lift_above_90", "shoulder.no_passive_lift"),
     ("pulls_on_arm", "shoulder.no_pulling")],
)  # fmt: skip
@pytest.mark.parametrize(
    ("changes", "barred"),
    [
        ({"deficits.arm": "mild"}, True), ({"deficits.arm": "none", "deficits.shoulder_pain": "mild"}, True),
        ({"deficits.arm": "none", "deficits.shoulder_subluxation": "severe"}, True), ({"deficits.arm": None}, True),
        ({"deficits.arm": "none", "deficits.shoulder_pain": None}, True), ({"deficits.arm": "none"}, False),
    ],
    ids=["arm", "pain", "subluxation", "arm-unknown", "pain-unknown", "sound"],
)  # fmt: skip
def test_a_weak_shoulder_is_spared(changes: dict[str, Any], barred: bool, tag: str, rule: str, base: RuleBase) -> None:
    """With a weak arm or a sore or loose shoulder nothing goes overhead, lifts passively above 90° or pulls (8-20)."""
    assert barring(base, tag, changes) == (rule if barred else None)


@pytest.mark.parametrize(
    ("changes", "top"),
    [
        ({}, 14),
        ({"conditions.present": ["coronary_disease"]}, 12),
        ({"conditions": {"present": [], "complete": False}, "deficits.fatigue": "none"}, None),
        ({"deficits.fatigue": "severe"}, 12),
        ({"conditions.present": ["diabetes"], "medications.present": ["insulin"], "vitals.glucose_mmol_l": 13.9}, 12),
        ({"care.stress_test": {"on": "2026-11-01", "peak_heart_rate": 140, "ischaemia": {"threshold": 130}}}, 12),
    ],
    ids=["healthy-heart", "heart-disease-untested", "heart-unknown", "fatigue", "glucose", "ischaemia"],
)
def test_effort_has_its_ceiling(changes: dict[str, Any], top: int | None) -> None:
    """Effort is 11 to 14; at most 12 with an untested sick heart, ischaemia, high glucose or severe fatigue."""
    plan = plan_with(changes)
    effort = dose_of(plan, "aerobic.rpe_6_20")
    assert effort is not None
    assert effort.allowed is not None
    assert effort.allowed.min == 11
    assert effort.allowed.max == (12 if top is None else top)


def test_an_untested_sick_heart_is_confirmed() -> None:
    """Heart disease without a stress test is put to a clinician; with a test it is not (3-9)."""
    untested = plan_with({"conditions.present": ["coronary_disease"]})
    assert findings_of(untested, "cardiac.untested.confirm") == ["confirm"]
    assert exit_code_of(untested) == 3
    test = {"on": "2026-11-01", "peak_heart_rate": 140, "ischaemia": "none"}
    tested = plan_with({"conditions.present": ["coronary_disease"], "care.stress_test": test})
    assert findings_of(tested, "cardiac.untested.confirm") == []
    assert exit_code_of(tested) == 0


@pytest.mark.parametrize("days", [7, 8], ids=["a-week-old", "too-old"])
def test_old_readings_count_as_unknown(days: int) -> None:
    """Readings older than 7 days count as unknown, so what they would clear is asked."""
    plan = plan_with({"vitals.measured_on": f"2026-11-{16 - days:02d}"})
    asked = findings_of(plan, "screening.pressure.hold")
    assert asked == ([] if days == 7 else ["confirm"])
    assert exit_code_of(plan) == (0 if days == 7 else 3)


@pytest.mark.parametrize(("hour", "asked"), [("2026-11-15T00:00", []), ("2026-11-14T23:00", ["confirm"])])
def test_first_week_readings_age_in_a_day(hour: str, asked: list[str]) -> None:
    """In the first week after stroke readings older than 24 hours count as unknown."""
    plan = plan_with({"stroke.onset": "2026-11-12T08:00", "swallowing.on": "2026-11-13", "vitals.measured_on": hour})
    assert findings_of(plan, "screening.pressure.hold") == asked

"""The heart-rate band: worked cases with numbers from the evidence tables, and when no band may be printed."""

from __future__ import annotations

from typing import Any

import pytest
from people import dose_of, part_of, plan_with, sessions_of, statuses

from rehab.batch.one import exit_code_of
from rehab.model.plan import Plan
from rehab.model.rule_base import RuleBase

SCALES = ("aerobic.heart_rate", "aerobic.heart_rate_reserve_percent", "aerobic.heart_rate_max_percent")
REST = "vitals.resting_heart_rate"


def with_test(peak: float, ischaemia: Any = "none") -> dict[str, Any]:
    """A stress test as a change of the safe person."""
    return {"care.stress_test": {"on": "2026-11-01", "peak_heart_rate": peak, "ischaemia": ischaemia}}


BETA = {"medications.present": ["beta_blocker"]}


def band_of(plan: Plan) -> tuple[float, float] | None:
    """The allowed band in beats a minute, or None where no band is given."""
    dose = dose_of(plan, "aerobic.heart_rate")
    if dose is None:
        return None
    assert dose.allowed is not None
    assert dose.allowed.min is not None
    assert dose.allowed.max is not None
    return dose.allowed.min, dose.allowed.max


@pytest.mark.parametrize(
    ("changes", "band"),
    [
        # 40-70 % of reserve: 102-126; 55-80 % of the tested maximum: 82.5-120. The published 110-117 lies inside.
        ({"patient.age": 58, REST: 70, **with_test(150)}, (102, 120)),
        # 164 - 0.7 x 62 = 120.6 with a beta-blocker: reserve 83.04-101.82, maximum 66.33-96.48
        ({"patient.age": 62, REST: 58, **BETA}, (84, 96)),
        # 208 - 0.7 x 62 = 164.6 without: reserve 109.04-136.82, maximum 90.53-131.68
        ({"patient.age": 62, REST: 72}, (110, 131)),
        # 208 - 0.7 x 60 = 166: reserve 108.4-137.2 (rest 70), maximum 91.3-132.8
        ({"patient.age": 60, REST: 70}, (109, 132)),
        # a test on the beta-blocker counts before any formula: 40-70 % of 110-58: 78.8-94.4; 55-80 %: 60.5-88
        ({"patient.age": 62, REST: 58, **BETA, **with_test(110)}, (79, 88)),
    ],
    ids=["tested-150-70", "beta-blocker-62-58", "formula-62-72", "formula-60-70", "tested-on-beta-blocker"],
)
def test_the_band_is_the_worked_case(changes: dict[str, Any], band: tuple[float, float]) -> None:
    """Both percentage scales, converted to beats and intersected, give the worked numbers, whole and inside."""
    plan = plan_with(changes)
    assert band_of(plan) == band
    assert dose_of(plan, "aerobic.heart_rate").status == "agreed"  # type: ignore[union-attr]
    assert exit_code_of(plan) == 0


def test_a_start_lies_in_the_lower_half(base: RuleBase) -> None:
    """A new plan chooses the lower part of the band, never beyond what is allowed, in whole beats."""
    dose = dose_of(plan_with(), "aerobic.heart_rate")
    assert dose is not None
    assert dose.chosen is not None
    assert dose.allowed is not None
    assert dose.chosen.min == dose.allowed.min == 110
    assert dose.chosen.max is not None
    assert dose.chosen.max == int(dose.chosen.max) <= 110 + base.figure("start.intensity") * (131 - 110)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"conditions.present": ["atrial_fibrillation"]}, "heart_rate.atrial_fibrillation"),
        ({"devices.present": ["pacemaker"]}, "heart_rate.pacing"),
        ({"devices.present": ["implantable_defibrillator"]}, "heart_rate.pacing"),
        ({"devices": {"present": [], "complete": False}}, "heart_rate.pacing"),
        ({"medications.present": ["digoxin"]}, "heart_rate.rate_limiting_drugs"),
        ({"medications.present": ["calcium_channel_blocker_rate_limiting"]}, "heart_rate.rate_limiting_drugs"),
        ({"medications": {"present": [], "complete": False}}, "heart_rate.rate_limiting_drugs"),
        ({"medications": {"present": ["digoxin"], "complete": False}, **with_test(140)}, None),
        # age 80 with a beta-blocker: maximum 108; reserve from 88.8, maximum to 86.4: the windows do not meet
        ({"patient.age": 80, REST: 76, **BETA}, None),
        # rest 40, tested maximum 62: the only common beat is 49, less than 10 above rest
        ({REST: 40, **with_test(62)}, None),
    ],
    ids=["fibrillation", "pacemaker", "defibrillator", "devices-unknown", "digoxin", "calcium-blocker", "drugs-unknown",
         "tested-on-drugs", "windows-apart", "too-near-rest"],
)  # fmt: skip
def test_without_a_sound_scale_effort_leads(changes: dict[str, Any], why: str | None, base: RuleBase) -> None:
    """Where the rate misleads no heart-rate figure is given, effort stands in its place, and nothing needs deciding."""
    plan = plan_with(changes)
    tested_on_drugs = "care.stress_test" in changes and "medications" in changes
    assert [dose_of(plan, name) is not None for name in SCALES] == [tested_on_drugs] * 3
    assert statuses(plan)["aerobic"] == "prescribed"
    assert "aerobic" in {session.component for session in sessions_of(plan)}
    effort = dose_of(plan, "aerobic.rpe_6_20")
    assert effort is not None
    assert effort.allowed is not None
    assert (effort.allowed.min, effort.allowed.max) == (11, 14)
    if why is not None:
        assert why in {one.rule for one in plan.findings}
        assert base.by_id[why].requirement
    assert exit_code_of(plan) == 0


@pytest.mark.parametrize("blocker", ["unknown", "known"])
def test_an_unknown_beta_blocker_leaves_no_band(blocker: str) -> None:
    """Unless it is known whether a beta-blocker is taken no formula fits, and no band is given."""
    known_drugs = {"present": ["statin"], "complete": blocker == "known"}
    assert (band_of(plan_with({"medications": known_drugs})) is None) == (blocker == "unknown")


def test_an_unknown_resting_rate_leaves_no_band() -> None:
    """Without a resting rate no heart-rate figure is given, and the rate is asked for."""
    plan = plan_with({REST: None})
    assert [dose_of(plan, name) for name in SCALES] == [None] * 3
    assert "screening.heart_rate.later" in {one.rule for one in plan.findings if one.severity == "confirm"}


def test_the_first_week_has_no_band() -> None:
    """In the first week, unlocked or not, effort leads and stays at 11."""
    plan = plan_with(
        {"stroke.onset": "2026-11-12T08:00", "swallowing.on": "2026-11-13", "care.early_exercise_unlocked": True}
    )
    assert statuses(plan)["aerobic"] == "prescribed"
    assert [dose_of(plan, name) for name in SCALES] == [None] * 3
    effort = dose_of(plan, "aerobic.rpe_6_20")
    assert effort is not None
    assert effort.allowed is not None
    assert effort.allowed.max == 11


@pytest.mark.parametrize(
    ("changes", "band", "status", "rule"),
    [
        # the tested band is 102-120 (peak 150, rest 70)
        (with_test(150, {"threshold": 118}), (102, 108), "narrowed", "cardiac.ischaemia.heart_rate"),
        (with_test(150, {"threshold": 131}), (102, 120), "agreed", None),
        (with_test(150, {"threshold": 105}), (80, 95), "capped", "cardiac.ischaemia.heart_rate"),
        (
            {**with_test(150), "targets": {"heart_rate_max": 110}},
            (102, 110),
            "narrowed",
            "cardiac.personal_heart_rate_max",
        ),
        (
            {**with_test(150), "targets": {"heart_rate_max": 102}},
            (102, 102),
            "narrowed",
            "cardiac.personal_heart_rate_max",
        ),
        (
            {**with_test(150), "targets": {"heart_rate_max": 101}},
            (80, 101),
            "capped",
            "cardiac.personal_heart_rate_max",
        ),
        ({**with_test(150), "targets": {"heart_rate_max": 140}}, (102, 120), "agreed", None),
    ],
    ids=["threshold", "threshold-high", "threshold-low", "target", "target-at-low-end", "target-below", "target-high"],
)
def test_a_limit_cuts_the_band(
    changes: dict[str, Any], band: tuple[float, float], status: str, rule: str | None
) -> None:
    """Ten beats under the ischaemic threshold, and the person's own ceiling, cut the band and are named for it."""
    plan = plan_with({REST: 70, **changes})
    dose = dose_of(plan, "aerobic.heart_rate")
    assert dose is not None
    assert (band_of(plan), dose.status) == (band, status)
    assert dose.cut_by == (() if rule is None else (rule,))


def test_a_cap_for_ischaemia_is_confirmed() -> None:
    """A band that ischaemia presses below the guideline is put to a clinician."""
    plan = plan_with({REST: 70, **with_test(150, {"threshold": 105})})
    assert [one.rule for one in plan.findings if one.code == "dose.capped"] == ["cardiac.ischaemia.heart_rate"]
    assert exit_code_of(plan) == 3


def test_an_untested_sick_heart_keeps_to_the_lower_half() -> None:
    """Heart disease without a test: at most 55 % of reserve and 67.5 % of the maximum, the caps named (3-9, house)."""
    plan = plan_with({"conditions.present": ["coronary_disease"]})
    reserve, maximum, band = (dose_of(plan, name) for name in (SCALES[1], SCALES[2], SCALES[0]))
    assert reserve is not None
    assert reserve.allowed is not None
    assert (reserve.allowed.min, reserve.allowed.max) == (40, 55)
    assert maximum is not None
    assert maximum.allowed is not None
    assert (maximum.allowed.min, maximum.allowed.max) == (55, 67.5)
    # 164.6 beats: reserve 109.04-122.93, maximum 90.53-111.1
    assert band is not None
    assert (band_of(plan), band.status) == ((110, 111), "narrowed")
    assert set(band.cut_by) == {"cardiac.untested.heart_rate_max", "cardiac.untested.heart_rate_reserve"}


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions.present": ["atrial_fibrillation"], "targets": {"heart_rate_max": 110}},
        {"devices.present": ["pacemaker"], "targets": {"heart_rate_max": 110}},
        {"medications": {"present": [], "complete": False}, "targets": {"heart_rate_max": 110}},
        {"conditions.present": ["atrial_fibrillation"], **with_test(150, {"threshold": 118})},
        {"targets": {"heart_rate_max": 81}},
        {"patient.age": 80, REST: 76, **BETA, "targets": {"heart_rate_max": 150}},
        with_test(150, {"threshold": 59}),
        with_test(150, None),
        {"conditions.present": ["atrial_fibrillation"], **with_test(150, None)},
    ],
    ids=["fibrillation-target", "pacing-target", "drugs-unknown-target", "fibrillation-threshold", "target-near-rest",
         "windows-apart-target", "threshold-unusable", "ischaemia-unknown", "fibrillation-ischaemia-unknown"],
)  # fmt: skip
def test_a_limit_that_cannot_be_kept_defers(changes: dict[str, Any]) -> None:
    """Where a heart-rate limit holds but no sound scale can keep it, aerobic work waits for a clinician."""
    plan = plan_with(changes)
    assert [dose_of(plan, name) for name in SCALES] == [None] * 3
    assert statuses(plan)["aerobic"] == "deferred"
    assert part_of(plan, "aerobic").reasons
    assert "aerobic" not in {session.component for session in sessions_of(plan)}
    assert "strength" in {session.component for session in sessions_of(plan)}
    assert "heart_rate.limit_cannot_be_kept" in {one.code for one in plan.findings if one.severity == "confirm"}
    assert exit_code_of(plan) == 3

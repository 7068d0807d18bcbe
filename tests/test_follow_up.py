"""What surrounds the week: cell therapy, targets of risk factors, what is due, when a component moves."""

from __future__ import annotations

from typing import Any

import pytest
from people import plan_with, sessions_of, statuses

from rehab.model.plan import Plan

INFUSED = {"on": "2026-11-10", "cell_type": "mesenchymal", "source": "umbilical_cord", "route": "intravenous"}
TARGETS: list[tuple[str, dict[str, Any], str]] = [
    ("blood_pressure", {"vitals.systolic": 129, "vitals.diastolic": 79}, "met"),
    ("blood_pressure", {"vitals.systolic": 130, "vitals.diastolic": 79}, "not_met"),
    ("blood_pressure", {"vitals.systolic": 129, "vitals.diastolic": 80}, "not_met"),
    ("blood_pressure", {"vitals.systolic": 131, "vitals.diastolic": 79}, "not_met"),
    ("blood_pressure", {"vitals.systolic": None, "vitals.diastolic": 79}, "unknown"),
    ("ldl_cholesterol", {"risk_factors.ldl_mmol_l": 1.7}, "met"),
    ("ldl_cholesterol", {"risk_factors.ldl_mmol_l": 1.8}, "not_met"),
    ("ldl_cholesterol", {"risk_factors.ldl_mmol_l": 1.9}, "not_met"),
    ("ldl_cholesterol", {}, "unknown"),
    ("hba1c", {"conditions.present": ["diabetes"], "risk_factors.hba1c_percent": 6.9}, "met"),
    ("hba1c", {"conditions.present": ["diabetes"], "risk_factors.hba1c_percent": 7}, "not_met"),
    ("hba1c", {"conditions.present": ["diabetes"], "risk_factors.hba1c_percent": 7.1}, "not_met"),
    ("smoking", {"risk_factors.smoking": "former"}, "met"),
    ("smoking", {"risk_factors.smoking": "current"}, "not_met"),
    ("smoking", {}, "unknown"),
    ("time_for_activity", {"schedule.days": ["mon", "wed", "fri", "sun"], "schedule.minutes_per_day": 20}, "met"),
    ("time_for_activity", {"schedule.days": ["mon", "wed", "fri"], "schedule.minutes_per_day": 20}, "not_met"),
    ("time_for_activity", {"schedule.minutes_per_day": 19}, "not_met"),
]


def cells(**infusion: Any) -> dict[str, Any]:
    """One infusion on record, six days before the plan unless another day is given."""
    return {"cell_therapy.exposures": [{**INFUSED, **infusion}]}


def findings_of(plan: Plan, rule: str) -> list[tuple[str, str | None]]:
    """Severity and question of the findings of one rule."""
    return [(one.severity, one.question) for one in plan.findings if one.rule == rule]


def due_of(plan: Plan) -> dict[str, str]:
    """The day on which each measure is due."""
    return {one.measure: one.due_on.isoformat() for one in plan.assessments}


@pytest.mark.parametrize(("factor", "changes", "status"), TARGETS)
def test_a_risk_factor_stands_beside_its_target(factor: str, changes: dict[str, Any], status: str) -> None:
    """A recorded value is met, not met or unknown against its target, exactly at the boundary too (OV-20)."""
    found = [one.status for one in plan_with(changes).risk_factors if one.factor == factor]
    assert found == [status]


@pytest.mark.parametrize(("systolic", "status"), [(129, "met"), (130, "met"), (131, "not_met")])
def test_after_haemorrhage_the_targets_differ(systolic: int, status: str) -> None:
    """After haemorrhage 130/80 itself is met, and no target of LDL is listed, whatever the value."""
    plan = plan_with({
        "stroke.type": "intracerebral_haemorrhage", "vitals.systolic": systolic, "vitals.diastolic": 80,
        "risk_factors.ldl_mmol_l": 4.0,
    })  # fmt: skip
    factors = {one.factor: one.status for one in plan.risk_factors}
    assert factors["blood_pressure"] == status
    assert "ldl_cholesterol" not in factors


@pytest.mark.parametrize("kind", ["subarachnoid_haemorrhage", "hypoxic_ischaemic", None])
def test_without_a_source_there_is_no_target(kind: str | None) -> None:
    """Other kinds of stroke, and an unknown kind, have no target of pressure or LDL: no source was found for one."""
    factors = {one.factor for one in plan_with({"stroke.type": kind}).risk_factors}
    assert "smoking" in factors
    assert not factors & {"blood_pressure", "ldl_cholesterol"}


@pytest.mark.parametrize(
    ("temperature", "on", "held"),
    [(37.9, "2026-11-10", False), (38.0, "2026-11-10", True), (38.1, "2026-11-10", True),
     (38.0, "2026-11-03", True), (38.0, "2026-11-02", False), (38.0, None, False)],
)  # fmt: skip
def test_fever_after_an_infusion_holds_everything(temperature: float, on: str | None, held: bool) -> None:
    """From 38 °C in the fourteen days after an infusion no session is placed, and a stop finding says so (CT-09)."""
    plan = plan_with({"vitals.temperature_c": temperature, **(cells(on=on) if on else {})})
    assert (not sessions_of(plan)) == held
    assert findings_of(plan, "cell_therapy.fever") == ([("stop", None)] if held else [])


def test_a_recent_infusion_asks_for_the_temperature() -> None:
    """Without a reading the temperature is asked for and nothing is placed; without an infusion home needs none."""
    plan = plan_with({"vitals.temperature_c": None, **cells()})
    assert findings_of(plan, "cell_therapy.fever") == [("confirm", "What is the temperature now?")]
    assert not sessions_of(plan)
    assert sessions_of(plan_with({"vitals.temperature_c": None}))


@pytest.mark.parametrize(
    ("on", "status"), [("2026-11-15", "withheld"), ("2026-11-14", "withheld"), ("2026-11-13", "prescribed")]
)
def test_no_new_load_for_two_days(on: str, status: str) -> None:
    """In the two days after an infusion aerobic and strength training wait; gentle movement goes on (CT-09)."""
    known = statuses(plan_with(cells(on=on)))
    assert known["aerobic"] == known["strength"] == status
    assert known["mobilisation"] == "prescribed"


@pytest.mark.parametrize(
    ("route", "status"),
    [("intravenous", "prescribed"), ("intranasal", "prescribed"), ("intrathecal", "withheld"),
     ("intraventricular", "withheld"), ("intralesional", "withheld"), ("intra_arterial_carotid", "withheld"),
     ("intra_arterial_middle_cerebral", "withheld"), (None, "deferred")],
)  # fmt: skip
def test_an_invasive_route_waits_for_a_paper(route: str | None, status: str) -> None:
    """After an invasive route load waits, later the paper is asked for; an unknown route is asked (CT-06)."""
    assert statuses(plan_with(cells(route=route)))["strength"] == status
    later = plan_with(cells(route=route, on="2026-11-02"))
    assert statuses(later)["strength"] == "prescribed"
    wanted = [("confirm", None)] if status == "withheld" else []
    assert findings_of(later, "cell_therapy.invasive_route.later") == wanted


@pytest.mark.parametrize(
    ("dose", "warned"), [(4.9e5, True), (5e5, False), (1e6, False), (2e6, False), (2.1e6, True), (None, False)]
)
def test_an_implausible_dose_is_only_questioned(dose: float | None, warned: bool) -> None:
    """A dose of cells outside what trials report is a warning about the record; the week does not change (CT-07)."""
    plan = plan_with(cells(cells_per_kg=dose))
    assert bool(findings_of(plan, "cell_therapy.plausible.cells_per_kg")) == warned
    assert plan.week_days == plan_with(cells(cells_per_kg=1e6)).week_days


def test_cell_therapy_changes_words_not_weeks() -> None:
    """Who asks for cells gets words, warning and evidence, and exactly the week of anybody else (OV-01, OV-19)."""
    asks, plain = plan_with({"cell_therapy.interest": True}), plan_with()
    assert asks.week_days == plain.week_days
    assert asks.prescriptions != ()
    assert [part.doses for part in asks.prescriptions] == [part.doses for part in plain.prescriptions]
    assert ("warning", None) in findings_of(asks, "cell_therapy.no_delay.first_three_months")
    said = " ".join(one.text for one in asks.advice if one.audience == "patient")
    assert "still being tested" in said
    assert "Do not wait" in said
    rows = {one.rule for one in asks.evidence if one.rule.startswith("cell_therapy.")}
    assert len(rows) >= 10
    for silent in (plain, plan_with({"cell_therapy.interest": False})):
        named = [one.rule for one in silent.evidence] + [one.rule for one in silent.advice]
        named += [one.rule for one in silent.findings if one.rule]
        assert [name for name in named if name.startswith("cell_therapy.")] == []


def test_a_held_week_does_not_say_keep_exercising() -> None:
    """With a fever after an infusion the patient is not told to keep exercising on any printed line."""
    from rehab.render.view_patient import patient_view

    view = patient_view(plan_with({"vitals.temperature_c": 38.4, **cells()}))
    words = " ".join((*view.advice, *view.helper_advice, *view.why))
    assert "Cell treatment" in words
    assert "Keep doing your exercises" not in words
    assert "exercises going" not in words


@pytest.mark.parametrize(
    ("onset", "last", "due"),
    [("2026-10-25", "2026-11-10", "2026-11-24"), ("2026-09-20", "2026-11-10", "2026-12-08"),
     ("2026-01-10", "2026-11-10", "2027-02-09")],
    ids=["first-month", "to-three-months", "later"],
)  # fmt: skip
def test_function_is_examined_again(onset: str, last: str, due: str) -> None:
    """The arm is due every 14 days in the first month, every 28 to three months, every 91 later (OV-22)."""
    plan = plan_with({"stroke.onset": onset, "measures": [{"measure": "fma_ue", "value": 40, "on": last}]})
    assert due_of(plan)["fma_ue"] == due


def test_an_exposure_has_a_timetable_of_a_year() -> None:
    """After cells the scales are due every 91 days for a year, and no longer (CT-01)."""
    year = due_of(plan_with({"stroke.onset": "2025-06-01", **cells(on="2025-11-16")}))
    after = due_of(plan_with({"stroke.onset": "2025-06-01", **cells(on="2025-11-15")}))
    assert {"nihss", "grip_kg", "nine_hole_peg_s", "tis", "berg_balance", "barthel", "fma_ue"} <= set(year)
    assert not {"nihss", "grip_kg", "nine_hole_peg_s", "tis"} & set(after)


@pytest.mark.parametrize(
    ("measure", "score", "rule", "severity"),
    [("phq9", 9, "mood.referral.phq9", None), ("phq9", 10, "mood.referral.phq9", "confirm"),
     ("phq9_item9", 0, "mood.same_day_risk_question", None),
     ("phq9_item9", 1, "mood.same_day_risk_question", "confirm"),
     ("fss", 3.9, "fatigue.adapt", None), ("fss", 4, "fatigue.adapt", "warning")],
)  # fmt: skip
def test_a_positive_screen_is_put_to_the_clinician(measure: str, score: float, rule: str, severity: str | None) -> None:
    """A score at its cut-off raises a finding, one below does not (OV-21)."""
    found = findings_of(plan_with({f"measures.{measure}": score}), rule)
    assert found == ([] if severity is None else [(severity, None)])


def test_the_risk_question_never_reaches_the_patient() -> None:
    """Item 9, the referral and every class of treatment stay on the clinician's sheet."""
    from rehab.render.view_patient import patient_view

    plan = plan_with({"measures.phq9": 18, "measures.phq9_item9": 2})
    assert any("item 9" in one.message for one in plan.findings)
    printed = repr(patient_view(plan)).lower()
    for word in ("phq", "item 9", "ssri", "snri", "risk question", "mindfulness", "depress"):
        assert word not in printed, word


def test_aphasia_changes_the_mood_screen() -> None:
    """In marked aphasia an observer scale is due, and a PHQ on record is questioned."""
    plan = plan_with({"deficits.aphasia": "severe", "measures.phq2": 0})
    assert "sadq10" in due_of(plan)
    assert findings_of(plan, "mood.phq_in_aphasia") == [("warning", None)]
    assert "sadq10" not in due_of(plan_with({"deficits.aphasia": "mild"}))


def test_every_component_says_when_it_moves() -> None:
    """Each prescribed component has its words for more, for less and for stop (OV-23, OV-24)."""
    plan = plan_with()
    known: dict[str, set[str]] = {}
    for one in plan.progressions:
        known.setdefault(one.component, set()).add(one.direction)
    prescribed = {part.component for part in plan.prescriptions if part.status == "prescribed"}
    assert prescribed
    assert [name for name in sorted(prescribed) if known.get(name) != {"up", "back", "stop"}] == []


def test_heart_disease_moves_more_slowly() -> None:
    """With heart disease the slower step and the further reasons to step back are printed as well (OV-24)."""

    def rules(plan: Plan) -> set[str]:
        return {one.rule for one in plan.progressions}

    extra = rules(plan_with({"conditions.present": ["coronary_disease"]})) - rules(plan_with())
    assert {"progression.aerobic.up.heart_disease", "progression.aerobic.back.heart_disease"} <= extra


def test_a_swallow_of_unknown_state_is_due_at_once() -> None:
    """Without a dated swallow screen one is due on the first day; an impaired swallow is looked at again (OV-16)."""
    unknown = plan_with({"swallowing": {}})
    assert due_of(unknown)["swallow_screen"] == "2026-11-16"
    assert "fois" in due_of(plan_with({"swallowing.status": "impaired", "swallowing.score": 15}))
    assert "fois" not in due_of(plan_with())

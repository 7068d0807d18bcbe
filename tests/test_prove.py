"""Every safety claim holds for the rules as they ship, and each can fail: one planted defect a claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from people import START
from planted import Plant, added_exercise, both, bounds, cited, exercise, fact, guard, rebuilt, rule, without

from rehab.cli.main import cli
from rehab.cli.rules_prove import engine_of
from rehab.exchange.profile_file import read_profile
from rehab.knowledge.analysis.claims import CodeClaim
from rehab.knowledge.analysis.codes import Bench
from rehab.knowledge.analysis.invariants import Invariant, read_invariants
from rehab.knowledge.analysis.prove import CLAIMS, Proof, prove
from rehab.knowledge.load import load_rule_base
from rehab.model.rule import Bars, DoseRule
from rehab.model.rule_base import RuleBase

BASE = load_rule_base()
ALL: dict[str, Invariant | CodeClaim] = {**{one.id: one for one in read_invariants()}, **CLAIMS}
DOSED = {rule.quantity: [one.id for one in BASE.of_kind(DoseRule) if one.quantity == rule.quantity]
         for rule in BASE.of_kind(DoseRule)}  # fmt: skip


def higher(quantity: str, end: float) -> Plant:
    """Every dose of a quantity reaches further up."""
    return rule(*DOSED[quantity], value=bounds(at_least=1, at_most=end))


# claim -> the defect that must break it
PLANTED: dict[str, Plant] = {
    "session.unstable": without("stability.medically_stable"),
    "session.first_day": rule("stability.first_24_hours", when=guard(fact("stroke.hours_since", below=12))),
    "session.haemorrhage": rule("stability.haemorrhage_first_48_hours", if_unknown="skip", ask=None),
    "session.heart": without("screening.myocarditis"),
    "session.pressure_high": without("screening.pressure.hold"),
    "session.pressure_after_reperfusion": without("screening.pressure.after_reperfusion"),
    "session.pressure_low_first_days": without("screening.pressure.low_first_days"),
    "session.pressure_own_ceiling": without("screening.pressure.personal_ceiling"),
    "session.rate_first_days": without("screening.heart_rate.first_days"),
    "session.rate_later": without("screening.heart_rate.slow_later"),
    "session.oxygen_low": rule("screening.oxygen.low", when=guard({"all": (
        fact("targets.spo2_min_set", is_=False), fact("vitals.spo2", below=90))})),
    "session.oxygen_unknown_on_ward": rule("screening.temperature.fever", if_unknown="skip", ask=None, ask_when=None),
    "session.oxygen_own_target": without("screening.oxygen.below_personal_target"),
    "session.fever": rule("screening.temperature.fever", when=guard(fact("vitals.temperature_c", above=38.5))),
    "session.fever_after_cells": without("cell_therapy.fever"),
    "session.infection": without("stability.acute_infection"),
    "session.glucose": rule("screening.glucose.very_high", when=guard(fact("vitals.glucose_mmol_l", above=19.4))),
    "session.clot": without("stability.untreated_clot"),
    "session.orthostatic_first_days": without("screening.orthostatic.first_days"),
    "components.clearance": rule("stability.exercise_clearance", bars=Bars(components=("aerobic", "strength"))),
    "components.before_day_7": rule("stability.before_day_7", when=guard({"all": (
        fact("stroke.days_since", below=6), fact("care.early_exercise_unlocked", is_not=True))})),
    "components.first_week_asks_little": rule("flexibility.frequency.acsm", when="always"),
    "components.after_infusion": without("cell_therapy.first_two_days"),
    "swallow.nothing_to_swallow": rule("swallow.no_bolus", when=guard(fact("swallowing.safe", is_=False)),
                                       if_unknown="skip"),
    "swallow.cleared_only": without("swallow.exercises_not_cleared"),
    "swallow.screened_first": without("swallow.unscreened.ward"),
    "swallow.tracheostomy": without("swallow.tracheostomy"),
    "swallow.flat": rule("swallow.no_lying_flat", if_unknown="skip"),
    "shoulder.protected": rule("shoulder.no_pulling", when=guard(fact("deficits.arm", one_of=("moderate", "severe")))),
    "skull.open": without("stability.craniectomy.no_standing"),
    "skull.open_head_down": without("stability.craniectomy.no_head_down"),
    "standing.faint": rule("screening.orthostatic.no_standing",
                           when=guard(fact("vitals.orthostatic_drop_mmhg", above=20))),
    "standing.fracture": without("stability.recent_fracture"),
    "falls.home": rule("falls.home.seated_only", if_unknown="skip"),
    "falls.setting_unknown": rule("falls.home.seated_only", when=guard({"all": (
        fact("care.setting", is_="home"), fact("measures.fac", below=3))})),
    "falls.ward": both(rule("falls.ward.hands_on", if_unknown="skip"), exercise("sit_to_stand_hands", needs="always")),
    "falls.helper": rule("falls.berg", when=guard(fact("measures.berg_balance", at_most=49))),
    "falls.machines": without("falls.machines"),
    "seizures.machines": exercise("recumbent_stepper", excludes=None),
    "effort.no_breath_hold": without("stability.breath_hold"),
    "effort.high_is_locked": without("stability.high_effort_locked"),
    "heart_rate.fibrillation": rule("heart_rate.atrial_fibrillation", if_unknown="skip"),
    "heart_rate.pacing": without("heart_rate.pacing"),
    "heart_rate.rest_unusable": without("heart_rate.resting_rate_unusable"),
    "heart_rate.slowing_drugs": without("heart_rate.rate_limiting_drugs"),
    "heart_rate.first_week": without("heart_rate.first_week"),
    "heart_rate.ischaemia_without_threshold": without("heart_rate.ischaemic_threshold_unusable"),
    "dose.effort": higher("aerobic.rpe_6_20", 15),
    "dose.effort_untested_heart": rule("cardiac.untested.effort", if_unknown="skip"),
    "dose.reserve_untested_heart": without("cardiac.untested.heart_rate_reserve"),
    "dose.maximum_untested_heart": without("cardiac.untested.heart_rate_max"),
    "dose.effort_ischaemia": without("cardiac.ischaemia.effort"),
    "dose.effort_glucose": without("screening.glucose.effort"),
    "dose.effort_first_week": without("aerobic.effort.first_week"),
    "dose.reserve": higher("aerobic.heart_rate_reserve_percent", 85),
    "dose.aerobic_time": higher("aerobic.time", 90),
    "dose.strength_days": higher("strength.frequency", 4),
    "dose.strength_days_heart_failure": without("strength.frequency.heart_failure"),
    "dose.strength_load": higher("strength.one_rm_percent", 75),
    "dose.second_day": without("mobilisation.time.second_day"),
    "dose.minutes_unknown": rule("week.minutes.not_known", if_unknown="skip", value=bounds(at_most=45)),
    "heart_failure.flat": added_exercise("heel_slide_lying", id="lie_and_look", excludes=None),
    "fracture.no_load": exercise("knees_apart_band", excludes=None),
    "falls.sitting_balance": without("falls.sitting_balance", "falls.sitting_trunk"),
    "data.no_recalled_dose": lambda base: cited(base, "aerobic.time.acsm", checked="recalled"),
    "data.plausible_doses": rule("aerobic.time.acsm", value=bounds(at_least=20, at_most=600)),
    "data.gates_reopen": rule("falls.home.seated_only", reopens=" "),
    "data.session_gates_are_heard": rule("stability.acute_infection", severity="info"),
    "data.no_pulley": added_exercise("shoulder_blade_squeeze", id="rope", steps=("Sit by the pulley.", "Pull.")),
    "data.no_cell_dose": rule("aerobic.time.acsm", when=guard(fact("cell_therapy.exposed", is_=True))),
    "swallow.each_cleared": exercise("masako", needs=guard(fact("swallowing.cleared.effortful_swallow", is_=True))),
    "shoulder.subluxed_unloaded": exercise("row_band", excludes=None),
    "heart_rate.band_is_safe": without("cardiac.personal_heart_rate_max"),
    "heart_rate.no_scale_no_ceiling": without("cardiac.personal_heart_rate_max"),
    "heart_rate.ischaemic_distance": without("cardiac.ischaemia.heart_rate"),
    "week.within_tolerance": without("aerobic.time.tolerance"),
}  # fmt: skip
# claims that compare the engine with the rules: the engine is given other rules than the claim reads
ENGINE_ONLY: dict[str, Plant] = {
    "unknown.asked_is_deferred": without("stability.medically_stable"),
    "helper.engine": without("falls.berg"),
    "limits.never_widen": without("aerobic.effort.first_week"),
}


def proven(claim: str, rules: RuleBase, runs: RuleBase | None = None) -> Proof:
    """The proof of one claim for these rules, on an engine that runs them or others."""
    return prove(Bench(rules, START), ALL[claim], engine_of(runs or rules, START), START)


def test_there_are_claims_enough() -> None:
    """At least 25 claims, each with a sentence of its own, and each with its planted defect."""
    assert len(ALL) >= 25
    assert len({one.claim for one in ALL.values()}) == len(ALL)
    assert set(PLANTED) | set(ENGINE_ONLY) == set(ALL)
    assert set(PLANTED).isdisjoint(ENGINE_ONLY)


@pytest.mark.parametrize("claim", ALL)
def test_each_claim_holds(claim: str) -> None:
    """The claim holds for the rule base as it ships, and it is about somebody."""
    proof = proven(claim, BASE)
    assert proof.holds, f"{proof.broken_by}\n{proof.witness}"


@pytest.mark.parametrize("claim", PLANTED)
def test_each_claim_can_fail(claim: str, tmp_path: Path) -> None:
    """With one defect planted the claim is broken, and a made-up person who shows it is a profile that can be read."""
    broken = PLANTED[claim](BASE)
    proof = proven(claim, broken)
    assert not proof.holds
    assert proof.broken_by
    assert proof.witness or claim.startswith("data.")
    if proof.witness:
        path = tmp_path / "witness.yaml"
        path.write_text(proof.witness, encoding="utf-8")
        profile = read_profile(path, START, BASE)
        concluded = engine_of(broken, START)(profile)
        if claim.startswith("session.") and claim != "session.first_day":
            assert concluded.planned  # what the claim forbids does happen to this person


@pytest.mark.parametrize("claim", ENGINE_ONLY)
def test_claims_about_the_engine_can_fail(claim: str) -> None:
    """An engine that leaves a rule out is found by the claim that watches it."""
    proof = proven(claim, BASE, ENGINE_ONLY[claim](BASE))
    assert not proof.holds
    assert proof.witness


@pytest.mark.parametrize("claim", ["session.pressure_high", "falls.helper", "dose.effort_first_week",
                                   "heart_rate.fibrillation", "components.clearance", "swallow.flat"])  # fmt: skip
def test_a_faulty_engine_breaks_what_the_boxes_prove(claim: str) -> None:
    """Where the rules are right and the engine ignores them, trying people shows it."""
    gone = {"heart_rate.fibrillation": "heart_rate.atrial_fibrillation", "swallow.flat": "swallow.no_lying_flat"}
    plant = without(gone[claim]) if claim in gone else PLANTED[claim]
    proof = proven(claim, BASE, plant(BASE))
    assert not proof.holds
    assert proof.method == "engine"


def test_a_claim_about_nobody_does_not_hold() -> None:
    """A guard that nobody meets proves nothing, so the claim counts as broken; so does one without anything to ask."""
    some: Any = ALL["session.fever"]
    nobody = some.model_copy(update={"when": guard({"all": (
        fact("swallowing.safe", is_=True), fact("swallowing.status", is_="failed"))})})  # fmt: skip
    proof = prove(Bench(BASE, START), nobody, engine_of(BASE, START), START)
    assert (proof.holds, proof.broken_by) == (False, "the claim is about nobody")
    helper: Any = ALL["falls.machines"]
    empty = rebuilt(BASE, exercises=())
    assert not prove(Bench(empty, START), helper, engine_of(empty, START), START).holds


def test_the_command_proves() -> None:
    """`rehab rules prove --only dose.` prints one line a claim with its method, and ends 0."""
    done = CliRunner().invoke(cli, ["rules", "prove", "--only", "dose.", "--date", "2026-11-16"])
    assert done.exit_code == 0, done.output
    lines = [line for line in done.output.splitlines() if line.startswith("holds")]
    assert len(lines) == sum(name.startswith("dose.") for name in ALL)
    assert "kinds of people" in done.output


def test_the_command_shows_who_breaks_a_claim(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With a defect planted the command names the claim, writes a profile that `rehab plan` accepts, and ends 1."""
    broken = PLANTED["session.pressure_high"](BASE)
    monkeypatch.setattr("rehab.knowledge.load.load_rule_base", lambda: broken)
    done = CliRunner().invoke(
        cli, ["rules", "prove", "--only", "session.pressure_high", "--date", str(START), "--witness", str(tmp_path)]
    )
    assert done.exit_code == 1, done.output
    assert "BROKEN  session.pressure_high" in done.output
    monkeypatch.undo()
    witness = tmp_path / "session.pressure_high.yaml"
    planned = CliRunner().invoke(
        cli, ["plan", str(witness), "-o", str(tmp_path / "out"), "--date", str(START), "--only", "json"]
    )
    assert isinstance(planned.exit_code, int)
    assert planned.exit_code in (0, 3, 4), planned.output
    assert list((tmp_path / "out").glob("WITNESS-*.plan.json"))


def test_a_replaced_function_is_not_shared() -> None:
    """A planted defect leaves the rule base itself as it was."""
    plant: Callable[[RuleBase], RuleBase] = without("screening.pressure.hold")
    assert len(plant(BASE).rules) == len(BASE.rules) - 1
    assert "screening.pressure.hold" in BASE.by_id
    assert replace(proven("session.fever", BASE), size="") == replace(proven("session.fever", BASE), size="")

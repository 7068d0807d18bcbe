"""The rules as they ship have no fault that is not accepted, and each check finds the fault it looks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import strategies
from click.testing import CliRunner
from hypothesis import given, settings
from people import profile_with, tuples
from planted import Plant, added, added_exercise, bounds, cited, fact, guard, rebuilt, rule, without

from rehab.cli.main import cli
from rehab.engine.prescribe import prescribe
from rehab.errors import InputError
from rehab.knowledge.analysis.codes import CHECKS, Bench, Fault
from rehab.knowledge.analysis.lint import OUTDATED, Accepted, lint, read_accepted
from rehab.knowledge.analysis.prove import profile_of
from rehab.knowledge.analysis.witness import person, profile_data
from rehab.knowledge.load import load_rule_base
from rehab.model.profile import Profile
from rehab.model.rule import Bars, Selector
from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan

DAY = date(2026, 11, 21)
BASE = load_rule_base()
TABLES = {code for code, check in CHECKS.items() if check.table}
LATE = fact("stroke.hours_since", at_least=168)
ACUTE = fact("stroke.phase", is_="acute")


def unused_source(base: RuleBase) -> RuleBase:
    """A source that nothing cites."""
    return rebuilt(base, sources={**base.sources, "nobody-reads-it": next(iter(base.sources.values()))})


def stale_source(base: RuleBase) -> RuleBase:
    """A source that was looked at long ago."""
    old = base.sources["overview"].model_copy(update={"checked_on": date(2024, 11, 20)})
    return rebuilt(base, sources={**base.sources, "overview": old})


# code -> (defect, what the fault is about)
PLANTED: dict[str, tuple[Plant, tuple[str, ...]]] = {
    "L101": (rule("falls.berg", when=guard({"all": (LATE, ACUTE)})), ("falls.berg",)),
    "L102": (rule("falls.berg", when=guard({"all": (ACUTE, {"any": (LATE, fact("measures.fac", below=3))})})),
             ("falls.berg",)),
    "L103": (added_exercise("sit_reach", id="hold_it", tags=("breath_hold",)), ("hold_it",)),
    "L104": (rule("stability.recent_fracture", bars=Bars(exercises=Selector(tag=("floor",)))),
             ("stability.recent_fracture",)),
    "L201": (added("aerobic.time.acsm", id="aerobic.time.long", value=bounds(at_least=61)),
             ("aerobic.time.aha2014", "aerobic.time.long")),
    "L202": (added("aerobic.time.severe_fatigue", id="aerobic.time.least", value=bounds(at_least=40)),
             ("aerobic.time.severe_fatigue", "aerobic.time.least")),
    "L204": (rule("strength.time.house", when=guard(fact("stroke.phase", is_="chronic"))), ("strength.time",)),
    "L205": (added("cardiac.personal_heart_rate_max", id="cardiac.half_of_it",
                   value=bounds(at_most={"fact": "targets.heart_rate_max", "times": 0.5})), ("cardiac.half_of_it",)),
    "L206": (added("aerobic.time.severe_fatigue", id="aerobic.time.loose", value=bounds(at_most=90)),
             ("aerobic.time.loose",)),
    "L301": (rule("mobilisation.sessions.second_day", when=guard(fact("stroke.hours_since", at_most=48))),
             ("mobilisation.sessions.first_week", "mobilisation.sessions.second_day")),
    "L401": (rule("aerobic.time.acsm", value=bounds(at_least=25, at_most=60)), ("aerobic.time.acsm",)),
    "L402": (lambda base: cited(base, "aerobic.bout.overview", states="bouts of more than 10 minutes"),
             ("aerobic.bout.overview",)),
    "L501": (without("stability.untreated_clot"), ("care.anticoagulation_therapeutic",)),
    "L502": (unused_source, ("nobody-reads-it",)),
    "L601": (stale_source, ("overview",)),
    "L701": (rule("stability.recent_fracture", ask_when=guard(fact("stroke.phase", is_="chronic")),
                  when=guard({"all": (fact("conditions.recent_fracture", is_=True), ACUTE)})),
             ("stability.recent_fracture",)),
    "L704": (rule("screening.pressure.hold", if_unknown="skip", ask=None), ("screening.pressure.hold",)),
}  # fmt: skip


def faults(base: RuleBase, code: str) -> list[Fault]:
    """The faults of one check."""
    return list(CHECKS[code].run(Bench(base, DAY)))


def test_every_check_has_its_defect() -> None:
    """There are checks, and each is either a table or is shown below on a defect of its own."""
    assert len(CHECKS) >= 15
    assert set(PLANTED) == set(CHECKS) - TABLES
    assert TABLES


def test_the_rules_have_no_fault() -> None:
    """What ships has no fault but accepted ones, and no acceptance is out of date."""
    report = lint(Bench(BASE, DAY), read_accepted())
    assert [f"{fault.code} {fault.about}: {fault.sentence}" for fault in report.faults] == []
    assert report.accepted
    assert all(len(reason) > 20 for _, reason in report.accepted)


@pytest.mark.parametrize("code", PLANTED)
def test_each_check_finds_its_defect(code: str) -> None:
    """The check finds the planted defect, and does not find it without."""
    plant, about = PLANTED[code]
    before = {fault.key for fault in faults(BASE, code)}
    key = (code, tuple(sorted(about)))
    assert key not in before
    assert key in {fault.key for fault in faults(plant(BASE), code)}


@pytest.mark.parametrize("code", sorted(TABLES))
def test_tables_are_not_empty(code: str) -> None:
    """Each table tells something about the rules as they ship."""
    assert faults(BASE, code)


@pytest.mark.parametrize("code", ["L201", "L202", "L204"])
def test_a_witness_is_a_person_with_a_plan(code: str) -> None:
    """The person of a conflict or a hole makes a plan in which the conflict or the hole is seen."""
    plant, about = PLANTED[code]
    broken = plant(BASE)
    fault = next(one for one in faults(broken, code) if one.key == (code, tuple(sorted(about))))
    assert fault.witness is not None
    facts = person(fault.witness, Bench(broken, DAY).relations)
    assert facts is not None
    plan = build_plan(profile_of(profile_data(facts, DAY)), DAY, broken)
    doses = {dose.quantity: dose.status for part in plan.prescriptions for dose in part.doses}
    if code == "L204":
        assert "strength.frequency" in doses
        assert "strength.time" not in doses
    else:
        assert doses["aerobic.time"] == "conflict"


@settings(max_examples=40)
@given(strategies.profiles())
def test_no_conflict_at_run_time_is_a_surprise(data: dict[str, Any]) -> None:
    """On random people, every conflict that the engine meets was predicted, for shipped and for conflicting rules."""
    for base in (BASE, CONFLICTING):
        made = prescribe(Profile.model_validate(tuples(data)), DAY, base).prescription
        doses = [*made.week.values(), *(dose for part in made.components for dose in part.doses.values())]
        met = {tuple(sorted(dose.cut_by)) for dose in doses if dose.status == "conflict"}
        assert met <= PREDICTED[base.digest]


CONFLICTING = PLANTED["L202"][0](PLANTED["L201"][0](BASE))
PREDICTED = {
    base.digest: {tuple(sorted(fault.about)) for code in ("L201", "L202") for fault in faults(base, code)}
    for base in (BASE, CONFLICTING)
}


def test_conflicts_are_predicted_at_all() -> None:
    """The two rule bases above differ: the shipped one has no conflict, the other has, and somebody meets it."""
    assert not PREDICTED[BASE.digest]
    assert len(PREDICTED[CONFLICTING.digest]) > 1
    made = prescribe(profile_with(), DAY, CONFLICTING).prescription
    aerobic = next(part for part in made.components if part.component == "aerobic")
    assert aerobic.doses["aerobic.time"].status == "conflict"


def test_an_acceptance_without_its_fault_is_a_fault() -> None:
    """An accepted fault is set aside by its code and its entries; one that does not occur is reported."""
    plant, about = PLANTED["L201"]
    checks = [CHECKS["L201"]]
    entry = {"code": "L201", "reason": "Both are wanted until the owner decides.", "by": "somebody", "on": DAY}
    pair = Accepted.model_validate({**entry, "pair": tuple(reversed(about))})
    kept = lint(Bench(plant(BASE), DAY), [pair], checks)
    assert pair.keys[0] in {fault.key for fault, _ in kept.accepted}
    assert pair.keys[0] not in {fault.key for fault in kept.faults}
    gone = lint(Bench(BASE, DAY), [pair], checks)
    assert [fault.code for fault in gone.faults] == [OUTDATED]


def test_an_acceptance_needs_its_reason(tmp_path: Path) -> None:
    """An entry without a reason, with an unknown key or with an unknown code is refused."""
    good = "- {code: L501, each: [a.b], reason: used by a formula of the engine, by: somebody, on: 2026-11-21}\n"
    path = tmp_path / "accepted.yaml"
    path.write_text(good, encoding="utf-8")
    assert len(read_accepted(path)) == 1
    for bad in ("reason: used by a formula of the engine, ", "code: L501, "):
        path.write_text(good.replace(bad, ""), encoding="utf-8")
        with pytest.raises((InputError, ValueError)):
            read_accepted(path)
    path.write_text(good.replace("by: ", "who: "), encoding="utf-8")
    with pytest.raises((InputError, ValueError)):
        read_accepted(path)


@pytest.mark.parametrize("code", CHECKS)
def test_each_code_is_explained(code: str) -> None:
    """`rehab rules explain CODE` prints the title and what to do."""
    done = CliRunner().invoke(cli, ["rules", "explain", code])
    assert done.exit_code == 0
    assert CHECKS[code].title in done.output
    assert len(done.output) > 100


def test_explain_lists_and_offers() -> None:
    """Without a code every code is listed; a claim is explained too; a wrong code ends badly with the nearest one."""
    listed = CliRunner().invoke(cli, ["rules", "explain"]).output
    assert all(code in listed for code in (*CHECKS, OUTDATED))
    assert "About: conditions.atrial_fibrillation" in CliRunner().invoke(
        cli, ["rules", "explain", "heart_rate.fibrillation"]
    ).output
    wrong = CliRunner().invoke(cli, ["rules", "explain", "L103x"])
    assert isinstance(wrong.exception, InputError)
    assert "L103" in str(wrong.exception)


def test_the_command_ends_by_what_it_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """`rehab rules lint` ends 0 today, 1 when sources have grown old, 1 on a defect, which it shows on somebody."""
    run = CliRunner().invoke
    good = run(cli, ["rules", "lint", "--date", "2026-11-21", "--tables", "--accepted"])
    assert good.exit_code == 0, good.output
    assert "0 faults" in good.output
    assert "for example:" in good.output
    old = run(cli, ["rules", "lint", "--date", "2029-01-01"])
    assert old.exit_code == 1
    assert "L601 overview" in old.output
    broken = PLANTED["L201"][0](BASE)
    monkeypatch.setattr("rehab.knowledge.load.load_rule_base", lambda: broken)
    bad = run(cli, ["rules", "lint", "--date", "2026-11-21"])
    assert bad.exit_code == 1
    assert "L201 aerobic.time.aha2014, aerobic.time.long" in bad.output
    assert "[20, 60] and [61, ) leave no number" in bad.output
    assert "for example: the safe person" in bad.output

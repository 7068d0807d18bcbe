"""The case bank: expectations of the sources, held against whole plans; each may disagree only with a listed reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from changed_base import changed
from click.testing import CliRunner
from pydantic import ValidationError

from rehab.batch.bank import START, Case, Expectation, Outcome, profile_of, read_cases, run
from rehab.batch.bank_paths import Seen, value_at
from rehab.cli.rules_bank import bank
from rehab.engine.derive import derive
from rehab.exchange.profile_file import read_profile
from rehab.knowledge.dossier_coverage import read_dossier
from rehab.model.guard import facts_of
from rehab.model.rule import REQUIREMENT, DoseRule
from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan

CASES, PEOPLE = read_cases()


@pytest.fixture(scope="module")
def outcomes(base: RuleBase) -> list[Outcome]:
    """Every expectation of every case beside the program's answer."""
    return list(run(base, CASES, PEOPLE))


def faults(base: RuleBase, case_id: str) -> list[str]:
    """The unlisted disagreements of one case."""
    (case,) = [one for one in CASES if one.id == case_id]
    return [one.expectation.text for one in run(base, [case], PEOPLE) if one.fault]


def test_there_are_enough_people() -> None:
    """The bank holds at least 40 people and 200 expectations, each person under one name and with a story."""
    assert len(CASES) >= 40
    assert sum(len(case.expect) for case in CASES) >= 200
    assert max(Counter(case.id for case in CASES).values()) == 1
    assert all(len(case.story) > 20 for case in CASES)


def test_the_program_agrees_with_the_sources(outcomes: list[Outcome]) -> None:
    """Every expectation agrees or is listed with its reason, and no listed one agrees by now."""
    assert outcomes
    assert [f"{one.case.id}: {one.expectation.text}; said: {one.answer}" for one in outcomes if one.fault] == []


def test_most_agree(outcomes: list[Outcome]) -> None:
    """At least nine of ten expectations agree, so the list of reasons cannot swallow the bank."""
    assert sum(one.agrees for one in outcomes) >= 0.9 * len(outcomes)


def test_every_expectation_names_a_row_that_exists() -> None:
    """Each expectation rests on a row of the evidence or of the guideline documents."""
    rows = {one.id for one in read_dossier()}
    named = [(case.id, one.row) for case in CASES for one in case.expect]
    assert named
    assert [one for one in named if one[1] not in rows and not re.fullmatch(REQUIREMENT, one[1])] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_person_could_be_read_from_a_file(case: Case, base: RuleBase, tmp_path: Path) -> None:
    """The people of the bank are profiles that the program's own reader takes: dates, ids and readings fit."""
    path = tmp_path / "person.json"
    path.write_text(profile_of(case, PEOPLE).model_dump_json(by_alias=True, exclude_none=True), encoding="utf-8")
    assert read_profile(path, START, base) == profile_of(case, PEOPLE)


@pytest.mark.parametrize(
    ("case_id", "without", "expected"),
    [
        ("pressure_181", ("screening.pressure.hold",), "sessions.count is 0"),
        ("c9_atrial_fibrillation", ("heart_rate.atrial_fibrillation",), "aerobic.heart_rate.allowed is no dose"),
        ("berg_46", ("falls.berg",), "absent: position standing and helper none"),
        ("swallow_unscreened_home", ("swallow.unscreened.home",), "finding.DYS-01 is confirm"),
        ("cells_and_fever", ("cell_therapy.fever",), "sessions.count is 0"),
    ],
)
def test_a_lost_rule_is_noticed(case_id: str, without: tuple[str, ...], expected: str, base: RuleBase) -> None:
    """Taking a rule away makes the case that rests on it disagree."""
    assert expected in faults(changed(base, without=without), case_id)


def test_a_changed_figure_is_noticed(base: RuleBase) -> None:
    """Another formula for the maximal heart rate moves the band away from the worked arithmetic."""
    wrong = {**base.formulas, "tanaka": base.formulas["tanaka"].model_copy(update={"intercept": 220.0})}
    assert "aerobic.heart_rate.allowed is [110, 131]" in faults(changed(base, formulas=wrong), "walker_as_is")


def test_a_mistyped_path_cannot_agree(base: RuleBase) -> None:
    """A path, factor or fact that does not exist is an error, never a silent answer."""
    profile = profile_of(CASES[0], PEOPLE)
    seen = Seen(build_plan(profile, START, base), derive(profile, START, base).facts, base)
    for path in ("aerobic.tyme.allowed", "aerobic.time.alowed", "risk.lipids", "fact.stroke.fase", "plan.faze", "x"):
        with pytest.raises(KeyError):
            value_at(path, seen)


@pytest.mark.parametrize(
    "plain",
    [{}, {"path": "sessions.count"}, {"path": "sessions.count", "is": 0, "at_least": 1},
     {"present": {"tag": ("bolus",)}, "absent": {"tag": ("bolus",)}},
     {"path": "sessions.count", "is": 0, "accepted": "so it is", "open": "so it is"}],
    ids=["nothing", "no-test", "two-tests", "both", "accepted-and-open"],
)  # fmt: skip
def test_an_expectation_asks_one_thing(plain: dict[str, object]) -> None:
    """An expectation without a test, with two, or with two kinds of reason is refused."""
    with pytest.raises(ValidationError):
        Expectation.model_validate({"row": "3-1", **plain})


def test_the_command_counts_and_ends(outcomes: list[Outcome]) -> None:
    """`rehab rules bank` prints how many agree, and ends with 1 exactly where there is a fault."""
    done = CliRunner().invoke(bank, ["--disagreements"])
    agreed = sum(one.agrees for one in outcomes)
    assert f"{agreed} of {len(outcomes)} agree" in done.output
    assert done.exit_code == (1 if any(one.fault for one in outcomes) else 0)
    assert CliRunner().invoke(bank, ["--case", "nobody"]).exit_code == 2


def test_no_dose_rests_on_cell_therapy(base: RuleBase) -> None:
    """No rule that gives a dose looks at cell therapy, so interest or an infusion can never raise or lower one."""
    doses = base.of_kind(DoseRule)
    assert doses
    assert [one.id for one in doses if any(name.startswith("cell_therapy.") for name in facts_of(one.when))] == []

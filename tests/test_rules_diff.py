"""Two rule bases compared: what changed in words, and whose plans change, by id and never by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from people import START, data_with

from rehab.batch.rules_diff import effects_on
from rehab.cli.main import cli
from rehab.errors import InputError
from rehab.knowledge.change import Change, changes_between
from rehab.knowledge.load import DATA, load_rule_base
from rehab.model.citation import Citation
from rehab.model.guard import All, AnyOf, Leaf
from rehab.model.rule import Say
from rehab.model.rule_base import RuleBase

NAME = "Unmistakable Person"
DATE = START.isoformat()
Copy = Callable[..., Path]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Makes a folder of rule data with passages of one file replaced."""

    def make(file: str = "version.yaml", **passages: str) -> Path:
        folder = tmp_path / "rules-of-october"
        shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        path = folder / file
        text = path.read_text(encoding="utf-8")
        old, new = passages.get("old", ""), passages.get("new", "")
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A caseload of two named people, one of whom has no arm, hand, leg or balance deficit."""
    folder = tmp_path / "people"
    folder.mkdir()
    for number, deficit in ((1, "mild"), (2, "none")):
        changes = {"patient.id": f"T-{number}", "patient.name": NAME, "deficits.balance": deficit}
        (folder / f"{number}.json").write_text(json.dumps(data_with(changes)), encoding="utf-8")
    return folder


def run(*words: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, ["rules", "diff", *map(str, words)])


BALANCE = {
    "old": "value: {at_least: 10, at_most: 20}",
    "new": "value: {at_least: 10, at_most: 30}",
}


def test_a_rule_base_does_not_differ_from_itself(base: RuleBase) -> None:
    """There is no change between a rule base and itself."""
    assert list(changes_between(base, base)) == []


def test_an_interval_that_shrinks_is_said_field_by_field(copy: Copy, base: RuleBase) -> None:
    """A changed end is one changed rule with the old and the new interval, and whether it permits more."""
    old = load_rule_base(copy("rules/balance.yaml", **BALANCE), use_cache=False)
    expected = Change("rule", "balance.time.house", "changed", ("value: [10, 30] -> [10, 20] (narrower)",))
    assert list(changes_between(old, base)) == [expected]
    (back,) = changes_between(base, old)
    assert back.details == ("value: [10, 20] -> [10, 30] (wider: permits more)",)


def test_added_and_removed_rules_are_named(base: RuleBase) -> None:
    """A rule that is in one of two bases only is added or removed, with what it says when it is new."""
    fields = {name: getattr(base, name) for name in RuleBase.model_fields}
    fewer = RuleBase(**{**fields, "rules": tuple(rule for rule in base.rules if rule.id != "falls.neglect")})
    (removed,) = changes_between(base, fewer)
    assert removed == Change("rule", "falls.neglect", "removed")
    (added,) = changes_between(fewer, base)
    assert added.how == "added"
    assert any(line.startswith("when: deficit neglect is") for line in added.details)


def test_every_field_of_every_entry_is_compared(base: RuleBase) -> None:
    """Each field of a rule and of an exercise that reads otherwise makes one changed entry that names this field."""
    fields = {name: getattr(base, name) for name in RuleBase.model_fields}
    for part, first in (("rules", base.by_id["screening.pressure.hold"]), ("exercises", base.exercises[0])):
        for field in type(first).model_fields.keys() - {"id"}:
            other = first.model_copy(update={field: changed(getattr(first, field))})
            entries = tuple(other if one is first else one for one in fields[part])
            (change,) = changes_between(base, RuleBase.model_construct(**{**fields, part: entries}))
            assert change.how == "changed"
            assert {line.partition(":")[0].partition(".")[0] for line in change.details} == {field}


def changed(value: Any) -> Any:
    """Another value of the same form."""
    if isinstance(value, Citation):
        return value.model_copy(update={"states": "something else"})
    if isinstance(value, Say):
        return value.model_copy(update={"clinician": "something else"})
    if isinstance(value, AnyOf):
        return AnyOf(any=value.any[:1])
    if isinstance(value, All | Leaf) or value is None:
        return "always"
    return (*value, "x") if isinstance(value, tuple) else f"{value}x"


def test_only_the_plans_that_a_change_touches_change(copy: Copy, people: Path, base: RuleBase) -> None:
    """A shorter balance session changes the plan of the person with a balance deficit, not the other's."""
    old = load_rule_base(copy("rules/balance.yaml", **BALANCE), use_cache=False)
    effects = {one.patient: one.lines for one in effects_on(sorted(people.iterdir()), START, old, base)}
    assert effects["T-2"] == ()
    assert "balance.time allowed: 10 to 30 -> 10 to 20 min/session" in effects["T-1"]


def test_advice_that_changes_is_a_change_of_the_plan(copy: Copy, people: Path, base: RuleBase) -> None:
    """Words on the page count: an advice line that reads otherwise shows, though no dose differs."""
    folder = copy("rules/risk_factors.yaml", old="Do not sit still for long.", new="Get up.")
    old = load_rule_base(folder, use_cache=False)
    for effect in effects_on(sorted(people.iterdir()), START, old, base):
        assert effect.lines == ("advice: 1 gone or changed, 1 new or changed",)


def test_the_command_names_ids_and_never_names(copy: Copy, people: Path) -> None:
    """The whole output holds the ids of the changed plans, the count, and no patient's name."""
    done = run(copy("rules/balance.yaml", **BALANCE), "--profiles", people, "--date", DATE)
    assert done.exit_code == 0, done.output
    assert "rule changed: balance.time.house" in done.output
    assert "T-1  balance.time allowed: 10 to 30 -> 10 to 20 min/session" in done.output
    assert f"Plans from {DATE}: 1 of 2 change" in done.output
    assert "Rules: 0 added, 0 removed, 1 changed. Other entries: 0." in done.output
    assert NAME not in done.output


def test_a_profile_that_cannot_be_read_does_not_hide_the_rest(copy: Copy, people: Path) -> None:
    """A broken profile is said with its place and ends the command with 1; the others are still compared."""
    (people / "3.json").write_text("{}", encoding="utf-8")
    done = run(copy("rules/balance.yaml", **BALANCE), "--profiles", people, "--date", DATE)
    assert done.exit_code == 1
    assert "3.json:1:1: P002" in done.output
    assert f"Plans from {DATE}: 1 of 2 change; 1 profiles not read" in done.output


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    """A folder that holds no rule data is named in one sentence."""
    done = run(tmp_path)
    assert isinstance(done.exception, InputError)
    assert done.exception.problems[0].code == "R031"


def test_nothing_to_compare_is_a_wrong_call() -> None:
    """Without a folder and without an overlay the command says what it needs."""
    assert run().exit_code == 2

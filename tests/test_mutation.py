"""The cases notice a broken rule: every small change of a rule makes some case fail."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import case_files
import mutants
import pytest
from mutation_witness import says, witness_of
from pydantic import TypeAdapter

from rehab.model.rule import AnyRule, Rule
from rehab.model.rule_base import RuleBase

SEED = 20261121
SAMPLE = 1500
LEAST = 98.0
RULE: TypeAdapter[Any] = TypeAdapter(AnyRule)
CITE = {"source": "house", "at": "a test", "row": "house", "states": "a test", "checked": "house"}


def dose(**parts: Any) -> Rule:
    """A dose rule for a test."""
    plain = {"id": "test.dose", "kind": "dose", "quantity": "aerobic.time", "when": "always", "cite": CITE,
             "value": {"at_least": 3.0, "at_most": 5.0}}  # fmt: skip
    made: Rule = RULE.validate_python({**plain, **parts})
    return made


def unlisted(score: mutants.Score) -> list[str]:
    """The survivors without a reason."""
    return [one.name for one in score.survivors if one.name not in mutants.listed()]


def test_a_sample_of_mutants_dies(base: RuleBase) -> None:
    """Of a seeded sample of all mutants every one is killed, means the same, or is listed with a reason."""
    everyone = list(mutants.mutants_of(base.rules))
    assert len(everyone) > SAMPLE
    score = mutants.score_of(random.Random(SEED).sample(everyone, SAMPLE), base)  # noqa: S311  (no secret)
    assert unlisted(score) == []


@pytest.mark.nightly
def test_nearly_all_mutants_die(base: RuleBase) -> None:
    """Of all mutants at least 98 % are killed, every survivor is listed with its reason, and no other is listed."""
    score = mutants.score_of(mutants.mutants_of(base.rules), base)
    assert score.killed_percent >= LEAST
    assert unlisted(score) == []
    assert sorted(mutants.listed().keys() - {one.name for one in score.survivors}) == []
    assert all(len(reason) > 20 for reason in mutants.listed().values())


def test_every_kind_of_change_is_made(base: RuleBase) -> None:
    """Numbers, ends, comparisons, words, joints, parts and unknown effects of the real rules are all changed, often."""
    made = Counter(one.operator for one in mutants.mutants_of(base.rules))
    assert {name for name, number in made.items() if number > 50} >= {
        "number", "end", "comparison", "word", "joint", "part", "unknown",
    }  # fmt: skip


def test_mutants_of_one_rule_are_the_expected_ones() -> None:
    """A dose with two ends, a number in its guard and a rule it stands in for has exactly these mutants."""
    rule = dose(when={"fact": "vitals.systolic", "at_least": 100.0}, instead_of=("test.other",))
    assert [one.what for one in mutants.mutants_of([rule])] == [
        "when vitals.systolic at_least 100.0 to above",
        "when vitals.systolic at_least 100.0 to 101",
        "when vitals.systolic at_least 100.0 to 99",
        "value at_least to above",
        "value at_least 3 to 4",
        "value at_least 3 to 2",
        "value at_most to below",
        "value at_most 5 to 6",
        "value at_most 5 to 4",
        "no longer instead of test.other",
    ]


@pytest.mark.parametrize(
    ("number", "step", "expected"),
    [(180.0, None, (181.0, 179.0)), (13.9, None, (14.0, 13.8)), (38.0, 0.1, (38.1, 37.9)), (0.55, None, (0.56, 0.54))],
)
def test_a_number_moves_by_its_last_place(number: float, step: float | None, expected: tuple[float, float]) -> None:
    """A number is moved by one in its last written place, or by the step in which its unit is recorded."""
    assert mutants.nudged(number, step) == expected


def test_a_missing_case_lets_a_mutant_live(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the case exactly at 180 nobody notices that `above 180` became `at_least 180`: the score can fall."""
    name = "screening.pressure.hold"
    path = case_files.CASES.joinpath(*name.split(".")).with_suffix(".yaml")
    file = case_files.read(path)
    changes = mutants.mutants_of([base.by_id[name]])
    mutant = next(one for one in changes if "systolic above 180.0 to at_least" in one.what)
    assert mutants.killed_by(mutant) is not None
    poorer = replace(file, cases=tuple(one for one in file.cases if one.given.get("vitals.systolic") != 180))
    assert len(poorer.cases) < len(file.cases)
    monkeypatch.setattr(case_files, "read", lambda _path: poorer)
    assert mutants.killed_by(mutant) is None
    assert mutants.score_of([mutant], base).survivors == (mutant,)


def test_a_witness_tells_two_rules_apart() -> None:
    """Where two rules differ the witness is a set of facts on which they differ."""
    rule = dose(when={"fact": "vitals.systolic", "above": 180.0})
    broken = dose(when={"fact": "vitals.systolic", "at_least": 180.0})
    given = witness_of(rule, broken)
    assert given == {"vitals.systolic": 180.0}
    assert says(rule, given) != says(broken, given)


def test_two_spellings_of_one_rule_have_no_witness() -> None:
    """A word added to one branch that another branch already covers changes nothing, and that is found."""
    late = {"fact": "stroke.phase", "is": "chronic"}
    unlocked = {"fact": "care.early_exercise_unlocked", "is": True}
    rule = dose(when={"any": (late, {"all": ({"fact": "stroke.phase", "is": "acute"}, unlocked)})})
    wide = {"fact": "stroke.phase", "one_of": ("acute", "chronic")}
    assert witness_of(rule, dose(when={"any": (late, {"all": (wide, unlocked)})})) is None
    assert witness_of(rule, dose(when={"any": ({"all": (wide, unlocked)},)})) is not None

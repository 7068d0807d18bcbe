"""Every case file: the guard answers as written, and a dose or limit has the interval that is written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import case_files
import pytest

from rehab.model.guard import evaluate
from rehab.model.rule import DoseRule, LimitRule
from rehab.model.rule_base import RuleBase

ANSWERS = {"fires": True, "no": False, "unknown": None}
PATHS = case_files.paths()


def test_there_are_case_files(base: RuleBase) -> None:
    """The cases are found at all, as many files as there are rules."""
    assert len(PATHS) == len(base.rules) > 100


@pytest.mark.parametrize(
    "path", PATHS, ids=lambda path: ".".join(path.relative_to(case_files.CASES).with_suffix("").parts)
)
def test_the_rule_answers_as_its_cases_say(path: Path, base: RuleBase) -> None:
    """On the facts of each case the guard fires, does not fire or cannot tell, and gives the written interval."""
    file = case_files.read(path)
    rule = base.by_id[file.rule]
    assert file.cases
    for case in file.cases:
        assert evaluate(rule.when, case.given) is ANSWERS[case.expect], case.name
        if case.value is not None:
            assert isinstance(rule, DoseRule | LimitRule), case.name
            assert str(rule.value.interval(case.given)) == case.value, case.name


@pytest.mark.parametrize(
    "path", PATHS, ids=lambda path: ".".join(path.relative_to(case_files.CASES).with_suffix("").parts)
)
def test_no_case_is_written_twice(path: Path) -> None:
    """Every case of a file has its own name and its own facts."""
    cases = case_files.read(path).cases
    names = Counter(case.name for case in cases)
    facts = Counter(tuple(sorted((name, repr(value)) for name, value in case.given.items())) for case in cases)
    assert [name for name, number in names.items() if number > 1] == []
    assert [given for given, number in facts.items() if number > 1] == []


def test_every_fixed_interval_is_restated(base: RuleBase) -> None:
    """A dose or limit with constant ends has its interval written in some case that fires."""
    rules = [rule for rule in base.rules if isinstance(rule, DoseRule | LimitRule) and rule.value.constant is not None]
    assert rules
    written = {
        file.rule for file in map(case_files.read, PATHS) for case in file.cases
        if case.expect == "fires" and case.value is not None
    }  # fmt: skip
    assert sorted(rule.id for rule in rules if rule.id not in written) == []

"""Every case file: the guard answers as written, and a dose or limit has the interval that is written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import case_files
import pytest

from rehab.model.rule import DoseRule, LimitRule, TargetRule, Unsure
from rehab.model.rule_base import RuleBase

PATHS = case_files.paths()


def test_there_are_case_files(base: RuleBase) -> None:
    """The cases are found at all, as many files as there are rules."""
    assert len(PATHS) == len(base.rules) > 100


@pytest.mark.parametrize(
    "path", PATHS, ids=lambda path: ".".join(path.relative_to(case_files.CASES).with_suffix("").parts)
)
def test_the_rule_answers_as_its_cases_say(path: Path, base: RuleBase) -> None:
    """On the facts of each case the guard answers as written, and interval, goal and unknown effect are as written."""
    file = case_files.read(path)
    rule = base.by_id[file.rule]
    assert file.cases
    assert [(case.name, case.faults(rule)) for case in file.cases if not case.holds_for(rule)] == []


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


def test_every_unknown_effect_is_stated(base: RuleBase) -> None:
    """Where a limit, a gate or a precaution cannot tell, its cases say what it then does: ask, apply, skip, or none."""
    rules = {rule.id for rule in base.rules if isinstance(rule, Unsure)}
    cases = [(file.rule, case) for file in map(case_files.read, PATHS) for case in file.cases if file.rule in rules]
    unsure = [(name, case) for name, case in cases if case.expect == "unknown"]
    assert len(unsure) > 100
    assert [(name, case.name) for name, case in unsure if case.then is None] == []


def test_every_goal_is_tried_from_both_sides(base: RuleBase) -> None:
    """The goal of every target is met, missed and not known in some case of the rule."""
    targets = {rule.id for rule in base.rules if isinstance(rule, TargetRule)}
    assert targets
    seen = {name: {case.goal for case in file.cases} - {None} for file in map(case_files.read, PATHS)
            if (name := file.rule) in targets}  # fmt: skip
    assert {name: goals for name, goals in seen.items() if goals != {"met", "missed", "unknown"}} == {}

"""The cases leave nothing out: every rule, every answer, both sides of every threshold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import case_files
from ruamel.yaml import YAML

from rehab.model.facts import FACTS
from rehab.model.guard import Leaf, facts_of, leaves_of
from rehab.model.rule_base import RuleBase

EXEMPT: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "case_exemptions.yaml").read_text(encoding="utf-8")
)


def files() -> dict[str, case_files.CaseFile]:
    """The case files by the id that their path spells."""
    return {file.id_of_path: file for file in map(case_files.read, case_files.paths())}


def thresholds(base: RuleBase) -> Iterator[tuple[str, Leaf, float]]:
    """Every number that some guard compares with, as (rule, leaf, number)."""
    for rule in base.rules:
        for leaf in leaves_of(rule.when):
            if FACTS[leaf.fact].kind == "number":
                for constant in leaf.constants:
                    yield rule.id, leaf, float(constant)


def test_every_rule_has_its_file(base: RuleBase) -> None:
    """Every rule has one case file at the path of its id, and no file belongs to no rule."""
    found = files()
    assert sorted(found) == sorted(base.by_id)
    assert [(name, file.rule) for name, file in found.items() if file.rule != name] == []


def test_every_rule_fires_somewhere(base: RuleBase) -> None:
    """Every rule fires in at least one of its cases."""
    assert base.rules
    assert [name for name, file in files().items() if "fires" not in {case.expect for case in file.cases}] == []


def conditional(base: RuleBase) -> set[str]:
    """The rules that do not hold for everybody."""
    return {rule.id for rule in base.rules if rule.when != "always"}


def test_every_rule_stays_silent_somewhere(base: RuleBase) -> None:
    """Every rule that can be false is false in some case; the rest are listed with a reason, and only those."""
    silent = {name for name, file in files().items() if "no" in {case.expect for case in file.cases}}
    assert silent
    assert sorted(conditional(base) - silent) == sorted(EXEMPT["never_false"])


def test_every_rule_cannot_tell_somewhere(base: RuleBase) -> None:
    """Every rule whose facts may be missing cannot tell in some case; only the rest are listed, with a reason."""
    unsure = {name for name, file in files().items() if "unknown" in {case.expect for case in file.cases}}
    assert unsure
    assert sorted(conditional(base) - unsure) == sorted(EXEMPT["always_known"])


def test_exemptions_are_true(base: RuleBase) -> None:
    """A rule is exempt from never knowing only when every fact it asks for is always known; each has its reason."""
    assert EXEMPT["never_false"]
    assert EXEMPT["always_known"]
    assert [name for part in EXEMPT.values() for name, reason in part.items() if len(reason) < 20] == []
    for name in EXEMPT["always_known"]:
        assert all(FACTS[fact].always_known for fact in facts_of(base.by_id[name].when)), name
    for name in EXEMPT["never_false"]:
        for leaf in leaves_of(base.by_id[name].when):
            assert leaf.at_least is not None, name
            assert leaf.at_least <= FACTS[leaf.fact].low, name


def test_every_threshold_is_tried_from_both_sides(base: RuleBase) -> None:
    """For every number in a guard the rule's cases hold one below, one exactly at it and one above."""
    found = files()
    all_thresholds = list(thresholds(base))
    assert len(all_thresholds) > 50
    missing: list[str] = []
    for name, leaf, number in all_thresholds:
        tried = [case.given[leaf.fact] for case in found[name].cases if leaf.fact in case.given]
        values: list[Any] = [value for value in tried if not isinstance(value, str)]
        fact = FACTS[leaf.fact]
        wanted = {"below": number > fact.low, "at": True, "above": number < fact.high}
        seen = {
            "below": any(value < number for value in values),
            "at": any(value == number for value in values),
            "above": any(value > number for value in values),
        }
        missing += [f"{name}: {leaf.fact} {side} {number:g}" for side in wanted if wanted[side] and not seen[side]]
    assert missing == []


def test_every_threshold_decides_somewhere(base: RuleBase) -> None:
    """Among the cases exactly at a threshold some guards fire and some do not."""
    found = files()
    answers = {
        case.expect for name, leaf, number in thresholds(base) for case in found[name].cases
        if case.given.get(leaf.fact) == number
    }  # fmt: skip
    assert {"fires", "no"} <= answers

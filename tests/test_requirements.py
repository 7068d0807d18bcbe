"""The rows of the guideline documents: each is carried, and what is said to show it exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from reading_level import grade

from rehab.cli.main import cli
from rehab.knowledge.coverage import Row, coverage_of, read_rows
from rehab.model.rule import AdviceRule, ProgressionRule
from rehab.model.rule_base import RuleBase

ROOT = Path(__file__).parent.parent
ROWS = [f"OV-{number:02d}" for number in range(1, 29)] + [f"CT-{number:02d}" for number in range(1, 10)]
SIDES = re.compile(r"\b(left|right)\b", re.IGNORECASE)
OFFERED = re.compile(r"\b(food|eat|drink|sips?|water|snacks?|tablets?|pills?|chew)\b", re.IGNORECASE)


def test_every_row_stands_once_and_in_order() -> None:
    """Every row of the documents is in the table, once, in order."""
    assert [row.id for row in read_rows()] == ROWS


def test_no_row_is_missing(base: RuleBase) -> None:
    """Every row is carried by a rule or by a named behaviour; a partial one says what is open."""
    rows = read_rows()
    assert [one.id for one in coverage_of(base, rows) if one.status == "missing"] == []
    assert [row.id for row in rows if row.status == "partial" and not row.note] == []


def test_every_rule_serves_a_known_row(base: RuleBase) -> None:
    """No rule names a row that the documents do not have."""
    named = {row for rule in base.rules for row in rule.requirement}
    assert named
    assert named <= set(ROWS)


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row.id)
def test_what_shows_a_behaviour_exists(row: Row) -> None:
    """A behaviour is shown by a test function that exists, or by a command of the program with files that exist."""
    commands = cli.list_commands(click.Context(cli))
    assert "plan" in commands
    for one in row.behaviours:
        if one.shown_by.startswith("tests/"):
            path, _, name = one.shown_by.partition("::")
            text = (ROOT / path).read_text(encoding="utf-8")
            assert not name or f"def {name}(" in text, one.shown_by
            continue
        words = shlex.split(one.shown_by)
        assert words[0] == "rehab", one.shown_by
        assert words[1].startswith("-") or words[1] in commands, one.shown_by
        assert [word for word in words if word.startswith("profiles/") and not (ROOT / word).exists()] == []


def test_advice_is_plain(base: RuleBase) -> None:
    """What a rule says to patients and helpers reads at grade 6, names no side, and offers nothing to swallow."""
    said = [(rule.id, rule.say) for rule in base.of_kind(AdviceRule)]
    said += [(rule.id, rule.say) for rule in base.of_kind(ProgressionRule)]
    texts = [(name, text) for name, say in said for text in (say.patient, say.caregiver) if text]
    assert len(texts) > 50
    assert [(name, text) for name, text in texts if SIDES.search(text) or OFFERED.search(text)] == []
    assert [(name, text) for name, text in texts if len(text.split()) > 5 and round(grade(text), 1) > 6] == []

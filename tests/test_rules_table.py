"""The decision table of a component, and the empty forms of rule and case: what they hold, on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest
from click.testing import CliRunner, Result

from rehab.cli.main import cli
from rehab.errors import InputError
from rehab.exchange.table_text import table_text
from rehab.knowledge.decision_table import COLUMNS, TABLES, decision_table
from rehab.knowledge.rule_words import guard_words, unknown_words
from rehab.knowledge.skeleton import KINDS, case_text, rule_text
from rehab.model.guard import Leaf
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import Bars, DoseRule, GateRule, LimitRule, PrecautionRule, Unsure
from rehab.model.rule_base import RuleBase
from rehab.render.table_page import table_html, table_pdf


def run(*words: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, ["rules", *map(str, words)])


def rows(base: RuleBase, component: str) -> dict[str, tuple[str, ...]]:
    """The cells of a component's table by rule."""
    return {row.rule: row.cells for section in decision_table(base, component).sections for row in section.rows}


def test_every_dose_limit_and_gate_stands_in_some_table(base: RuleBase) -> None:
    """No dose, limit, gate or precaution is left out of every table: what is not shown cannot be signed."""
    shown = {name for component in TABLES for name in rows(base, component)}
    acting = {rule.id for rule in base.rules if isinstance(rule, DoseRule | LimitRule | GateRule | PrecautionRule)}
    assert len(acting) > 100
    assert acting - shown == set()


def test_a_table_holds_its_own_doses_and_what_bars_the_session(base: RuleBase) -> None:
    """The aerobic table has every aerobic dose and limit, every gate of the session, and no dose of another part."""
    shown = set(rows(base, "aerobic"))
    own = {rule.id for rule in base.rules if isinstance(rule, DoseRule | LimitRule)
           and QUANTITIES[rule.quantity].component == "aerobic"}  # fmt: skip
    session = {gate.id for gate in base.of_kind(GateRule) if gate.bars == "session"}
    others = {rule.id for rule in base.of_kind(DoseRule)} - own
    assert own
    assert session
    assert own | session <= shown
    assert shown.isdisjoint(others)


def test_a_gate_on_exercises_stands_where_such_exercises_are(base: RuleBase) -> None:
    """A gate on a class of exercises is in a component's table exactly when an exercise of it belongs to the class."""
    gates = [gate for gate in base.of_kind(GateRule) if isinstance(gate.bars, Bars) and gate.bars.exercises]
    assert gates
    assert "falls.home.seated_only" in rows(base, "balance")
    assert "falls.home.seated_only" not in rows(base, "swallowing")


def test_a_row_says_when_what_unknown_source_and_who_read_it(base: RuleBase) -> None:
    """A row holds guard, effect, unknown behaviour, source with place and figure, grade and check, in words."""
    cells = dict(zip(COLUMNS, rows(base, "aerobic")["screening.pressure.hold"], strict=True))
    assert cells["Applies when"] == "systolic above 180 mmHg or diastolic above 100 mmHg"
    assert "Closes the whole session (stop)" in cells["Says"]
    assert cells["If unknown"].startswith("asks: What is the resting blood pressure")
    rule = base.by_id["screening.pressure.hold"]
    assert rule.cite.states in cells["Source"]
    assert cells["Checked"] == rule.cite.checked


def test_unknown_is_worded_for_every_rule(base: RuleBase) -> None:
    """The question or the reason to skip of every limit, gate and precaution stands in its words."""
    unsure = base.of_kind(Unsure)
    assert unsure
    for rule in unsure:
        words = unknown_words(rule)
        assert (rule.ask or rule.skip_reason or "acts as if it held") in words


def test_brackets_keep_and_apart_from_or() -> None:
    """A list of words is not joined by `or`, so that it cannot be read as a part of the guard."""
    leaf = Leaf.model_validate({"fact": "stroke.phase", "one_of": ("acute", "chronic")})
    assert guard_words(leaf) == "stroke phase is one of acute / chronic"


@pytest.mark.parametrize("component", TABLES)
def test_the_text_holds_version_digest_rows_and_lines_to_sign(component: str, base: RuleBase) -> None:
    """The text names version and digest, every rule of the table, every source, and ends in lines to sign on."""
    table = decision_table(base, component)
    text = table_text(table)
    assert f"Rule base {base.version}, digest {base.digest}" in text
    assert all(name in text for name in rows(base, component))
    assert text.rstrip().splitlines()[-1].startswith("  Signature:")


def test_the_pdf_is_accessible_and_whole(base: RuleBase, tmp_path: Path) -> None:
    """The PDF passes PDF/UA-1, holds every rule, the version, and the page number on every page, lying on its side."""
    path = tmp_path / "table.pdf"
    path.write_bytes(table_pdf(decision_table(base, "balance"), "letter"))
    assert list(page_validation.validate_pdf(path, profile="ua1").failures) == []
    document = pypdfium2.PdfDocument(path)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    assert {document[number].get_size() for number in range(len(document))} == {(792.0, 612.0)}
    joined = "".join("".join(pages).split())
    assert all("".join(name.split()) in joined for name in rows(base, "balance"))
    assert all(f"page {number} of {len(pages)}" in text for number, text in enumerate(pages, 1))
    assert "Registration number" in pages[-1]


def test_the_html_stands_alone(base: RuleBase) -> None:
    """The HTML brings its style along, names no other file and escapes what rules say."""
    text = table_html(decision_table(base, "aerobic")).decode()
    assert 'font-family: "Atkinson Hyperlegible"' in text
    assert "<link" not in text
    assert "src=" not in text
    assert base.digest in text
    assert text.count("<tr>") > len(rows(base, "aerobic"))


def test_the_command_prints_writes_and_refuses(tmp_path: Path) -> None:
    """Text goes to the terminal, a file has the asked ending, another word or ending is a wrong call."""
    assert "aerobic.time.aha2014" in run("table", "aerobic").output
    assert run("table", "aerobic", "-o", tmp_path / "a.html").exit_code == 0
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "Did you mean 'aerobic'?" in run("table", "aerobics").output
    assert run("table", "aerobic", "-o", tmp_path / "a.docx").exit_code == 2


def lines_to_fill(text: str) -> Iterator[str]:
    """The lines that somebody has to fill in."""
    yield from (line for line in text.splitlines() if "FILL" in line)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_form(kind: str) -> None:
    """Each kind has a form with id, kind, guard and citation, and a case file that fires, does not, and cannot tell."""
    rule, cases = rule_text("test.rule", kind), case_text("test.rule", kind)
    assert rule.startswith(f"- id: test.rule\n  kind: {kind}\n")
    for key in ("when:", "cite:", "states:", "checked:"):
        assert key in rule
    assert all(f"expect: {answer}" in cases for answer in ("fires", "no", "unknown"))
    assert len(list(lines_to_fill(rule))) > 5


def test_forms_are_written_once(tmp_path: Path) -> None:
    """With -o both files are written at the places that the id spells; a second time nothing is overwritten."""
    words = ("new", "aerobic.time.local", "--kind", "limit", "-o", tmp_path)
    assert run(*words).exit_code == 0
    assert (tmp_path / "cases" / "aerobic" / "time" / "local.yaml").exists()
    assert (tmp_path / "rules" / "aerobic.time.local.yaml").exists()
    assert isinstance(run(*words).exception, InputError)


def test_an_id_that_is_taken_or_malformed_is_refused() -> None:
    """The id of a rule that exists, and one that is no id, are refused."""
    assert isinstance(run("new", "aerobic.time.aha2014", "--kind", "dose").exception, InputError)
    assert run("new", "Aerobic Time", "--kind", "dose").exit_code == 2

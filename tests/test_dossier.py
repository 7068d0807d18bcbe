"""The list of evidence rows: every one is carried by something that exists, or says why it is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from changed_base import changed
from click.testing import CliRunner
from repository_names import ROOT, ids_of_tests

from rehab.cli.rules_commands import rules
from rehab.knowledge.dossier_coverage import Entry, dossier_rows, faults_of, read_dossier
from rehab.model.rule import EvidenceRule
from rehab.model.rule_base import RuleBase

ENTRIES = read_dossier()


def test_the_list_is_whole() -> None:
    """The list holds the rows of both dossiers: each numbered family without a gap, 553 rows in all."""
    assert len(ENTRIES) == 553
    families: dict[str, set[int]] = {}
    for one in ENTRIES:
        family, _, number = one.id.rpartition("-")
        if number.isdigit():
            families.setdefault(family, set()).add(int(number))
    assert {"S0", "1", "11", "DYS", "OM", "PRE", "SC", "TID"} <= set(families)
    assert families["OM"] == set(range(1, 43))
    assert families["PRE"] == set(range(1, 22))
    assert families["TID"] == set(range(1, 13))


def test_every_row_is_carried_or_explained(base: RuleBase) -> None:
    """No row is left without a carrier or a reason, and no reason is out of date."""
    assert faults_of(base) == []
    assert [row.id for row in dossier_rows(base) if row.status == "missing"] == []


def test_named_tests_and_files_exist() -> None:
    """A test or a file that the list names is in the repository."""
    named = [(one.id, *name.split(":", 1)) for one in ENTRIES for name in one.by if name.startswith(("test:", "file:"))]
    assert {kind for _, kind, _ in named} == {"test", "file"}
    lost = [
        (row, name) for row, kind, name in named
        if (kind == "test" and name not in ids_of_tests()) or (kind == "file" and not (ROOT / name).is_file())
    ]  # fmt: skip
    assert lost == []


def test_every_cited_row_is_listed(base: RuleBase) -> None:
    """A row number that a rule cites is in the list, so that a mistyped row cannot count as evidence."""
    listed = {one.id for one in ENTRIES}
    cited = {
        (rule.id, row) for rule in base.rules for row in rule.cite.row.split(", ")
        if re.fullmatch(r"[A-Z]*\d*-[A-Z]?\d+[ab]?", row) and not row.startswith(("OV-", "CT-"))
    }  # fmt: skip
    assert len(cited) > 150
    assert sorted(one for one in cited if one[1] not in listed) == []


def swap(row: str, entry: Entry | None) -> tuple[Entry, ...]:
    """The list with one row exchanged, or left out."""
    assert row in {one.id for one in ENTRIES}
    kept = [entry if one.id == row else one for one in ENTRIES]
    return tuple(one for one in kept if one is not None)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda: swap("7-28", Entry(id="7-28", what="robots")), "neither cited nor explained"),
        (lambda: swap("7-28", Entry(id="7-28", what="robots", status="not_encoded")), "no reason is given"),
        (lambda: swap("7-28", Entry(id="7-28", what="robots", status="rule")), "not by what"),
        (lambda: swap("7-28", Entry(id="7-28", what="robots", status="rule", by=("rule:robots.arm",))), "not exist"),
        (lambda: swap("7-28", Entry(id="7-28", what="robots", status="rule", by=("wish:robots",))), "not exist"),
        (lambda: swap("3-1", Entry(id="3-1", what="x x x", status="not_encoded", reason="it is too hard")), "cites it"),
        (lambda: (*ENTRIES, ENTRIES[0]), "listed twice"),
    ],
    ids=["silent", "no-reason", "no-carrier", "no-such-rule", "no-such-kind", "stale", "double"],
)  # fmt: skip
def test_a_faulty_list_is_noticed(spoil: Callable[[], tuple[Entry, ...]], words: str, base: RuleBase) -> None:
    """Each way in which the list can lie is found and said."""
    found = faults_of(base, spoil())
    assert len(found) == 1
    assert words in found[0]


def test_a_lost_rule_leaves_its_row_missing(base: RuleBase) -> None:
    """When the rule that cites a row goes, the row is reported, not silently dropped."""
    citing = tuple(rule.id for rule in base.rules if "1-2" in rule.cite.row.split(", "))
    assert citing
    gone = changed(base, without=citing)
    assert "row 1-2 is neither cited nor explained" in faults_of(gone)


def test_the_status_follows_what_cites(base: RuleBase) -> None:
    """A row that only evidence cites is evidence; one that a rule acts on is a rule; figures are parameters."""
    found = {row.id: row for row in dossier_rows(base)}
    assert found["1-2"].status == "evidence"
    assert isinstance(base.by_id[found["1-2"].by[0].removeprefix("rule:")], EvidenceRule)
    assert (found["3-1"].status, found["9-1"].status, found["MOOD-10"].status) == ("rule", "parameter", "measure")


def test_the_command_prints_every_row_and_the_counts() -> None:
    """`rehab rules coverage --dossier` prints each row and ends with the counts and 0."""
    done = CliRunner().invoke(rules, ["coverage", "--dossier"])
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert all(any(line.startswith(f"{one.id}  ") for line in lines) for one in (ENTRIES[0], ENTRIES[-1]))
    assert "553 rows" in lines[-1]
    assert "not_encoded" in lines[-2]

"""The hazard log: every control names a test that exists, and the printed document is the one that the log makes."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from pydantic import ValidationError
from repository_names import ROOT, ids_of_tests

from rehab.cli.main import cli
from rehab.cli.rules_hazards import hazards
from rehab.knowledge.hazard_log import Hazard, hazard_document, read_hazards
from rehab.knowledge.intended_use import ABOUT
from rehab.knowledge.load import DATA
from rehab.knowledge.yaml_source import read_file
from rehab.model.rule_base import RuleBase

HAZARDS = read_hazards()
_ONE = {
    "id": "HZ-99", "hazard": "A thing goes wrong", "cause": "somebody slips", "harm": "a bruise", "severity": "minor",
}  # fmt: skip


def lost(log: tuple[Hazard, ...]) -> list[tuple[str, str]]:
    """The named tests and claims that are not in the repository."""
    there = {*ids_of_tests(), *(f"invariant:{one['id']}" for one in read_file(DATA / "invariants.yaml").value)}
    return [
        (one.id, name) for one in log for control in one.controls for name in control.shown_by if name not in there
    ]  # fmt: skip


def test_the_log_is_long_enough() -> None:
    """The log holds at least 22 hazards, numbered without a gap, the gravest among them controlled."""
    assert len(HAZARDS) >= 22
    assert [one.id for one in HAZARDS] == [f"HZ-{number:02d}" for number in range(1, len(HAZARDS) + 1)]
    assert [one.id for one in HAZARDS if one.severity in ("catastrophic", "serious") and not one.controls] == []


def test_every_control_names_a_test_that_exists() -> None:
    """A control is shown by a test of this repository, by its file and its name, or by a proven claim."""
    assert sum(len(one.controls) for one in HAZARDS) > 30
    assert len(ids_of_tests()) > 200
    assert lost(HAZARDS) == []


def test_a_control_without_its_test_is_noticed() -> None:
    """A test or a claim that was renamed or removed is found by its hazard."""
    gone = ("tests/test_hazards.py::test_that_was_removed", "invariant:session.of_the_past")
    wrong = Hazard.model_validate({**_ONE, "controls": ({"what": "somebody looks", "shown_by": gone},)})
    assert lost((wrong,)) == [("HZ-99", name) for name in gone]


def test_a_hazard_is_never_left_unanswered() -> None:
    """A hazard without a control must say that it is open; a control must name a test."""
    with pytest.raises(ValidationError, match="control"):
        Hazard.model_validate(_ONE)
    with pytest.raises(ValidationError):
        Hazard.model_validate({**_ONE, "controls": ({"what": "we are careful", "shown_by": ()},)})
    assert Hazard.model_validate({**_ONE, "open": "nobody has looked yet"}).open


def test_the_document_is_the_log() -> None:
    """docs/hazard-log.md is what `rehab rules hazards` prints; a stale copy fails here."""
    kept = (ROOT / "docs" / "hazard-log.md").read_text("utf-8")
    assert kept == hazard_document(HAZARDS), "run: rehab rules hazards > docs/hazard-log.md"
    done = CliRunner().invoke(hazards)
    assert (done.exit_code, done.output) == (0, kept)


def test_the_document_leaves_nothing_out() -> None:
    """Every hazard, control, test and open point of the log stands in the document, and so does the intended use."""
    text = hazard_document(HAZARDS)
    for one in HAZARDS:
        words = [one.id, one.hazard, one.cause, one.harm, *([one.open] if one.open else [])]
        words += [part for control in one.controls for part in (control.what, *control.shown_by)]
        assert [word for word in words if word not in text] == []
    assert [line for line in ABOUT.splitlines() if line not in text] == []


def test_about_and_log_say_the_same() -> None:
    """`rehab --about` prints the very words that open the hazard log."""
    assert CliRunner().invoke(cli, ["--about"]).output == ABOUT


def test_every_exercise_is_our_own(base: RuleBase) -> None:
    """Every exercise of the library is written for this project, none is taken from a licensed programme."""
    assert base.exercises
    assert {one.source for one in base.exercises} == {"house"}

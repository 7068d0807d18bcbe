"""The rules of a site: they restrict or they are refused, and plans made with them say so."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import strategies
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from people import START, data_with
from ruamel.yaml import YAML
from test_unknown_monotone import more_permissive, prescription

from rehab.cli.main import cli
from rehab.errors import InputError
from rehab.knowledge.load import load_rule_base
from rehab.knowledge.overlay import Overlay, effects, read_overlay, with_overlay
from rehab.model import vocabulary as words
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import DoseRule
from rehab.model.rule_base import RuleBase

BASE = load_rule_base()
SITE = "Sample Hospital"
CITE = {"source": "sample_hospital", "at": "section 2", "row": "house", "states": "at most 20", "grade": None,
        "checked": "house"}  # fmt: skip
LIMIT: dict[str, Any] = {
    "id": "site.aerobic.time", "kind": "limit", "quantity": "aerobic.time", "when": "always", "value": {"at_most": 20},
    "if_unknown": "apply", "severity": "info", "say": {"clinician": "Aerobic sessions of 20 minutes here."},
    "cite": CITE,
}  # fmt: skip
GATE: dict[str, Any] = {
    "id": "site.pressure", "kind": "contraindication", "bars": "session",
    "when": {"fact": "vitals.systolic", "above": 160}, "if_unknown": "apply", "severity": "stop",
    "reopens": "a lower reading", "say": {"clinician": "Above 160 we hold."}, "cite": CITE,
}  # fmt: skip
PRECAUTION: dict[str, Any] = {
    "id": "site.stairs", "kind": "precaution", "when": "always", "if_unknown": "apply", "severity": "info",
    "requires": {"helper": "nearby", "exercises": {"position": ["standing"]}},
    "say": {"clinician": "Somebody stays near."}, "cite": CITE,
}  # fmt: skip


def plain(*rules: dict[str, Any]) -> dict[str, Any]:
    """An overlay as plain values."""
    return copy.deepcopy({
        "schema": "rehab.overlay/1", "site": SITE, "version": "2026-11-20", "approved_by": "Stroke governance group",
        "sources": {"sample_hospital": {"citation": "Ward policy on exercise", "kind": "house", "body": SITE,
                                        "checked_on": "2026-11-20"}},
        "rules": list(rules),
    })  # fmt: skip


def written(folder: Path, data: dict[str, Any]) -> Path:
    """An overlay as a file."""
    path = folder / "site-rules.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML(typ="safe", pure=True).dump(json.loads(json.dumps(data)), stream)
    return path


def codes(folder: Path, data: dict[str, Any]) -> list[str]:
    """The codes of the problems of an overlay; empty when it is accepted."""
    try:
        read_overlay(written(folder, data), BASE)
    except InputError as error:
        return [one.code for one in error.problems]
    return []


def run(*parts: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, list(map(str, parts)))


def test_rules_that_restrict_are_accepted(tmp_path: Path) -> None:
    """A limit with an upper end, a gate and a precaution are read, and nothing of the rule base is lost."""
    overlay = read_overlay(written(tmp_path, plain(LIMIT, GATE, PRECAUTION)), BASE)
    made = with_overlay(BASE, overlay)
    assert set(BASE.by_id) < set(made.by_id)
    assert {name: made.by_id[name] for name in BASE.by_id} == BASE.by_id
    assert set(made.by_id) - set(BASE.by_id) == {"site.aerobic.time", "site.pressure", "site.stairs"}
    assert made.exercises == BASE.exercises


def test_version_and_digest_change(tmp_path: Path) -> None:
    """The rule base with an overlay has another digest, and a version that names both."""
    made = with_overlay(BASE, read_overlay(written(tmp_path, plain(LIMIT)), BASE))
    assert made.digest != BASE.digest
    assert made.version == f"{BASE.version}+2026-11-20"


DOSE = {key: value for key, value in LIMIT.items() if key not in ("if_unknown", "severity", "say")} | {"kind": "dose"}
LOOSE: dict[str, tuple[dict[str, Any], str]] = {
    "a dose": (plain(DOSE), "O008"),
    "advice": (plain({**LIMIT, "kind": "advice"}), "O008"),
    "an exception": (plain({**LIMIT, "instead_of": ["aerobic.time.aha2014"]}), "O001"),
    "a lower end": (plain({**LIMIT, "value": {"at_least": 30}}), "O020"),
    "an open lower end": (plain({**LIMIT, "value": {"above": 30, "at_most": 40}}), "O020"),
    "no number left": (plain({**LIMIT, "quantity": "aerobic.rpe_6_20", "value": {"at_most": 5}}), "O021"),
    "a scale withdrawn": (plain({**GATE, "bars": {"quantities": ["aerobic.rpe_6_20"]}}), "O022"),
    "words for patients": (plain({**GATE, "say": {"clinician": "Hold.", "patient": "Drink some water."}}), "O023"),
    "an id of the rule base": (plain({**LIMIT, "id": "aerobic.time.tolerance"}), "O012"),
    "an id used twice": (plain(LIMIT, LIMIT), "R020"),
    "a source of the rule base": (plain({**LIMIT, "cite": {**CITE, "source": "aha-2014"}}), "R021"),
    "no site": ({key: value for key, value in plain(LIMIT).items() if key != "site"}, "O002"),
    "no rules": (plain(), "O007"),
}


@pytest.mark.parametrize("name", LOOSE)
def test_what_could_permit_is_refused(name: str, tmp_path: Path) -> None:
    """Each way in which a site's rule could permit something, or hide whose it is, is refused by its own code."""
    data, code = LOOSE[name]
    assert code in codes(tmp_path, data)


def test_a_source_must_be_the_sites_own(tmp_path: Path) -> None:
    """A source of another kind, without the site's name, or under a shipped key is refused."""
    for key, value in (("kind", "guideline"), ("body", "Another Hospital"), ("body", None)):
        data = plain(LIMIT)
        data["sources"]["sample_hospital"][key] = value
        assert "O011" in codes(tmp_path, data)
    data = plain({**LIMIT, "cite": {**CITE, "source": "house"}})
    data["sources"]["house"] = data["sources"].pop("sample_hospital")
    assert "O010" in codes(tmp_path, data)


def test_the_effect_of_a_limit_is_compared_with_the_rule_base(tmp_path: Path) -> None:
    """A limit that lies below every upper end narrows; one that lies above them says that it cuts nothing."""
    for most, told in ((15, "below every upper end"), (170, "cuts nothing")):
        overlay = read_overlay(written(tmp_path, plain({**LIMIT, "value": {"at_most": most}})), BASE)
        ((_, what),) = effects(overlay, BASE)
        assert told in what


def limits() -> st.SearchStrategy[dict[str, Any]]:
    """Limits on what doses speak of, anywhere inside the span of the quantity."""
    spoken = sorted({rule.quantity for rule in BASE.of_kind(DoseRule)})

    def limit(name: str) -> st.SearchStrategy[dict[str, Any]]:
        span = QUANTITIES[name].span
        most = st.integers(int(span.low), int(span.high))
        return most.map(lambda end: {**LIMIT, "id": f"site.{name}", "quantity": name, "value": {"at_most": end}})

    return st.sampled_from(spoken).flatmap(limit)


def gates() -> st.SearchStrategy[dict[str, Any]]:
    """Gates on the session, a component or a position, for everybody or above a pressure."""
    components = st.sampled_from(words.COMPONENTS).map(lambda word: {"components": [word]})
    positions = st.sampled_from(words.POSITIONS).map(lambda word: {"exercises": {"position": [word]}})
    bars = st.one_of(st.just("session"), components, positions)
    when = st.sampled_from(["always", {"fact": "vitals.systolic", "above": 130}])
    return st.tuples(bars, when).map(lambda pair: {**GATE, "bars": pair[0], "when": pair[1]})


def helpers() -> st.SearchStrategy[dict[str, Any]]:
    """Precautions that ask for help with a position."""
    found = st.tuples(st.sampled_from(["nearby", "hands_on"]), st.sampled_from(words.POSITIONS))
    return found.map(
        lambda pair: {**PRECAUTION, "requires": {"helper": pair[0], "exercises": {"position": [pair[1]]}}}
    )


def frozen(value: Any) -> Any:
    """Lists as the reader hands them on."""
    if isinstance(value, dict):
        return {key: frozen(one) for key, one in value.items()}
    return tuple(map(frozen, value)) if isinstance(value, list) else value


@settings(max_examples=60)
@given(strategies.profiles(), st.one_of(limits(), gates(), helpers()))
def test_no_rule_of_a_site_permits_more_to_anybody(data: dict[str, Any], rule: dict[str, Any]) -> None:
    """For any person and any accepted rule of a site, nothing is allowed that was not allowed without it."""
    overlay = Overlay.model_validate(frozen(plain(rule)))
    with_it = prescription(data, with_overlay(BASE, overlay))
    assert more_permissive(prescription(data, BASE), with_it, ends_only=True) == []


def test_the_comparison_sees_a_rule_that_permits(base: RuleBase) -> None:
    """The check of the test above can fail: a lower end above the target pushes the dose up, and that is found."""
    pushing = Overlay.model_validate(frozen(plain({**LIMIT, "value": {"at_least": 90}})))
    before, after = prescription(data_with(), base), prescription(data_with(), with_overlay(base, pushing))
    assert any("aerobic.time" in line for line in more_permissive(before, after, ends_only=True))


def test_the_check_command_says_what_each_rule_does(tmp_path: Path) -> None:
    """`rehab rules overlay check` names the site, each rule with its effect, and the version with them."""
    done = run("rules", "overlay", "check", written(tmp_path, plain(LIMIT, GATE)))
    assert done.exit_code == 0, done.output
    assert f"{SITE}, version 2026-11-20, approved by Stroke governance group" in done.output
    assert "site.pressure: Closes the whole session" in done.output
    assert "2 rules, all restrict" in done.output


def test_plan_and_batch_use_the_rules_of_the_site(tmp_path: Path) -> None:
    """With --overlay the plan carries the site's limit, and its version and digest, in one plan and in a caseload."""
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(data_with()), encoding="utf-8")
    file = written(tmp_path, plain(LIMIT))
    ends = ("--date", START.isoformat(), "--only", "json")
    run("plan", folder / "one.json", "-o", tmp_path / "without", *ends)
    run("plan", folder / "one.json", "-o", tmp_path / "with", *ends, "--overlay", file)
    run("batch", folder, "-o", tmp_path / "batch", *ends, "--jobs", "1", "--overlay", file)
    texts = [(tmp_path / name / "T-0001-week01.plan.json").read_text("utf-8") for name in ("without", "with", "batch")]
    without, with_it, in_batch = map(json.loads, texts)
    assert without["rules_version"] == BASE.version
    assert with_it["rules_version"] == f"{BASE.version}+2026-11-20"
    assert with_it["rules_digest"] != without["rules_digest"]
    aerobic = next(part for part in with_it["prescriptions"] if part["component"] == "aerobic")
    time = next(dose for dose in aerobic["doses"] if dose["quantity"] == "aerobic.time")
    assert time["allowed"]["max"] == 20
    assert "site.aerobic.time" in time["cut_by"]
    assert in_batch == with_it


def test_a_faulty_overlay_makes_no_plan(tmp_path: Path) -> None:
    """A rule that could permit stops plan and batch before anything is written."""
    (tmp_path / "one.json").write_text(json.dumps(data_with()), encoding="utf-8")
    file = written(tmp_path, plain({**LIMIT, "value": {"at_least": 30}}))
    for command in ("plan", "batch"):
        done = run(command, tmp_path / "one.json", "-o", tmp_path / "out", "--overlay", file)
        assert isinstance(done.exception, InputError)
    assert not (tmp_path / "out").exists()


def test_the_rules_of_a_site_show_in_the_difference(tmp_path: Path) -> None:
    """`rehab rules diff --overlay` lists the added rules and whose plans change."""
    people = tmp_path / "people"
    people.mkdir()
    (people / "one.json").write_text(json.dumps(data_with()), encoding="utf-8")
    file = written(tmp_path, plain(LIMIT))
    done = run("rules", "diff", "--overlay", file, "--profiles", people, "--date", START.isoformat())
    assert done.exit_code == 0, done.output
    assert "rule added: site.aerobic.time" in done.output
    assert "T-0001  aerobic.time allowed: 20 to 60 -> 20 min/session" in done.output

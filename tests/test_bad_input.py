"""What people type wrongly: each slip gets one clear sentence at its line and column, and nothing else happens."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from rehab.errors import InputError, Problem
from rehab.exchange.profile_file import read_profile, read_settings
from rehab.knowledge.load import DATA, load_rule_base
from rehab.knowledge.source_bytes import MAXIMUM_BYTES
from rehab.knowledge.yaml_source import MAXIMUM_NODES, read_text
from rehab.model.rule_base import RuleBase

BROKEN = Path(__file__).parent / "broken"
START = date(2026, 11, 16)
LEAST = """schema: rehab.profile/1
patient: {id: P-9000, age: 60}
stroke: {onset: 2026-09-20, affected_side: left}
"""


def _expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe", pure=True).load((BROKEN / name).read_text(encoding="utf-8"))
    return found


PROFILES = _expected("profiles.expected.yaml")
RULES = _expected("rules.expected.yaml")


def _problems(call: Callable[[], object]) -> list[Problem]:
    """The problems of a call that must fail, each fit to be printed on one line."""
    with pytest.raises(InputError) as caught:
        call()
    found = list(caught.value.problems)
    for problem in found:
        assert str(problem).isprintable()
        assert problem.sentence.endswith(".")
        assert len(problem.sentence) < 300
    return found


def _compare(found: list[Problem], expected: list[dict[str, Any]]) -> None:
    wanted = [one for one in expected if "more" not in one]
    assert wanted
    if wanted == expected:
        assert len(found) == len(wanted), [str(one) for one in found]
    for problem, one in zip(found, wanted, strict=False):
        assert (problem.line, problem.column, problem.code) == (one["line"], one["column"], one["code"]), str(problem)
        for word in one["words"]:
            assert word in str(problem)


def test_every_broken_file_has_its_expectation() -> None:
    assert sorted(path.stem for path in (BROKEN / "profiles").glob("*.yaml")) == sorted(PROFILES)
    assert sorted(path.stem for path in (BROKEN / "rules").glob("*.yaml")) == sorted(RULES)


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_profile(name: str, base: RuleBase) -> None:
    _compare(_problems(lambda: read_profile(BROKEN / "profiles" / f"{name}.yaml", START, base)), PROFILES[name])


@pytest.fixture(scope="module")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rule base with its sources, formulas and figures, but without rules and exercises: quick to read."""
    folder = tmp_path_factory.mktemp("knowledge") / "base"
    for part in ("rules", "exercises"):
        (folder / part).mkdir(parents=True)
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, folder)
    return folder


def test_a_base_without_rules_is_whole(small_base: Path) -> None:
    assert load_rule_base(small_base, use_cache=False).rules == ()


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule(name: str, small_base: Path) -> None:
    target = small_base / RULES[name]["into"] / f"{name}.yaml"
    shutil.copy(BROKEN / "rules" / f"{name}.yaml", target)
    try:
        found = _problems(lambda: load_rule_base(small_base, use_cache=False))
    finally:
        target.unlink()
    assert {problem.file for problem in found} == {f"base/{RULES[name]['into']}/{name}.yaml"}
    _compare(found, RULES[name]["problems"])


@pytest.mark.parametrize(
    ("file", "text", "code", "words"),
    [
        ("version.yaml", "- 1\n", "R000", "mapping"),
        ("version.yaml", "version: 1\n", "R005", "text"),
        ("version.yaml", "versoin: '1'\n", "R000", "`version`"),
        ("sources.yaml", "[]\n", "R000", "mapping"),
        ("sources.yaml", "house: 1\n", "R005", "key: value"),
        ("formulas.yaml", "tanaka: {kind: linear_age}\n", "R002", "intercept"),
        ("parameters.yaml", "x: {value: high, unit: d}\n", "R005", "number"),
        ("anchors.yaml", "a: 1\n", "R000", "list"),
        ("anchors.yaml", None, "Y001", "no such file"),
    ],
)  # fmt: skip
def test_other_files_of_a_rule_base(
    file: str, text: str | None, code: str, words: str, small_base: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(small_base, tmp_path / "base")
    if text is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(text, encoding="utf-8")
    found = _problems(lambda: load_rule_base(folder, use_cache=False))
    assert any(one.code == code and one.file == f"base/{file}" and words in one.sentence for one in found), found


def test_a_fault_in_a_whole_copy_of_the_rule_base_is_found(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "base", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / "rules" / "aerobic.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "quantity: aerobic.frequency" in words)
    path.write_text(text.replace("quantity: aerobic.frequency", "quantity: aerobic.freqency", 1), encoding="utf-8")
    found = _problems(lambda: load_rule_base(folder, use_cache=False))
    assert [(one.line, one.code) for one in found] == [(line, "R003")]
    assert "'aerobic.frequency'" in found[0].suggestion


@pytest.mark.parametrize(
    ("data", "line", "column", "code"),
    [
        pytest.param("ä: 1\n".encode("latin-1"), 1, 1, "Y003", id="latin-1"),
        pytest.param(LEAST.encode() + b"# \xff\n", 4, 3, "Y003", id="stray-byte"),
        pytest.param(LEAST.encode("utf-16"), 1, 1, "Y003", id="utf-16-with-mark"),
        pytest.param(LEAST.encode("utf-16-le"), 1, 2, "Y004", id="utf-16-without-mark"),
        pytest.param(LEAST.encode("utf-32"), 1, 1, "Y003", id="utf-32"),
        pytest.param(b"a: \xed\xa0\x80\n", 1, 4, "Y003", id="half-a-character-in-bytes"),
        pytest.param(LEAST.encode() + b"goals: [{text: a\0b}]\n", 4, 17, "Y004", id="null-byte"),
        pytest.param(LEAST.encode() + b'goals: [{text: "a\x1b[31m"}]\n', 4, 18, "Y004", id="escape-byte"),
        pytest.param(b"\xef\xbb\xbf", 0, 0, "Y006", id="byte-order-mark-alone"),
        pytest.param(b"\n" * 1000, 0, 0, "Y006", id="blank-lines"),
        pytest.param(b"\x1f\x8b\x08\x00", 1, 2, "Y003", id="gzip"),
        pytest.param(b'{"\\ud800": 1}', 1, 2, "Y014", id="half-a-character-in-a-json-key"),
    ],
)  # fmt: skip
def test_bytes(data: bytes, line: int, column: int, code: str, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(data)
    found = _problems(lambda: read_profile(path, START, base))
    assert (found[0].line, found[0].column, found[0].code) == (line, column, code), str(found[0])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(LEAST.encode(), id="plain"),
        pytest.param(b"\xef\xbb\xbf" + LEAST.encode(), id="byte-order-mark"),
        pytest.param(LEAST.replace("\n", "\r\n").encode(), id="windows-lines"),
        pytest.param(LEAST.replace("\n", "\r").encode(), id="old-mac-lines"),
        pytest.param(LEAST.encode() + b"vitals:\nmeasures: null\nschedule: {meals: ~}\n", id="sections-left-empty"),
        pytest.param(LEAST.encode() + b"...\n", id="end-mark"),
        pytest.param(LEAST.replace("id: P-9000", "id: P-9000, name: 'Ann \U0001f600'").encode(), id="beyond-16-bits"),
        pytest.param(
            b'{\n\t"schema": "rehab.profile\\/1",\n\t"patient": {"id": "P-9000", "age": 60, "name": "\\ud83d\\ude00"},'
            b'\n\t"stroke": {"onset": "2026-09-20", "affected_side": "left"}\n}', id="json-with-tabs-and-pairs"),
    ],
)  # fmt: skip
def test_what_is_right_is_read(data: bytes, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(data)
    assert read_profile(path, START, base).patient.id == "P-9000"


@pytest.mark.parametrize("grade", ["1", "1.0", "'1'", '"1+"'])
def test_an_ashworth_grade_may_be_a_number_or_a_word(grade: str, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(f"{LEAST}measures: [{{measure: mas_elbow, value: {grade}, on: 2026-11-01}}]\n", encoding="utf-8")
    assert read_profile(path, START, base).measures[0].value == ("1+" if "+" in grade else "1")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7 * 7 }}{% raw %}", "file:///etc/passwd", "=cmd|' /C calc'!A0", "\\evil"]
)
def test_markup_is_text_and_stays_text(text: str, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "p.yaml"
    doubled = text.replace("'", "''")
    path.write_text(f"{LEAST}goals: [{{text: '{doubled}'}}]\n", encoding="utf-8")
    assert read_profile(path, START, base).goals[0].text == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("emergency_number: 112\n", "S005"),
        ("emergency_number: call us\n", "S006"),
        ("emergency_number: '112\\n'\n", "S006"),
        ("paper: a5\n", "S003"),
        ("phone: '1'\n", "S001"),
        ("- a\n", "S000"),
    ],
)
def test_settings(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_text(text, encoding="utf-8")
    assert [one.code for one in _problems(lambda: read_settings(path))] == [code]


SIZE = MAXIMUM_BYTES - 100
HOSTILE = {
    "brackets": "[" * 20_000,
    "braces": "{a: " * 20_000,
    "closed-brackets": "[" * 20_000 + "]" * 20_000,
    "indented": "\n".join(" " * level + "a:" for level in range(1_300)),
    "dashes": "- " * 20_000 + "x",
    "question-marks": "? " * 20_000 + "x",
    "inside-a-profile": LEAST + "vitals: " + "[" * 20_000,
    "many-values": "[" + "1," * 200_000 + "]",
    "many-keys": "".join(f"k{number}: 1\n" for number in range(50_000)),
    "many-wrong-keys": "".join(f"k{number}: 1\n" for number in range(10_000)),
    "many-wrong-words": f"{LEAST}conditions: {{present: [{'hypertention, ' * (MAXIMUM_NODES // 2)}]}}\n",
    "many-wrong-names": f"{LEAST}preferences: {{keep: [{'sit_to_stnd, ' * 5_000}]}}\n",
    "many-wrong-measures": LEAST + "measures:\n" + "  - {measure: x, value: 1, on: y}\n" * 7_000,
    "same-key": "a: 1\n" * 50_000,
    "aliases": "a: &a [1]\n" + "".join(f"b{number}: *a\n" for number in range(20_000)),
    "long-tag": "a: !" + "x" * SIZE,
    "long-tag-of-bangs": "!" * SIZE,
    "long-directive": "%TAG ! " + "x" * SIZE,
    "long-version": "%YAML 1." + "1" * SIZE,
    "long-anchor": "a: &" + "x" * SIZE,
    "long-key": "x" * SIZE + ": 1",
    "long-word": "schema: " + "x" * SIZE,
    "long-words": "schema: " + "x " * (SIZE // 2),
    "long-number": "schema: " + "1" * SIZE,
    "long-quote": 'schema: "' + "x" * SIZE,
    "long-escapes": 'schema: "' + "\\n" * (SIZE // 2) + '"',
    "long-blank": "schema:" + " " * SIZE + "1",
    "line-breaks": "schema: 1" + "\n" * SIZE,
    "line-breaks-in-quotes": 'schema: "' + "\n" * SIZE + '"',
    "block-text": "schema: |\n" + "  x\n" * (SIZE // 4),
    "folded-text": "schema: >\n" + "\n" * SIZE,
    "comments": "#\n" * (SIZE // 2),
    "colons": ":" * SIZE,
    "commas": "a: [" + "," * SIZE,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_size_and_depth_are_bounded(name: str, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(HOSTILE[name], encoding="utf-8")
    before = time.process_time()
    found = _problems(lambda: read_profile(path, START, base))
    assert time.process_time() - before < 5
    assert len(found) <= 102


def test_depth_is_said_where_it_begins() -> None:
    found = _problems(lambda: read_text("[" * 20_000, "p.yaml"))
    assert [str(one) for one in found] == ["p.yaml:1:25: Y005 The file is nested deeper than 24 levels."]


def test_after_a_hundred_problems_the_rest_is_counted(tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(LEAST + "".join(f"k{number}: 1\n" for number in range(250)), encoding="utf-8")
    found = _problems(lambda: read_profile(path, START, base))
    assert len(found) == 101
    assert (found[-1].line, found[-1].sentence[:40]) == (104, "From here on there are 150 more problems")

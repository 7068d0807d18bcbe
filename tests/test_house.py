"""The rules of the house: no figure in the code, no drawer for odds and ends, every file says what it is."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted((ROOT / "rehab").rglob("*.py"))
PURE = [path for path in CODE if path.parent.name in ("engine", "planning")]
TESTS = sorted((ROOT / "tests").glob("*.py"))
LONGEST = 320
NAMES_SAY_IT = ("test_bad_", "test_paper_", "test_render_", "test_run_script", "test_wheel")  # long names are sentences
# Numbers that are no figure of any guideline, each with its reason; any other belongs into the rule base.
NUMBERS = {
    ("planning/clock.py", 60): "minutes of an hour",
    ("planning/notes.py", 2): "decimals of a printed figure; the score before the newest",
}


def name_of(path: Path) -> str:
    """The path inside the project, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def numbers_in(source: str) -> list[float]:
    """The numbers of a module other than 0 and 1; -1 is 1 with a sign."""
    found = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [
        value
        for value in found
        if isinstance(value, int | float) and not isinstance(value, bool) and value not in (0, 1)
    ]


def test_there_is_code_to_look_at() -> None:
    """The checks below look at something: the code, the pure floors and the tests are found."""
    assert len(CODE) > 40
    assert len(PURE) > 10
    assert len(TESTS) > 15


def test_no_figure_in_the_pure_floors() -> None:
    """Engine and planning hold no number but 0 and 1; every figure stands with its source in the rule base."""
    found = {
        (path.relative_to(ROOT / "rehab").as_posix(), value)
        for path in PURE
        for value in numbers_in(path.read_text("utf-8"))
    }
    assert found == set(NUMBERS)


def test_the_search_for_numbers_finds_them() -> None:
    """A number in an expression, an index, a default or a slice is found; 0, 1, -1 and truth values are not."""
    assert numbers_in("a = b[2]\ndef f(x=3.5): return x[1:4] + 0 + 1 - 1 + True") == [2, 3.5, 4]


def test_no_drawer_for_odds_and_ends() -> None:
    """No module is named utils, helpers, common or core."""
    names = {part for path in (*CODE, *TESTS) for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names.isdisjoint({"utils", "util", "helpers", "helper", "common", "core", "misc"})


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    """Every module has a docstring whose first line is a sentence."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert text
    first = text.splitlines()[0]
    assert len(first) > 15
    assert first.endswith((".", ":", ";", ",")) or len(text.splitlines()) > 1


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_module_is_too_long(path: Path) -> None:
    """No module has more than 320 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [one for one in TESTS if one.name.startswith("test_")], ids=name_of)
def test_every_test_says_its_property(path: Path) -> None:
    """Every test function has a docstring of its own, and no two of a file share a name."""
    functions = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]  # fmt: skip
    assert functions
    assert [name for name, number in Counter(one.name for one in functions).items() if number > 1] == []
    if not path.name.startswith(NAMES_SAY_IT):
        assert [one.name for one in functions if not ast.get_docstring(one)] == []


@pytest.mark.slow
def test_every_test_file_is_collected() -> None:
    """pytest finds tests in every file of the folder that is named as a test, and finds no error."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "", "-p", "no:cacheprovider"], cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    collected = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert collected == {name_of(path) for path in TESTS if path.name.startswith("test_")}

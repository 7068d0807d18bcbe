"""A caseload: every row stands alone, and the worst of them decides the exit code."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from rehab.batch.manifest import manifest_files
from rehab.batch.many import Row, make_many, worst
from rehab.batch.one import Job
from rehab.errors import ExitCode
from rehab.model.settings import Settings

START = date(2026, 11, 16)
GOOD = "schema: rehab.profile/1\npatient: {id: ID, age: 61}\nstroke: {onset: 2026-10-01, affected_side: left}\n"


def run(folder: Path, output: Path, workers: int = 2) -> list[Row]:
    """Every profile of a folder, plans as JSON only."""
    jobs = [Job(path, output, START, 1, "json") for path in sorted(folder.iterdir())]
    return make_many(jobs, Settings(), workers, lambda _row: None)


@pytest.fixture
def caseload(tmp_path: Path) -> Path:
    """Three good profiles, a wrong one, and one that repeats an id in other letters."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.yaml").write_text(GOOD.replace("ID", f"P-{name}"))
    (folder / "d.yaml").write_text(GOOD.replace("ID", "P-d").replace("left", "lft"))
    (folder / "e.yaml").write_text(GOOD.replace("ID", "p-A"))
    return folder


def test_a_wrong_profile_is_a_row_and_the_rest_is_made(caseload: Path, tmp_path: Path) -> None:
    """One bad profile and one repeated id are refused with a sentence; the others have their files."""
    rows = run(caseload, tmp_path / "out")
    assert [row.outcome for row in rows] == ["needs decision"] * 3 + ["refused"] * 2
    assert "d.yaml:3:" in rows[3].reasons[0]
    assert "Did you mean 'left'?" in rows[3].reasons[0]
    assert "already used by a.yaml" in rows[4].reasons[0]
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == [f"P-{name}-week01.plan.json" for name in ("a", "b", "c")]


def test_one_worker_and_many_write_the_same_bytes(caseload: Path, tmp_path: Path) -> None:
    """How many processes worked cannot be seen in any plan."""
    run(caseload, tmp_path / "one", workers=1)
    run(caseload, tmp_path / "two", workers=2)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_no_string_of_one_person_stands_in_another_ones_plan(tmp_path: Path) -> None:
    """Planted words of twelve people stay with their own files."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    for number in range(12):
        goal = f"goals: [{{text: Planted{number:03d}word}}]\n"
        (folder / f"{number:02d}.yaml").write_text(GOOD.replace("ID", f"P-{number:03d}") + goal)
    run(folder, tmp_path / "out")
    for number in range(12):
        text = (tmp_path / "out" / f"P-{number:03d}-week01.plan.json").read_text()
        found = {other for other in range(12) if f"Planted{other:03d}word" in text or f"P-{other:03d}" in text}
        assert found == {number}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([0, 3], 3), ([3, 4], 4), ([4, 1], 1), ([1, 5], 5), ([5, 70], 70), ([0, 0], 0), ([0, 3, 4, 1, 5, 70], 70)],
)
def test_the_worst_row_decides_the_exit_code(codes: list[int], expected: int) -> None:
    """The order is bug, environment, input, no session, decision, done."""
    assert worst([Row("p", code, "x") for code in codes]) == ExitCode(expected)


def test_the_manifest_has_a_line_a_row_and_no_formula(tmp_path: Path) -> None:
    """Both forms hold every row; a name that a spreadsheet would run is quoted."""
    rows = [Row("=cmd()", 1, "refused", reasons=("=1+1",)), Row("b.yaml", 0, "made", plan="P-1-week01")]
    files = manifest_files(rows, tmp_path)
    table = list(csv.DictReader(files[tmp_path / "manifest.csv"].decode().splitlines()))
    lines = [json.loads(line) for line in files[tmp_path / "manifest.jsonl"].decode().splitlines()]
    assert [row["outcome"] for row in table] == [line["outcome"] for line in lines] == ["refused", "made"]
    assert table[0]["profile"] == "'=cmd()"
    assert table[0]["reasons"] == "'=1+1"

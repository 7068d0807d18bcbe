"""The gate from the shell: a plan from draft to signed, refused when stale, never overwritten."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest

PROFILE = Path(__file__).resolve().parents[1] / "profiles" / "heart-failure-untested.yaml"
DAY = ("--date", "2026-11-17")
WHO = ("--reviewer", "Rosa Reviewer")


def rehab(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """One command in a folder."""
    command = [sys.executable, "-m", "rehab.cli.main", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def words_of(path: Path) -> list[str]:
    """The text of each page."""
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


@pytest.mark.slow
def test_a_plan_from_draft_to_signed_to_stale(tmp_path: Path) -> None:
    """Unanswered it is refused, with another profile it is stale; signed, it bears name and number and stays."""
    shutil.copy(PROFILE, tmp_path / "p.yaml")
    made = rehab("plan", "p.yaml", "-o", "out", "--date", "2026-11-16", folder=tmp_path)
    assert made.returncode == 3, made.stderr
    (path,) = (tmp_path / "out").glob("*.plan.json")
    plan = f"out/{path.name}"
    paper = path.with_name(path.name.replace("plan.json", "patient.pdf"))
    assert all("DRAFT" in page for page in words_of(paper))
    assert rehab("submit", plan, "--by", "Ada Author", *DAY, folder=tmp_path).returncode == 0
    sign = ("approve", plan, *WHO, "--registration", "PH12345", *DAY)
    refused = rehab(*sign, folder=tmp_path)
    assert (refused.returncode, "V003" in refused.stderr) == (1, True)
    for finding in json.loads(path.read_text())["findings"]:
        if finding["severity"] in ("stop", "confirm"):
            answered = rehab("answer", plan, finding["key"], "Seen.", *WHO, *DAY, folder=tmp_path)
            assert answered.returncode == 0, answered.stderr
    profile = (tmp_path / "p.yaml").read_text()
    (tmp_path / "p.yaml").write_text(profile.replace("minutes_per_day: ", "minutes_per_day: 1"))
    stale = rehab(*sign, folder=tmp_path)
    assert (stale.returncode, "V002" in stale.stderr) == (1, True)
    assert json.loads(path.read_text())["status"] == "under_review"
    (tmp_path / "p.yaml").write_text(profile)
    signed = rehab(*sign, folder=tmp_path)
    assert signed.returncode == 0, signed.stderr
    pages = words_of(paper)
    assert "Approved by Rosa Reviewer, PH12345" in pages[0]
    assert not any("DRAFT" in page for page in pages)
    kept = path.read_bytes()
    rehab("plan", "p.yaml", "-o", "out", "--date", "2026-11-16", "--only", "json", folder=tmp_path)
    assert path.read_bytes() == kept
    assert path.with_name(path.name.replace(".plan", ".r2.plan")).exists()
    assert rehab("audit", "verify", "out", folder=tmp_path).returncode == 0

"""The manifest of a caseload, as CSV and as JSON lines.

In: rows. Out: bytes of both. Must not be here: names of patients; a row names the profile's file and the plan's id.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from rehab.batch.many import Row

__all__ = ["manifest_files"]

_COLUMNS = (
    "profile", "plan", "outcome", "exit_code", "stop", "confirm", "warning", "info", "files", "sha256", "seconds",
    "reasons",
)  # fmt: skip


def manifest_files(rows: Sequence[Row], output: Path) -> dict[Path, bytes]:
    """`manifest.csv` and `manifest.jsonl` with one line a profile."""
    return {output / "manifest.csv": _csv(rows), output / "manifest.jsonl": _lines(rows)}


def _csv(rows: Sequence[Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({
            "profile": _cell(row.profile), "plan": row.plan or "", "outcome": row.outcome, "exit_code": row.exit_code,
            **{name: row.findings.get(name, "") for name in ("stop", "confirm", "warning", "info")},
            "files": " ".join(row.files), "sha256": " ".join(row.files.values()), "seconds": row.seconds,
            "reasons": _cell(" | ".join(row.reasons)),
        })  # fmt: skip
    return stream.getvalue().encode()


def _cell(text: str) -> str:
    """A spreadsheet must not read the text as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _lines(rows: Sequence[Row]) -> bytes:
    plain = (
        {
            "profile": row.profile, "plan": row.plan, "outcome": row.outcome, "exit_code": row.exit_code,
            "findings": row.findings, "files": row.files, "seconds": row.seconds, "reasons": list(row.reasons),
        }
        for row in rows
    )  # fmt: skip
    return "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in plain).encode()

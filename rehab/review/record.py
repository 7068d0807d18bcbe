"""The append-only record of a folder of plans: who did what, when, on which digest; each line chained to the last.

In: a folder and an entry. Out: `record.jsonl` longer by one line; or the first line that does not fit the chain.
Must not be here: plans themselves, names of patients.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from rehab.errors import EnvironmentFailure, InputError, Problem
from rehab.model.rule_base import digest_of

__all__ = ["RECORD", "Entry", "append", "last_sources", "read_record", "verify"]

RECORD = "record.jsonl"
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record; the three files are what the plan was made from, for the check of staleness."""

    at: str
    plan: str
    revision: int
    action: str
    by: str
    registration: str | None
    before: str | None
    after: str
    target: str | None = None
    value: float | None = None
    reason_code: str | None = None
    reason: str | None = None
    profile_file: str | None = None
    settings_file: str | None = None
    overlay_file: str | None = None


def append(folder: Path, entries: list[Entry]) -> None:
    """Add lines at the end, under a lock; raises `EnvironmentFailure` when the disk refuses."""
    try:
        with (folder / RECORD).open("a+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.seek(0)
            last = _FIRST
            for line in stream:
                last = json.loads(line)["chain"]
            text = ""
            for entry in entries:
                plain = asdict(entry)
                last = digest_of([last, plain])
                text += json.dumps({**plain, "chain": last}, ensure_ascii=False, sort_keys=True) + "\n"
            end = stream.seek(0, os.SEEK_END)
            try:
                _write(stream.fileno(), text.encode())
                os.fsync(stream.fileno())
            except OSError:
                os.ftruncate(stream.fileno(), end)  # half a line would break the chain
                raise
    except (OSError, ValueError, KeyError) as error:
        raise EnvironmentFailure(f"The record {folder / RECORD} could not be extended: {error}") from None


def _write(descriptor: int, data: bytes) -> None:
    """Write all of it, past any buffer that would be tried again when the file is closed."""
    while data:
        data = data[os.write(descriptor, data):]


def read_record(folder: Path) -> list[dict[str, object]]:
    """Every line of the record, the oldest first; an empty list where there is none."""
    path = folder / RECORD
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def verify(folder: Path) -> int:
    """The number of lines when the chain is whole; raises `InputError` at the first line that does not fit."""
    path = folder / RECORD
    last = _FIRST
    count = 0
    if not path.exists():
        raise InputError([Problem(str(path), 0, 0, "A001", "There is no record.")])
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            plain = json.loads(line)
            chain = plain.pop("chain")
        except (ValueError, KeyError, AttributeError):
            raise InputError([Problem(str(path), number, 1, "A002", "This is not a line of the record.")]) from None
        last = digest_of([last, plain])
        if chain != last:
            sentence = "The record was changed, shortened or reordered at or before this line."
            raise InputError([Problem(str(path), number, 1, "A003", sentence)])
        count += 1
    return count


def last_sources(folder: Path, plan: str) -> dict[str, Path]:
    """The files that a plan was last made from, by kind: profile, settings, overlay; empty when unknown."""
    for line in reversed(read_record(folder)):
        if line["plan"] == plan and line.get("profile_file"):
            named = {kind: line.get(f"{kind}_file") for kind in ("profile", "settings", "overlay")}
            return {kind: folder / str(path) for kind, path in named.items() if path}
    return {}

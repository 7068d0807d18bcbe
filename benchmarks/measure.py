"""Measuring: medians of interleaved runs, and a table.

In: functions or commands. Out: seconds of wall and processor time; lines of text.
Must not be here: what is measured, verdicts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

__all__ = ["ROOT", "Spent", "interleaved", "process", "table"]

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock and seconds of the processor."""

    wall: float
    cpu: float


def process(words: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Spent:
    """Run this Python in a fresh process, from start to end; exit codes up to 4 are results of a plan."""
    begin = time.perf_counter()
    run = subprocess.Popen(  # noqa: S603  (our own commands)
        [sys.executable, *map(str, words)], cwd=ROOT, env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    said = run.stderr.read() if run.stderr else b""
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.stderr:
        run.stderr.close()
    if run.returncode not in (0, 3, 4):
        raise SystemExit(f"{words} ended with {run.returncode}:\n{said.decode(errors='replace')}")
    return Spent(time.perf_counter() - begin, used.ru_utime + used.ru_stime)


def interleaved(runs: int, things: Mapping[str, Callable[[], Spent]]) -> dict[str, Spent]:
    """Medians by name; the things take turns, so that a slow minute of the machine meets all of them."""
    for thing in things.values():
        thing()  # files into the machine's cache
    spent: dict[str, list[Spent]] = {name: [] for name in things}
    for _ in range(runs):
        for name, thing in things.items():
            spent[name].append(thing())
    return {
        name: Spent(median(one.wall for one in found), median(one.cpu for one in found))
        for name, found in spent.items()
    }


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under heads; numbers to the right."""
    shown = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in [list(heads), *shown]) for at in range(len(heads))]
    print(f"\n{title}")
    for row in (list(heads), *shown):
        cells = "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        print(f"  {row[0]:<{widths[0]}}{cells}")

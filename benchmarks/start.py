"""The start of the command line in a fresh process.

In: `rehab --help` and a Python that does nothing. Out: wall and processor seconds of each.
Target: below 0.2 s for the help.
"""

from __future__ import annotations

from benchmarks.measure import interleaved, process, table

__all__ = ["main"]

RUNS = 15


def main() -> None:
    """Measure and print."""
    found = interleaved(RUNS, {
        "rehab --help": lambda: process(["-m", "rehab.cli.main", "--help"]),
        "python alone": lambda: process(["-c", "pass"]),
    })  # fmt: skip
    table(
        "(c) start; target 0.2 s", ["command", "median wall s", "median cpu s"],
        [[name, one.wall, one.cpu] for name, one in found.items()],
    )  # fmt: skip

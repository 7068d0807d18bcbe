"""A plain table of strings, as most parts of the review sheet are one.

In: columns and rows. Out: a frozen value; the first cell of a row is its head.
Must not be here: what any table holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Table", "table"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `kind` names its widths in the style sheet. Either it has rows, or `empty` says that there are none."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


def table(kind: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], empty: str) -> Table:
    """A table whose rows all have a cell for each column."""
    kept = tuple(rows)
    if any(len(row) != len(columns) for row in kept):
        raise ValueError(f"a row of the table {kind} is ragged")
    return Table(kind, columns, kept, "") if kept else Table(kind, (), (), empty)

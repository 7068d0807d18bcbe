"""The decision table of a component as text for the terminal or for a change request.

In: a `DecisionTable`. Out: text, one block a rule. Must not be here: what stands in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from rehab.knowledge.decision_table import COLUMNS, DecisionTable

__all__ = ["table_text"]

_WIDTH = 110
_INDENT = "  "


def table_text(table: DecisionTable) -> str:
    """The whole table, ending in a line break."""
    return "\n".join(_lines(table)) + "\n"


def _lines(table: DecisionTable) -> Iterator[str]:
    yield f"Decision table: {table.component}, {table.rule_count} rules"
    yield f"Rule base {table.version}, digest {table.digest}"
    for section in table.sections:
        yield f"\n{section.title}"
        if not section.rows:
            yield f"{_INDENT}none"
        for row in section.rows:
            yield f"\n{_INDENT}{row.rule}"
            for name, cell in zip(COLUMNS[1:], row.cells[1:], strict=True):
                yield fill(f"{name.lower() + ':':<14}{cell}", _WIDTH, initial_indent=_INDENT * 2,
                           subsequent_indent=_INDENT * 2 + " " * 14, break_long_words=False)  # fmt: skip
    yield "\nSources"
    for reference in table.references:
        yield fill(reference, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT * 3)
    yield "\nRead and agreed:"
    for line in table.sign:
        yield f"{_INDENT}{line + ':':<22}{'_' * 40}"

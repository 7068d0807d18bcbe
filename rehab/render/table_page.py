"""The decision table of a component as a page: HTML that stands alone, or a tagged PDF.

In: a `DecisionTable`. Out: bytes, the same for the same table. Must not be here: what stands in the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehab.knowledge.decision_table import COLUMNS, DecisionTable
from rehab.render import fonts
from rehab.render.html import page_html, style
from rehab.render.strings import strings_of

__all__ = ["table_html", "table_pdf"]

_SHOWN = 12
_STYLE = "table.css"


@dataclass(frozen=True, slots=True)
class _View:
    """Strings of the page."""

    title: str
    about: tuple[str, ...]
    foot: str
    columns: tuple[str, ...]
    table: DecisionTable


def _view(table: DecisionTable) -> _View:
    name = table.component.replace("_", " ")
    return _View(
        f"Decision table: {name}",
        (f"Rule base of {table.version}, digest {table.digest}. {table.rule_count} rules.",
         "A dose is what all limits leave of what all doses ask for. Rules have no order. Checked says who read the "
         "source: primary (the source itself was read), secondary (somebody quoting it), recalled (nobody has read "
         "it), house (our own choice)."),
        f"{name} · rule base {table.version} · {table.digest[:_SHOWN]}", COLUMNS, table,
    )  # fmt: skip


def table_html(table: DecisionTable) -> bytes:
    """One HTML file that needs no other."""
    return page_html("table.html", _view(table), style=f"{style('page.css')}\n{style(_STYLE)}", paper="a4").encode()


def table_pdf(table: DecisionTable, paper: str = "a4") -> bytes:
    """The same page as PDF/UA-1."""
    from rehab.render.pdf import renderer

    view = _view(table)
    fonts.check_own_texts(strings_of(view))
    engine = renderer()
    return engine.bytes_of(engine.lay_out(page_html("table.html", view, style="", paper=paper), _STYLE, paper))

"""The reporting items of a plan as a page.

In: a plan and rows of text (checklist, number, what is asked, answer). Out: bytes of a tagged PDF.
Must not be here: which items there are; their answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehab.model.plan import Plan
from rehab.render import fonts
from rehab.render.html import page_html
from rehab.render.identity import identity_of
from rehab.render.pdf import renderer
from rehab.render.strings import strings_of

__all__ = ["reporting_pdf"]

_STYLE = "clinician.css"


@dataclass(frozen=True, slots=True)
class _View:
    """Strings of the page."""

    title: str
    before_page: str
    after_page: str
    rows: tuple[tuple[str, ...], ...]


def reporting_pdf(plan: Plan, rows: Sequence[tuple[str, ...]]) -> bytes:
    """The items as one table; raises `InputError` for a letter that the font does not have."""
    identity = identity_of(plan)
    title = f"Reporting items: {plan.profile.patient.id}, week {plan.week}"
    view = _View(title, identity.before_page, identity.after_page, tuple(rows))
    fonts.check_texts((f"goals[{number}].text", goal) for number, goal in enumerate(plan.goals))
    fonts.check_own_texts(strings_of(view))
    engine = renderer()
    return engine.bytes_of(engine.lay_out(page_html("reporting.html", view), _STYLE, plan.settings.paper))

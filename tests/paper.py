"""Finished paper for tests: the documents of a plan laid out, as bytes, read back; and what sticks out of its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
from people import START

from rehab.exchange.profile_file import read_profile
from rehab.knowledge.load import load_rule_base
from rehab.model.plan import Decision, Plan
from rehab.planning.build import build_plan
from rehab.render.documents import lay_out_clinician, lay_out_patient
from rehab.render.pdf import renderer

ROOT = Path(__file__).resolve().parents[1]
PROFILES = tuple(sorted(path.stem for path in (ROOT / "profiles").glob("*.yaml")))
OVERVIEW, BARE, WARD = "overview-left-hemiparesis", "only-required-fields", "ward-day-three"
DOCUMENTS = ("patient", "clinician")
_LAY_OUT = {"patient": lay_out_patient, "clinician": lay_out_clinician}


@dataclass(frozen=True)
class Paper:
    """One document: as laid out, as bytes, and the text of each page as a reader of PDF finds it."""

    laid_out: Any
    data: bytes
    pages: tuple[str, ...]


@cache
def plan_of(profile: str) -> Plan:
    """The plan of one of the shipped profiles."""
    base = load_rule_base()
    return build_plan(read_profile(ROOT / "profiles" / f"{profile}.yaml", START, base), START, base)


def paper_of(plan: Plan, document: str) -> Paper:
    """One document of a plan, printed and read back."""
    laid_out = _LAY_OUT[document](plan)
    data = renderer().bytes_of(laid_out)
    return Paper(laid_out, data, texts_of_pdf(data))


@cache
def paper(profile: str, document: str) -> Paper:
    """One document of a shipped profile."""
    return paper_of(plan_of(profile), document)


def texts_of_pdf(data: bytes) -> tuple[str, ...]:
    """The text of each page."""
    with pypdfium2.PdfDocument(data) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


def changed(plan: Plan, **changes: Any) -> Plan:
    """The plan with some fields changed."""
    return plan.model_copy(update=changes)


def named(plan: Plan, name: str) -> Plan:
    """The plan for a patient of this name."""
    profile = plan.profile.model_copy(update={"patient": plan.profile.patient.model_copy(update={"name": name})})
    return changed(plan, profile=profile)


def approved(plan: Plan) -> Plan:
    """The plan as a clinician has signed it."""
    decision = Decision(
        at="2026-11-17T09:30:00", by="Dr Clara Test", registration="PT-4711", action="approve", on_digest=plan.digest
    )
    return changed(plan, status="approved", decisions=(decision,))


def outside(laid_out: Any) -> list[str]:
    """Words that stick out of their table cell or off the page, in layout units."""
    found = []
    for page in laid_out.pages:
        found += [text for cell in _boxes(page._page_box) if _is(cell, "TableCellBox") for text in _sticking_out(cell)]
        found += [
            box.text for box in _boxes(page._page_box)
            if _is(box, "TextBox") and (box.position_x < -1 or box.position_x + box.width > page.width + 1)
        ]  # fmt: skip
    return found


def _sticking_out(cell: Any) -> Iterator[str]:
    right, bottom = cell.position_x + cell.border_width(), cell.position_y + cell.border_height()
    for box in _boxes(cell):
        if _is(box, "TextBox") and (box.position_x + box.width > right + 1 or box.position_y > bottom + 1):
            yield box.text


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _is(box: Any, kind: str) -> bool:
    return type(box).__name__ == kind

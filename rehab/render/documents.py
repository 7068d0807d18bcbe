"""The two documents of a plan: the patient's week and the clinician's review sheet.

In: a plan, the only input. Out: bytes of a PDF, the same for the same plan.
Must not be here: words, layout, the order of sections. Slow to import: callers do so when they print.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rehab.errors import InternalFault
from rehab.model.plan import Plan
from rehab.render import fonts
from rehab.render.html import page_html
from rehab.render.pdf import renderer, texts_of
from rehab.render.phrases import text
from rehab.render.strings import strings_of
from rehab.render.truth import patient_problems
from rehab.render.truth_clinician import clinician_problems
from rehab.render.view_clinician import clinician_view
from rehab.render.view_patient import PatientView, first_page_of, patient_view

__all__ = ["clinician_pdf", "lay_out_clinician", "lay_out_patient", "patient_pdf"]

# From the most readable to the one that holds the longest week; only the last one goes below 14 point.
_DENSITIES = ("wide", "roomy", "close", "dense", "tight")
_MOST_SAID = 10
_SHORT_WEEK = 6  # rows; a longer table has never fitted the roomiest density
_ENOUGH = 4  # a week without exercises has no long table; its advice may run over rather than go below 14 point


def patient_pdf(plan: Plan) -> bytes:
    """The patient's document; raises `InternalFault` rather than print what the plan does not hold, or lose a part."""
    pages = lay_out_patient(plan)
    _refuse(plan, patient_problems(plan, texts_of(pages)))
    return renderer().bytes_of(pages)


def clinician_pdf(plan: Plan) -> bytes:
    """The clinician's review sheet; raises `InternalFault` when a part of the plan is not on it."""
    pages = lay_out_clinician(plan)
    _refuse(plan, clinician_problems(plan, texts_of(pages)))
    return renderer().bytes_of(pages)


def _refuse(plan: Plan, problems: tuple[str, ...]) -> None:
    if problems:
        raise InternalFault(f"The paper of {plan.plan_id} does not hold its plan: {'; '.join(problems[:_MOST_SAID])}")


def lay_out_patient(plan: Plan) -> Any:
    """The patient's document on pages: with the roomiest first page that is one page."""
    view = patient_view(plan)
    _check_letters(plan, view)
    first = first_page_of(view)
    densities = _DENSITIES if view.grid else _DENSITIES[:_ENOUGH]
    return _pages(view, _roomiest(first, densities, plan), plan)


def _roomiest(first: PatientView, densities: tuple[str, ...], plan: Plan) -> str:
    """The roomiest density whose first page is one page; a long week begins at the second, which saves a trial."""
    long = any(len(grid.rows) + len(grid.booked) > _SHORT_WEEK for grid in first.grid)
    for density in densities[long:-1]:
        if len(_pages(first, density, plan).pages) == 1:
            return density
    return densities[-1]


def _pages(view: PatientView, density: str, plan: Plan) -> Any:
    return renderer().lay_out(page_html("patient.html", view, density=density), "patient.css", plan.settings.paper)


def lay_out_clinician(plan: Plan) -> Any:
    """The review sheet on pages."""
    view = clinician_view(plan)
    _check_letters(plan, view)
    return renderer().lay_out(page_html("clinician.html", view), "clinician.css", plan.settings.paper)


def _check_letters(plan: Plan, view: object) -> None:
    fonts.check_texts((place, text(value)) for place, value in _typed(plan) if value)
    fonts.check_own_texts(strings_of(view))


def _typed(plan: Plan) -> Iterator[tuple[str, str | None]]:
    """Every text that somebody typed for this plan, with the name of its place."""
    yield "patient.name", plan.profile.patient.name
    yield "stroke.location", plan.profile.stroke.location
    for number, goal in enumerate(plan.goals):
        yield f"goals[{number}].text", goal
    for place in ("site_name", "team_name"):
        yield f"settings.{place}", getattr(plan.settings, place)
    for number, decision in enumerate(plan.decisions):
        yield f"decisions[{number}]", " ".join(filter(None, (decision.by, decision.registration, decision.reason)))

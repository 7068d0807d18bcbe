"""Every shipped profile prints: tagged, whole, true to the plan, and with a first page that can hang on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import page as page_validation
import pytest
from paper import BARE, DOCUMENTS, OVERVIEW, PROFILES, WARD, Paper, changed, outside, paper, paper_of, plan_of

from rehab.model.plan import Plan
from rehab.render.identity import plan_digest
from rehab.render.pdf import texts_of
from rehab.render.strings import strings_of
from rehab.render.truth import patient_problems
from rehab.render.truth_clinician import clinician_problems
from rehab.render.truth_text import without_spaces
from rehab.render.view_clinician import ClinicianView, clinician_view
from rehab.render.view_patient import PatientView, patient_view

PROBLEMS: dict[str, Callable[[Plan, Sequence[str]], tuple[str, ...]]] = {
    "patient": patient_problems, "clinician": clinician_problems,
}  # fmt: skip
VIEWS: dict[str, Callable[[Plan], PatientView | ClinicianView]] = {"patient": patient_view, "clinician": clinician_view}
NOT_ON_PAGES = ("en", "provisional")  # the language, and the name of a line style


def is_tagged(data: bytes, folder: Path) -> list[object]:
    """The faults that the PDF/UA-1 validator finds."""
    path = folder / "paper.pdf"
    path.write_bytes(data)
    return list(page_validation.validate_pdf(path, profile="ua1").failures)


def missing_words(plan: Plan, printed: Paper, document: str) -> list[str]:
    """Strings of the view that are not on the pages, in one stretch."""
    whole = without_spaces(" ".join(printed.pages))
    view = VIEWS[document](plan)
    unseen: set[str] = {*NOT_ON_PAGES, view.title, *kinds_of(view)}
    strings = (one for one in strings_of(view) if one not in unseen and not one.isdigit())
    return [one for one in strings if without_spaces(one) not in whole]


def kinds_of(view: object) -> Iterator[str]:
    """The names of styles of the tables in a view."""
    if isinstance(view, ClinicianView):
        yield from (section.table.kind for section in view.sections)
        yield view.glance.kind


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_prints_whole_true_and_tagged(profile: str, document: str, tmp_path: Path) -> None:
    plan, printed = plan_of(profile), paper(profile, document)
    assert is_tagged(printed.data, tmp_path) == []
    assert PROBLEMS[document](plan, printed.pages) == ()
    assert PROBLEMS[document](plan, texts_of(printed.laid_out)) == ()
    assert outside(printed.laid_out) == []
    assert missing_words(plan, printed, document) == []
    for number, text in enumerate(printed.pages, 1):
        foot = f"{plan.profile.patient.id} · week 1 · page {number} of {len(printed.pages)}"
        assert foot in " ".join(text.split())
        assert f"plan {plan_digest(plan)[:12]}" in " ".join(text.split())
        assert "DRAFT" in text
    if document == "patient":
        first_page_hangs_alone(plan, printed)


def first_page_hangs_alone(plan: Plan, printed: Paper) -> None:
    """The first page has all that a fridge needs, and the second begins with something else."""
    first, rest = printed.pages[0], printed.pages[1:]
    view = patient_view(plan)
    assert "DRAFT – not yet approved by your therapist" in first
    assert all(call.label in first for call in view.calls)
    assert not any(line in {call.label for call in view.calls} for page in rest for line in page.splitlines())
    assert all(without_spaces(sign) in without_spaces(first) for sign in view.stop_signs)
    assert view.stop_signs
    if plan.has_sessions:
        assert rest[0].startswith("Your exercises"), "the second page begins with the exercises"
        assert "All minutes" in first
    else:
        assert "No exercises this week" in first
        assert not "".join(rest), "a week without exercises is one page"


@pytest.mark.slow
@pytest.mark.parametrize("profile", [OVERVIEW, BARE, WARD, "full-week-three-disciplines"])
def test_letter_paper_holds_it_too(profile: str, tmp_path: Path) -> None:
    plan = plan_of(profile)
    letter = changed(plan, settings=plan.settings.model_copy(update={"paper": "letter"}))
    for document in DOCUMENTS:
        printed = paper_of(letter, document)
        assert is_tagged(printed.data, tmp_path) == []
        assert PROBLEMS[document](letter, printed.pages) == ()
        assert outside(printed.laid_out) == []
        assert round(printed.laid_out.pages[0].width) == 816, "8.5 inches"
    first = paper_of(letter, "patient").pages
    assert len(first) == 1 or first[1].startswith("Your exercises")


def test_later_days_of_the_first_week_are_to_be_confirmed() -> None:
    first = paper(WARD, "patient").pages[0]
    assert "To be confirmed" in first
    assert "This plan ends on Tue 17 Nov 2026." in first
    assert "To be confirmed" not in paper(OVERVIEW, "patient").pages[0]

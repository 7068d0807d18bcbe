"""The comparison of paper and plan finds what is missing and what is too much."""

from __future__ import annotations

import pytest
from paper import OVERVIEW, changed, paper, plan_of

from rehab.render.truth import patient_problems
from rehab.render.truth_clinician import clinician_problems


def lies(document: str, page: int, old: str, new: str) -> tuple[str, ...]:
    """The pages of the overview's person with one word exchanged."""
    pages = list(paper(OVERVIEW, document).pages)
    assert old in pages[page], pages[page]
    pages[page] = pages[page].replace(old, new, 1)
    return tuple(pages)


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        (0, "108 to 118", "108 to 181"),
        (0, "11 to 12", "13 to 17"),
        (0, "Tue", "Wed"),
        (0, "10:00", "11:00"),
        (1, "minutes", "33 minutes"),
        (0, "You had a fall.", ""),
    ],
)
def test_a_wrong_word_on_the_patients_paper_is_found(page: int, old: str, new: str) -> None:
    assert patient_problems(plan_of(OVERVIEW), lies("patient", page, old, new))


def test_a_page_that_is_lost_is_found() -> None:
    assert patient_problems(plan_of(OVERVIEW), paper(OVERVIEW, "patient").pages[:2])
    assert clinician_problems(plan_of(OVERVIEW), paper(OVERVIEW, "clinician").pages[:2])


def test_a_plan_with_another_dose_does_not_pass_with_this_paper() -> None:
    plan = plan_of(OVERVIEW)
    for position, part in enumerate(plan.prescriptions):
        dose = part.doses[0]
        assert dose.allowed is not None
        wider = dose.model_copy(update={"allowed": dose.allowed.model_copy(update={"max": 97.0})})
        parts = list(plan.prescriptions)
        parts[position] = part.model_copy(update={"doses": (wider, *part.doses[1:])})
        assert clinician_problems(changed(plan, prescriptions=tuple(parts)), paper(OVERVIEW, "clinician").pages)


@pytest.mark.parametrize("field", ["minutes", "start"])
def test_a_plan_with_another_session_does_not_pass_with_this_paper(field: str) -> None:
    plan = plan_of(OVERVIEW)
    day = plan.week_days[0]
    other = day.sessions[0].model_copy(update={field: {"minutes": 41, "start": "07:35"}[field]})
    days = (day.model_copy(update={"sessions": (other, *day.sessions[1:])}), *plan.week_days[1:])
    lied = changed(plan, week_days=days)
    assert patient_problems(lied, paper(OVERVIEW, "patient").pages)
    assert clinician_problems(lied, paper(OVERVIEW, "clinician").pages)

"""Whether the patient's paper says what the plan says: every number of the week is on it, and no other number.

In: a plan, and the text of each page as it was read back from the finished document or from its layout.
Out: sentences, one for each thing that is missing or too much; none means that paper and plan agree.
Must not be here: the views. Figures are written here a second time, so that a wrong view cannot vouch for itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from rehab.model.plan import Day, Plan, SessionExercise
from rehab.render.sides import with_sides
from rehab.render.truth_text import Page, foot_of, without_spaces
from rehab.render.view_week import activity_name
from rehab.render.words import ACTIVITY, BOOKED, DAY, MONTH

__all__ = ["patient_problems"]

_NUMBER = re.compile(r"\d+(?:[:.,]\d+)*")
_NEAR = 260  # letters between the name of an exercise and its last line of figures
# Numbers of the form itself: scales that are asked for, and how to read them.
_FORM = ("0 to 10", "6 to 20", "Pain: 0 is no pain, 10 is the worst pain.", "on the 6 to 20 scale")


def patient_problems(plan: Plan, pages: Sequence[str]) -> tuple[str, ...]:
    """What is wrong with the patient's paper."""
    whole = without_spaces(" ".join(pages))
    first = without_spaces(pages[0])
    wanted = [("on the first page", line, first) for line in _fridge(plan)]
    wanted += [("in the document", one.text, whole) for one in plan.advice if _for_patient(plan, one.audience)]
    missing = [
        f"missing {where}: {line}" for where, line, text in wanted if without_spaces(_sided(plan, line)) not in text
    ]
    missing += [f"missing on a card: {line}" for line in _cards_missing(plan, whole)]
    return (*missing, *(f"not in the plan: {number} on page {page}" for page, number in _unknown_numbers(plan, pages)))


def _sided(plan: Plan, line: str) -> str:
    return with_sides(line, plan.profile.stroke.affected_side)


def _for_patient(plan: Plan, audience: str) -> bool:
    return plan.has_sessions and audience in ("patient", "caregiver")


def _fridge(plan: Plan) -> Iterator[str]:
    """What the first page must hold, each piece in one stretch."""
    days = plan.week_days
    yield from (one.text for one in plan.stop_signs)
    site = plan.settings
    yield from filter(None, (site.emergency_number, site.team_phone, site.out_of_hours_phone))
    if not plan.has_sessions:
        return
    for day in days:
        yield f"{DAY[day.day]} {day.date.day} {MONTH[day.date.month - 1]}"
    for component in ACTIVITY:
        cells = [
            f"{one.start or ''} {one.minutes} {'' if one.helper == 'none' else 'H'}"
            for day in days
            for one in sorted(day.sessions, key=lambda one: one.start or "")
            if one.component == component
        ]
        if cells:
            yield f"{activity_name(plan, component)} {' '.join(cells)}"
    for discipline, name in BOOKED.items():
        visits = [one for day in days for one in day.booked if one.discipline == discipline]
        if visits:
            yield " ".join((name, *(f"{one.start or ''} {one.minutes}" for one in visits)))
    yield f"All minutes {' '.join(str(total) if total else 'rest' for total in map(_total, days))}"


def _total(day: Day) -> int:
    return sum(one.minutes for one in day.sessions) + sum(one.minutes for one in day.booked)


def _cards_missing(plan: Plan, whole: str) -> Iterator[str]:
    """Exercises whose figures do not stand behind their name."""
    for one in {one: None for day in plan.week_days for session in day.sessions for one in session.exercises}:
        name = _sided(plan, plan.cards[one.id].name)
        pattern = re.escape(without_spaces(name)) + f".{{0,{_NEAR}}}?" + re.escape(without_spaces(_figures(one)))
        if _figures(one) and re.search(pattern, whole) is None:
            yield f"{name}: {_figures(one)}"


def _figures(one: SessionExercise) -> str:
    parts = []
    if one.minutes is not None:
        parts.append(f"{one.minutes} minute{'' if one.minutes == 1 else 's'}.")
    if one.hold_s is not None:
        parts.append(f"Hold {one.hold_s} second{'' if one.hold_s == 1 else 's'}.")
    if one.sets is not None:
        each = "" if one.reps is None else f" of {one.reps}"
        parts.append(f"{one.sets} set{'' if one.sets == 1 else 's'}{each}.")
    elif one.reps is not None:
        parts.append(f"{one.reps} time{'' if one.reps == 1 else 's'}.")
    return " ".join(parts)


def _unknown_numbers(plan: Plan, pages: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Numbers on the patient's paper that neither a text nor a figure of the plan accounts for."""
    known = frozenset(_patient_numbers(plan))
    phrases = sorted({phrase for phrase in _phrases(plan) if _NUMBER.search(phrase)}, key=len, reverse=True)
    for number, text in enumerate(pages, 1):
        page = Page(text)
        page.blank(foot_of(plan, number, len(pages)))
        for phrase in phrases:
            page.blank(_sided(plan, phrase))
        yield from ((number, token) for token in _NUMBER.findall(page.rest) if token not in known)


def _phrases(plan: Plan) -> Iterator[str]:
    """Texts of the plan that may hold a number of their own."""
    patient, site = plan.profile.patient, plan.settings
    yield from _FORM
    yield from (patient.id, patient.name or "", plan.rules_version)
    yield from (text or "" for text in (site.site_name, site.team_name, site.team_phone, site.emergency_number))
    yield site.out_of_hours_phone or ""
    yield from plan.goals
    yield from (one.text for one in (*plan.advice, *plan.stop_signs))
    yield from (one.text for one in plan.progressions)
    yield from (f"{one.by}, {one.registration}" if one.registration else one.by for one in plan.decisions)
    for card in plan.cards.values():
        yield from filter(None, (card.name, card.keep_safe, card.easier_way, card.harder_way))
        yield from (f"{number}. {step}" for number, step in enumerate(card.steps, 1))
        yield from card.steps


def _patient_numbers(plan: Plan) -> Iterator[str]:
    """Figures of the plan as the patient may read them, and what is counted from its week."""
    days = plan.week_days
    dates = [day.date for day in days] + [plan.start_date, plan.expires_on]
    yield from (str(part) for one in dates for part in (one.day, one.year))
    yield from (str(number) for one in plan.decisions for number in _date_parts(one.at))
    yield str(plan.week)
    yield from (str(count) for count in range(1, len(days) + 1))  # on how many days
    for day in days:
        yield str(_total(day))
        yield from (str(count) for count in range(1, len(day.sessions) + 1))  # how often on a day
        for minutes, start in [(one.minutes, one.start) for one in day.sessions] + [
            (one.minutes, one.start) for one in day.booked
        ]:
            yield from (str(minutes), start or "")
        for exercise in (exercise for session in day.sessions for exercise in session.exercises):
            figures = (exercise.sets, exercise.reps, exercise.hold_s, exercise.minutes)
            yield from (str(figure) for figure in figures if figure is not None)
    for dose in (dose for part in plan.prescriptions for dose in part.doses):
        if dose.quantity in ("aerobic.heart_rate", "aerobic.rpe_6_20") and dose.chosen is not None:
            yield from (str(number) for number in _inside(dose.chosen.min, dose.chosen.max))


def _date_parts(at: str) -> tuple[int, ...]:
    return tuple(int(part) for part in at[:10].split("-") if part.isdigit())


def _inside(low: float | None, high: float | None) -> Iterable[int]:
    yield from (math.ceil(low or 0), math.floor(high or 0), math.floor(low or 0))

"""Whether the review sheet says what the plan says: every dose, session, rule, finding and reference is on it.

In: a plan, and the text of each page as it was read back from the finished document or from its layout.
Out: sentences, one for each thing that is missing; none means that the sheet is whole.
Must not be here: the views. Figures are written here a second time, so that a wrong view cannot vouch for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rehab.model.plan import Plan, PlanDose
from rehab.render.sides import with_sides
from rehab.render.truth_text import Page, foot_of, without_spaces
from rehab.render.words import ACTIVITY, COMPONENT, DIMENSION, DOSE_STATUS, measure_name

__all__ = ["clinician_problems"]


def clinician_problems(plan: Plan, pages: Sequence[str]) -> tuple[str, ...]:
    """What is missing on the clinician's paper."""
    whole = without_spaces(" ".join(_without_foot(plan, pages)))
    return tuple(f"missing: {line}" for line in _of_clinician(plan) if without_spaces(line) not in whole)


def _without_foot(plan: Plan, pages: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(pages, 1):
        page = Page(text)
        page.blank(foot_of(plan, number, len(pages)))
        yield page.rest


def _of_clinician(plan: Plan) -> Iterator[str]:
    """Every row and sentence that the review sheet must hold, each in one stretch."""
    for part in plan.prescriptions:
        for dose in part.doses:
            yield _dose_row(dose)
            yield from (*dose.because, *dose.cut_by)
        yield from (one.text for one in (*part.reasons, *part.precautions))
    yield from _week_rows(plan)
    yield from _ledger_rows(plan)
    for finding in plan.findings:
        begin, _, rest = finding.message.partition(": ")  # messages that begin alike share their beginning on paper
        if finding.code == "assessment.due":  # its reason is asked for among the assessments
            continue
        whole = finding.severity in ("stop", "confirm") or not rest
        yield from (finding.message,) if whole else (begin, rest.rstrip("."))
        yield from (finding.question or "", finding.rule or finding.code)
    yield from (one.claim for one in plan.evidence)
    yield from plan.citations.values()
    yield from (one.text for one in plan.advice if one.audience == "clinician")
    yield from (one.reason for one in plan.assessments)
    yield from (f"{measure_name(one.measure)} {_number(one.value)}" for one in plan.measures)
    yield from (one.meaning for one in plan.measures if one.meaning)
    yield from (one.clinician or one.text for one in plan.progressions)


def _dose_row(dose: PlanDose) -> str:
    chosen = "–" if dose.chosen is None else _ends(dose.chosen.min, dose.chosen.max)
    if dose.placed is not None and dose.placed != dose.chosen:
        chosen += f"; in the week {_ends(dose.placed.min, dose.placed.max)}"
    allowed = "no number" if dose.allowed is None else _ends(dose.allowed.min, dose.allowed.max)
    return f"{DIMENSION[dose.quantity.partition('.')[2]]} {allowed} {chosen} {DOSE_STATUS[dose.status]}"


def _ends(low: float | None, high: float | None) -> str:
    if low is None:
        return "any" if high is None else f"up to {_number(high)}"
    if high is None:
        return f"at least {_number(low)}"
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _number(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value != round(value, 1) else f"{value:.1f}".removesuffix(".0")


def _week_rows(plan: Plan) -> Iterator[str]:
    marks = {"none": "", "nearby": "n", "hands_on": "h"}
    for component in ACTIVITY:
        cells = [
            ", ".join(
                f"{one.start or ''}{one.minutes}{marks[one.helper]}"
                for one in day.sessions
                if one.component == component
            )
            for day in plan.week_days
        ]
        if any(cells):
            yield COMPONENT[component] + "".join(cells)
    side = plan.profile.stroke.affected_side
    sessions = [session for day in plan.week_days for session in day.sessions]
    for one, component in {(one, session.component): None for session in sessions for one in session.exercises}:
        sets = "" if one.sets is None else f"{one.sets} set{'' if one.sets == 1 else 's'}"
        reps = "" if one.reps is None else f"× {one.reps}"
        hold = "" if one.hold_s is None else f"hold {one.hold_s} s"
        minutes = "" if one.minutes is None else f"{one.minutes} min"
        yield f"{with_sides(plan.cards[one.id].name, side)}{component.replace('_', ' ')}{sets}{reps}{hold}{minutes}"


def _ledger_rows(plan: Plan) -> Iterator[str]:
    minutes = plan.minutes
    yield f"Supervised therapy, booked {minutes.supervised}"
    yield f"Target: supervised, all disciplines {minutes.target}"
    yield f"Shortfall of supervised therapy {minutes.shortfall}"
    yield f"(a line apart) {minutes.self_practice}"
    yield f"Tolerated in a day {minutes.tolerance_per_day}"
    yield from minutes.reasons

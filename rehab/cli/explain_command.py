"""`rehab explain`: why a number, a component or an exercise of a plan is as it is.

In: a plan.json and perhaps an item. Out: text with rules, sources and how well each was checked.
Must not be here: evaluation; the plan already carries everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rehab.cli.options import PATH, speak_utf8
from rehab.errors import InputError, Problem
from rehab.model.interval import number_text
from rehab.model.plan import Plan, PlanDose, PlanPrescription, Span

__all__ = ["explain"]


@click.command()
@click.argument("plan", type=PATH)
@click.argument("item", required=False)
def explain(plan: Path, item: str | None) -> None:
    """Why a number of PLAN is as it is; ITEM is a quantity, a component, an exercise, or everything if left out.

    \b
    rehab explain out/P-0001-week01.plan.json
    rehab explain out/P-0001-week01.plan.json aerobic.heart_rate
    rehab explain out/P-0001-week01.plan.json treadmill_walk
    """
    from rehab.exchange.plan_file import read_plan

    speak_utf8()
    made = read_plan(plan)
    lines = list(_all(made) if item is None else _one(made, item))
    if not lines:
        raise InputError([Problem(str(plan), 0, 0, "L010", f"The plan says nothing of '{item}'.", _hint(made, item))])
    click.echo("\n".join(lines))


def _hint(made: Plan, item: str | None) -> str:
    from rehab.knowledge.problems import nearest

    known = {dose.quantity for part in made.prescriptions for dose in part.doses}
    known |= {part.component for part in made.prescriptions} | set(made.cards) | {one.name for one in made.excluded}
    return nearest(item, sorted(known))


def _all(made: Plan) -> Iterator[str]:
    for part in made.prescriptions:
        yield from _component(made, part)


def _one(made: Plan, item: str) -> Iterator[str]:
    for part in made.prescriptions:
        if part.component == item:
            yield from _component(made, part)
        for dose in part.doses:
            if dose.quantity == item:
                yield from _dose(made, dose)
    sessions = [(day.day, session) for day in made.week_days for session in day.sessions]
    days = [day for day, session in sessions if any(one.id == item for one in session.exercises)]
    if days:
        yield f"{item}: in the week on {', '.join(dict.fromkeys(days))}; {made.cards[item].clinician_note}"
    for excluded in made.excluded:
        if excluded.name == item:
            rule = f" [{excluded.rule}]" if excluded.rule else ""
            reopens = f" Reopens: {excluded.reopens}." if excluded.reopens else ""
            yield f"{item}: left out, {excluded.reason}{rule}.{reopens}"


def _component(made: Plan, part: PlanPrescription) -> Iterator[str]:
    yield f"{part.component}: {part.status}"
    for reason in part.reasons:
        reopens = f" Reopens: {reason.reopens}." if reason.reopens else ""
        yield f"  because {reason.text} [{reason.rule or '-'}].{reopens}"
    for dose in part.doses:
        yield from (f"  {line}" for line in _dose(made, dose))


def _dose(made: Plan, dose: PlanDose) -> Iterator[str]:
    chosen = f", chosen {_span(dose.chosen)} (by {dose.chosen_by})" if dose.chosen else ""
    yield f"{dose.quantity}: {dose.status}, allowed {_span(dose.allowed)} {dose.unit}{chosen}"
    for name in dose.because:
        yield f"  asked by {_passport(made, name)}"
    for name in dose.cut_by:
        yield f"  cut by {_passport(made, name)}"


def _span(span: Span | None) -> str:
    if span is None:
        return "no number"
    low, high = (None if end is None else number_text(end) for end in (span.min, span.max))
    return str(low) if low == high else f"{low or 'open'} to {high or 'open'}"


def _passport(made: Plan, name: str) -> str:
    note = made.rules.get(name)
    if note is None:
        return name
    value = f" {note.value}" if note.value else ""
    return (
        f"{name}{value}: {note.states} ({note.provenance}: {note.source}, {note.at}; grade "
        f"{note.grade or 'not stated'}; checked: {note.checked})"
    )

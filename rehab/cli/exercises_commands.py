"""`rehab exercises`: look at the library.

In: ids and words. Out: text. Must not be here: choosing exercises for a person.
"""

from __future__ import annotations

import click

from rehab.cli.options import speak_utf8
from rehab.errors import InputError, Problem
from rehab.knowledge.load import load_rule_base
from rehab.knowledge.problems import nearest
from rehab.model.guard import guard_text

__all__ = ["exercises"]


@click.group()
def exercises() -> None:
    """Look at the exercise library.

    \b
    rehab exercises list --component strength
    rehab exercises show sit_to_stand
    """
    speak_utf8()


@exercises.command(name="list")
@click.option("--component", help="Only this component, such as strength.")
def list_exercises(component: str | None) -> None:
    """One line an exercise: id, component, position, helper, name.

    \b
    rehab exercises list --component balance
    """
    base = load_rule_base()
    components = sorted({one.component for one in base.exercises})
    if component is not None and component not in components:
        raise click.UsageError(f"No exercise has the component '{component}'. {nearest(component, components)}")
    shown = [one for one in base.exercises if component in (None, one.component)]
    for one in shown:
        click.echo(f"{one.id}  {one.component}  {one.position}  helper {one.helper}  {one.name}")
    click.echo(f"{len(shown)} exercises")


@exercises.command()
@click.argument("exercise_id")
def show(exercise_id: str) -> None:
    """Everything about one exercise.

    \b
    rehab exercises show sit_to_stand
    """
    base = load_rule_base()
    one = base.exercise_by_id.get(exercise_id)
    if one is None:
        hint = nearest(exercise_id, base.exercise_by_id)
        raise InputError([Problem("exercises", 0, 0, "R031", f"No exercise is called '{exercise_id}'.", hint)])
    lines = [
        ("id", one.id), ("name", one.name), ("component", one.component), ("region", one.region),
        ("muscles", ", ".join(one.muscles) or "-"), ("position", one.position), ("side", one.side),
        ("helper", one.helper), ("equipment", ", ".join(one.equipment) or "-"), ("tags", ", ".join(one.tags) or "-"),
        ("needs", guard_text(one.needs)), ("excludes", guard_text(one.excludes) if one.excludes else "-"),
        ("easier", ", ".join(one.easier) or "-"), ("harder", ", ".join(one.harder) or "-"),
        *((f"step {number}", step) for number, step in enumerate(one.steps, 1)),
        ("keep safe", one.keep_safe or "-"), ("easier way", one.easier_way or "-"),
        ("harder way", one.harder_way or "-"), ("note", one.clinician_note), ("source", one.source),
    ]  # fmt: skip
    for name, text in lines:
        click.echo(f"{name + ':':<12}{text}")

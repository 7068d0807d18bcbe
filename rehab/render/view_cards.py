"""The exercise cards of the patient's document, grouped by activity.

In: a plan. Out: frozen strings; sides are worded. Must not be here: the grid, layout, other doses than the plan's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rehab.model.plan import Card, Plan, SessionExercise
from rehab.model.vocabulary import HELPER_LEVELS
from rehab.render.phrases import counted, day_list, dose_sentence, text
from rehab.render.sides import with_sides
from rehab.render.view_week import HELPER_MARK, activities_of, activity_name
from rehab.render.words import DIRECTION, HELPER, plain

__all__ = ["ExerciseCard", "Group", "Note", "groups_of", "helped"]


@dataclass(frozen=True, slots=True)
class Note:
    """A short bold word and what follows it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """What the patient reads of one exercise."""

    name: str
    doses: tuple[str, ...]
    helper: str
    marked: str
    need: str
    steps: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """An activity with its cards."""

    name: str
    when: tuple[str, ...]
    moves: tuple[Note, ...]
    cards: tuple[ExerciseCard, ...]


def groups_of(plan: Plan) -> tuple[Group, ...]:
    """All cards, in the order of a day; within an activity in the order of its sessions."""
    return tuple(
        Group(activity_name(plan, name), _when(plan, name), _moves(plan, name), _cards(plan, name))
        for name in activities_of(plan)
    )


def _moves(plan: Plan, component: str) -> tuple[Note, ...]:
    """When to do more, less, or to stop."""
    side = plan.profile.stroke.affected_side
    return tuple(
        Note(f"{DIRECTION[one.direction]}:", with_sides(text(one.text), side))
        for one in sorted(plan.progressions, key=lambda one: tuple(DIRECTION).index(one.direction))
        if one.component == component
    )


def _when(plan: Plan, component: str) -> tuple[str, ...]:
    """How long and on which days, one line for each length."""
    days: dict[str, list[str]] = {}
    for day in plan.week_days:
        minutes = [session.minutes for session in day.sessions if session.component == component]
        if minutes:
            days.setdefault(f"{' and '.join(map(str, minutes))} minutes.", []).append(day.day)
    order = [day.day for day in plan.week_days]
    return tuple(f"{minutes} {day_list(names, order)}" for minutes, names in days.items())


def _cards(plan: Plan, component: str) -> tuple[ExerciseCard, ...]:
    seen: dict[str, list[tuple[str, SessionExercise]]] = {}
    for day in plan.week_days:
        for session in day.sessions:
            if session.component == component and (session.bout or 1) == 1:  # the card shows the first bout
                for one in session.exercises:
                    seen.setdefault(one.id, []).append((day.day, one))
    return tuple(_card(plan, plan.cards[name], uses) for name, uses in seen.items())


def _card(plan: Plan, card: Card, uses: list[tuple[str, SessionExercise]]) -> ExerciseCard:
    side = plan.profile.stroke.affected_side
    helper = max((one.helper for _, one in uses), key=HELPER_LEVELS.index)
    notes = (("Keep safe", card.keep_safe), ("Easier", card.easier_way), ("Harder", card.harder_way))
    return ExerciseCard(
        name=with_sides(card.name, side), doses=_doses(plan, uses), helper=HELPER[helper],
        marked=HELPER_MARK if HELPER[helper] else "",
        need=f"You need: {', '.join(plain(one) for one in card.equipment)}." if card.equipment else "",
        steps=tuple(with_sides(step, side) for step in card.steps),
        notes=tuple(Note(f"{label}:", with_sides(line, side)) for label, line in notes if line),
    )  # fmt: skip


def _doses(plan: Plan, uses: list[tuple[str, SessionExercise]]) -> tuple[str, ...]:
    """The figures and their days; one line where every day is alike."""
    times = Counter((day, dose_sentence(one)) for day, one in uses)
    days: dict[str, list[str]] = {}
    for (day, sentence), number in times.items():
        often = f" {counted(number, 'time', 'times')} a day." if number > 1 else ""
        days.setdefault(sentence + often, []).append(day)
    order = [day.day for day in plan.week_days]
    return tuple(f"{sentence} {day_list(names, order)}" for sentence, names in days.items())


def helped(plan: Plan, level: str) -> tuple[str, ...]:
    """The names of the exercises that ask for this level of help."""
    names = {one.id: None for day in plan.week_days for session in day.sessions for one in session.exercises
             if one.helper == level}  # fmt: skip
    return tuple(with_sides(plan.cards[name].name, plan.profile.stroke.affected_side) for name in names)

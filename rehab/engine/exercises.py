"""Which exercises of the library this person may do, and which of them the plan takes.

In: the library, facts, screening, the help that rules ask for. Out: chosen exercises, every exclusion with its reason.
Must not be here: numbers of sets or minutes. House policy for the order of choice is stated in `_rank`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rehab.engine.screen import applies, barring_exercise
from rehab.model import vocabulary as words
from rehab.model.exercise import Exercise, matches
from rehab.model.facts import Facts
from rehab.model.guard import evaluate, facts_of
from rehab.model.prescription import ChosenExercise, Exclusion, Screening
from rehab.model.profile import Profile
from rehab.model.rule import PrecautionRule
from rehab.model.rule_base import RuleBase

__all__ = ["Eligible", "choose", "eligible_exercises"]


@dataclass(frozen=True, slots=True)
class Eligible:
    """The exercises that may be offered, and those that were considered and left out."""

    allowed: tuple[ChosenExercise, ...]
    excluded: tuple[Exclusion, ...]


def eligible_exercises(
    base: RuleBase, profile: Profile, facts: Facts, screening: Screening, components: frozenset[str]
) -> Eligible:
    """Every exercise of these components, either allowed with the help it needs, or excluded with one reason."""
    helpers = [
        (rule.requires, rule.id) for rule in base.of_kind(PrecautionRule)
        if rule.requires is not None and applies(rule, facts) is not False
    ]  # fmt: skip
    allowed, excluded = [], []
    for exercise in base.exercises:
        if exercise.component not in components:
            continue
        wanted = [(need.helper, name) for need, name in helpers if matches(need.exercises, exercise)]
        helper, why = max(
            [(exercise.helper, None), *wanted], key=lambda pair: words.HELPER_LEVELS.index(pair[0])
        )
        reason = _reason_against(exercise, profile, facts, screening, helper, why)
        if reason is None:
            allowed.append(ChosenExercise(exercise, helper))
        else:
            excluded.append(reason)
    return Eligible(tuple(allowed), tuple(excluded))


def _reason_against(
    exercise: Exercise, profile: Profile, facts: Facts, screening: Screening, helper: str, why: str | None
) -> Exclusion | None:
    """The first reason that speaks against an exercise, or None."""

    def out(reason: str, reopens: str | None = None, rule: str | None = None) -> Exclusion:
        return Exclusion("exercise", exercise.id, reason, reopens, rule)

    hit = barring_exercise(screening, exercise)
    if hit is not None:
        return out(hit.reason.text, hit.reason.reopens, hit.rule.id)
    if exercise.id in profile.preferences.never:
        return out("not wanted (preferences)", "taken off the list of preferences")
    missing = [word for word in exercise.equipment if facts.get(f"equipment.{word}") is not True]
    if missing:
        return out(f"needs equipment: {', '.join(missing)}", "the equipment is at hand")
    needs = evaluate(exercise.needs, facts)
    if needs is not True:
        return out(*_unmet(needs, facts_of(exercise.needs), facts))
    if exercise.excludes is not None:
        excludes = evaluate(exercise.excludes, facts)
        if excludes is not False:
            return out(*_unmet(None if excludes is None else False, facts_of(exercise.excludes), facts))
    if helper != "none" and facts.get("helper.available") is not True:
        return out("needs somebody nearby, and no helper is recorded", "a helper is available", why)
    return None


def _unmet(answer: bool | None, names: Iterable[str], facts: Facts) -> tuple[str, str]:
    if answer is None:
        unknown = ", ".join(name for name in names if facts.get(name) is None)
        return f"not known: {unknown}", f"recorded: {unknown}"
    told = ", ".join(f"{name} {_shown(facts.get(name))}" for name in names)
    return f"does not suit: {told}", "a change in what is recorded"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)


def choose(
    candidates: tuple[ChosenExercise, ...], profile: Profile, number: int, familiar: frozenset[str] = frozenset()
) -> tuple[ChosenExercise, ...]:
    """At most `number` exercises of one component, covering muscles and, for arm tasks, both ends of the arm.

    `familiar` are the exercises of the plan before: they stay unless a rule, the clinician or the preferences
    change them, because what is known is done.
    """
    ids = {one.exercise.id for one in candidates}
    goals = {goal.task for goal in profile.goals if goal.task}
    ranked = sorted(candidates, key=lambda one: _rank(one, profile, familiar, ids, goals))
    chosen: list[ChosenExercise] = _firsts(ranked) if number > 1 else []
    taken = {one.exercise.id for one in chosen}
    rest = [one for one in ranked if one.exercise.id not in taken]
    while rest and len(chosen) < number:
        untrained = goals - {task for one in chosen for task in one.exercise.tasks}
        covered = {muscle for one in chosen for muscle in one.exercise.muscles}
        open_groups = [group for group in words.MAJOR_MUSCLE_GROUPS if covered.isdisjoint(group)]
        regions = [one.exercise.region for one in chosen]
        best = min(rest, key=lambda one: (
            _liking(one, profile, familiar),
            untrained.isdisjoint(one.exercise.tasks),
            _neighbours(one, chosen),
            -_groups_gained(one, open_groups),
            -len(set(one.exercise.muscles) - covered),
            regions.count(one.exercise.region),
        ))  # of equals the first of the ranking  # fmt: skip
        chosen.append(best)
        rest = [one for one in rest if one is not best]
    chosen = chosen[:number]
    return tuple(sorted(chosen, key=lambda one: (words.POSITIONS.index(one.exercise.position), one.exercise.id)))


def _liking(one: ChosenExercise, profile: Profile, familiar: frozenset[str]) -> int:
    """Pinned before familiar before new; the lower comes first."""
    name = one.exercise.id
    return (name not in profile.preferences.keep) + (name not in profile.preferences.keep and name not in familiar)


def _rank(
    one: ChosenExercise, profile: Profile, familiar: frozenset[str], ids: set[str], goals: set[str]
) -> tuple[object, ...]:
    """House order: kept, then nearest to a goal, then upright before lying, then one that can be made easier."""
    return (
        _liking(one, profile, familiar),
        goals.isdisjoint(one.exercise.tasks),
        -words.POSITIONS.index(one.exercise.position),
        words.HELPER_LEVELS.index(one.helper),
        ids.isdisjoint(one.exercise.easier),
        one.exercise.id,
    )


def _firsts(ranked: list[ChosenExercise]) -> list[ChosenExercise]:
    """What a session must hold: one proximal and one distal arm task (OV-08); getting upright where it is offered."""
    wanted: tuple[Callable[[Exercise], bool], ...] = (
        lambda one: one.limb_part == "proximal",
        lambda one: one.limb_part == "distal",
        lambda one: one.component == "mobilisation" and "trunk_extensors" in one.muscles,
    )
    firsts = (next((one for one in ranked if test(one.exercise)), None) for test in wanted)
    return [one for one in firsts if one is not None]


def _groups_gained(one: ChosenExercise, open_groups: Iterable[Iterable[str]]) -> int:
    """How many of the major muscle groups that nothing trains yet the exercise trains."""
    own = set(one.exercise.muscles)
    return sum(not own.isdisjoint(group) for group in open_groups)


def _neighbours(one: ChosenExercise, chosen: list[ChosenExercise]) -> int:
    """How many easier or harder forms of the same exercise are already taken."""
    ladder = {*one.exercise.easier, *one.exercise.harder}
    return sum(other.exercise.id in ladder for other in chosen)

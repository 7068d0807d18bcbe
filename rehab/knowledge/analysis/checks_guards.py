"""Checks of guards: what can never hold, and where thresholds leave a seam or a double.

In: the bench. Out: faults. Must not be here: doses, words of `states`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rehab.knowledge.analysis.acting import silent
from rehab.knowledge.analysis.boxes import Union, boxes_of, known, point, words
from rehab.knowledge.analysis.codes import Bench, Fault, check
from rehab.model.exercise import matches
from rehab.model.facts import FACTS
from rehab.model.guard import All, AnyGuard, AnyOf, Leaf, guard_text, leaves_of
from rehab.model.rule import Bars, PrecautionRule, Rule, TargetRule, Unsure
from rehab.model.vocabulary import COMPONENTS, EQUIPMENT

__all__: list[str] = []
_AT_THE_POINT = {frozenset(("at_least", "at_most")): "both answer", frozenset(("above", "below")): "neither answers"}
_KNOWN = ("deficits.", "conditions.", "devices.", "measures.fac")


def _guards(bench: Bench) -> Iterator[tuple[str, str, AnyGuard]]:
    """Every guard of the rule base, with its owner and its place."""
    for rule in bench.base.rules:
        yield rule.id, "when", rule.when
        if isinstance(rule, Unsure) and rule.ask_when is not None:
            yield rule.id, "ask_when", rule.ask_when
        if isinstance(rule, TargetRule):
            yield rule.id, "goal", rule.goal
    for exercise in bench.base.exercises:
        yield exercise.id, "needs", exercise.needs
        if exercise.excludes is not None:
            yield exercise.id, "excludes", exercise.excludes


@check("L101", "a guard that can never hold")
def never_holds(bench: Bench) -> Iterator[Fault]:
    """A guard that no real person meets: its comparisons contradict each other, or what one fact says of another.

    Such a rule looks as if it protected somebody and never does. Mend the guard, or take the rule away.
    """
    for owner, place, guard in _guards(bench):
        if bench.find(boxes_of(guard)) is None:
            yield Fault("L101", (owner,), f"{place} can never hold: {guard_text(guard)}")


@check("L102", "an alternative that can never hold")
def dead_alternative(bench: Bench) -> Iterator[Fault]:
    """One branch of an `any` that adds nobody: no real person meets it together with the rest of the guard.

    Usually a threshold typed on the wrong side, or a word that the other conditions rule out.
    """
    for owner, place, guard in _guards(bench):
        for branch, rest in _branches(guard, ()):
            if bench.find(boxes_of(branch), *(boxes_of(one) for one in rest)) is None:
                yield Fault("L102", (owner,), f"in {place} this alternative can never hold: {guard_text(branch)}")


def _branches(guard: AnyGuard, beside: tuple[AnyGuard, ...]) -> Iterator[tuple[AnyGuard, tuple[AnyGuard, ...]]]:
    if isinstance(guard, AnyOf):
        for part in guard.any:
            yield part, beside
            yield from _branches(part, beside)
    elif isinstance(guard, All):
        for index, part in enumerate(guard.all):
            yield from _branches(part, (*beside, *guard.all[:index], *guard.all[index + 1 :]))


@check("L103", "an exercise that nobody can be given")
def never_offered(bench: Bench) -> Iterator[Fault]:
    """An exercise that no real person is ever offered, because gates, its own guards and the doses exclude each other.

    It stands in the library, is counted and reviewed, and is never printed. Mend it, or take it away.
    """
    for exercise in bench.base.exercises:
        if bench.find(*bench.acting.offered(exercise)) is not None:
            continue
        always = [gate.id for gate in bench.acting.gates_of_exercise(exercise) if bench.find(silent(gate)) is None]
        why = f" ({', '.join(always)} bars it for everybody)" if always else ""
        yield Fault("L103", (exercise.id,), f"no person can be offered this exercise{why}")


@check("L105", "components that some people get nothing of", table=True)
def nothing_suits(bench: Bench) -> Iterator[Fault]:
    """The table of components that are asked for and open, yet no exercise of the library suits, with equipment and
    helper at hand and every deficit, condition and device and the walking category known.

    The plan then withholds the component and says so. Read the table for people who should have had something.
    """
    at_hand: Union = ({
        "helper.available": words(True), **{f"equipment.{word}": words(True) for word in EQUIPMENT},
        **{name: known(name) for name in FACTS if name.startswith(_KNOWN)},
    },)  # fmt: skip
    for component in COMPONENTS:
        if not bench.acting.indicated(component):
            continue
        barred = [bench.acting.barred(one) for one in bench.base.exercises if one.component == component]
        met = bench.find(at_hand, *bench.acting.open_component(component), *barred)
        if met is not None:
            yield Fault("L105", (component,), f"{component} is asked for and open, and no exercise suits", met)


@check("L104", "a rule about a class of exercises that is empty")
def empty_class(bench: Bench) -> Iterator[Fault]:
    """A gate or a precaution whose selector matches no exercise of the library.

    It may guard exercises still to come (then accept it, with that reason), or its selector is mistyped, and what it
    was meant to bar is offered.
    """
    for rule in bench.base.rules:
        bars = getattr(rule, "bars", None)
        selector = bars.exercises if isinstance(bars, Bars) else None
        if isinstance(rule, PrecautionRule) and rule.requires is not None:
            selector = rule.requires.exercises
        if selector is not None and not any(matches(selector, one) for one in bench.base.exercises):
            keys = selector.model_dump(exclude_none=True)
            said = " and ".join(f"{key} {' or '.join(value)}" for key, value in keys.items())
            yield Fault("L104", (rule.id,), f"no exercise of the library has {said}")


@check("L301", "a seam or a double between thresholds")
def seam(bench: Bench) -> Iterator[Fault]:
    """Two comparisons of one fact with the same constant, from both sides, of rules that share a purpose.

    `at_most 160` beside `at_least 160` gives both answers at 160; `below 160` beside `above 160` gives none. Make one
    of the two the exact other side, unless the overlap or the gap is meant (then accept it, with that reason).
    """
    seen: set[tuple[object, ...]] = set()
    for one, other in combinations(list(_thresholds(bench)), 2):
        (rule, leaf), (rule2, leaf2) = one, other
        if leaf.fact != leaf2.fact or leaf.constants != leaf2.constants or not _same_purpose(rule, rule2):
            continue
        how = _AT_THE_POINT.get(frozenset((leaf.comparison, leaf2.comparison)), "")
        about = tuple(dict.fromkeys((rule.id, rule2.id)))
        if how and (about, leaf.fact, leaf.constants) not in seen:
            seen.add((about, leaf.fact, leaf.constants))
            met = bench.find(({leaf.fact: point(leaf.constants[0])},))
            yield Fault("L301", about, f"at {leaf.fact} {leaf.constants[0]:g} {how}: "
                        f"{guard_text(leaf)} beside {guard_text(leaf2)}", met)  # fmt: skip


def _thresholds(bench: Bench) -> Iterator[tuple[Rule, Leaf]]:
    for rule in bench.base.rules:
        for leaf in dict.fromkeys(leaves_of(rule.when)):
            if FACTS[leaf.fact].kind == "number":
                yield rule, leaf


def _same_purpose(one: Rule, other: Rule) -> bool:
    """The same effect on the same thing, or the same family by id and kind."""
    if one.id == other.id:
        return True
    if one.kind != other.kind:
        return False
    family, family2 = one.id.rpartition(".")[0], other.id.rpartition(".")[0]
    same = [getattr(one, key, None) == getattr(other, key, 0) for key in ("quantity", "bars", "measure")]
    return family == family2 or any(same)

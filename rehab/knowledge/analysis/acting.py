"""When a rule acts and when it is silent, and who may be given an exercise, as conditions for the search.

In: rules and exercises. Out: unions of boxes. This restates `engine/screen.py` and `engine/exercises.py` for all facts
at once; a test compares both on random people. Must not be here: searching, claims, wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rehab.knowledge.analysis.boxes import Box, Union, boxes_of, meet, words
from rehab.model import vocabulary
from rehab.model.exercise import Exercise, matches
from rehab.model.rule import Bars, DoseRule, GateRule, LimitRule, PrecautionRule, Selector, Unsure
from rehab.model.rule_base import RuleBase

__all__ = ["Acting", "covers", "crossed", "silent", "speaks"]

HELPED: Box = {"helper.available": words(True)}


def silent(rule: Unsure) -> Union:
    """The facts for which the rule does nothing: it is false, or unknown where unknown is skipped or not asked."""
    if rule.if_unknown == "skip":
        return boxes_of(rule.when, "not_true")
    if rule.if_unknown == "ask" and rule.ask_when is not None:
        unasked = crossed((boxes_of(rule.when, "not_true"), boxes_of(rule.ask_when, "false")))
        return (*boxes_of(rule.when, "false"), *unasked)
    return boxes_of(rule.when, "false")


def speaks(rule: Unsure) -> tuple[Union, ...]:
    """The conditions under which the rule acts, on what is known or for want of it: all of them together."""
    if rule.if_unknown == "skip":
        return (boxes_of(rule.when, "true"),)
    if rule.if_unknown == "ask" and rule.ask_when is not None:
        return boxes_of(rule.when, "not_false"), (*boxes_of(rule.when), *boxes_of(rule.ask_when, "not_false"))
    return (boxes_of(rule.when, "not_false"),)


def crossed(unions: Iterable[Union]) -> Union:
    """The one union that says as much as all of these together."""
    boxes: list[Box] = [{}]
    for union in unions:
        boxes = [both for one in boxes for other in union if (both := meet(one, other)) is not None]
    return tuple(boxes)


def covers(wide: Selector, narrow: Selector) -> bool:
    """Whether every exercise of the narrow class belongs to the wide one, in any library."""
    for key in type(wide).model_fields:
        mine, other = getattr(wide, key), getattr(narrow, key)
        if mine is not None and (other is None or not set(other) <= set(mine)):
            return False
    return True


@dataclass(frozen=True)
class Acting:
    """A rule base, asked what stands in the way of what."""

    base: RuleBase

    @cached_property
    def gates(self) -> tuple[GateRule, ...]:
        """Every contraindication and clearance."""
        return self.base.of_kind(GateRule)

    @cached_property
    def helpers(self) -> tuple[PrecautionRule, ...]:
        """Every precaution that asks for help."""
        return tuple(rule for rule in self.base.of_kind(PrecautionRule) if rule.requires is not None)

    def gates_of_session(self) -> Iterator[GateRule]:
        """The gates that close everything."""
        return (gate for gate in self.gates if isinstance(gate.bars, str))

    def gates_of_component(self, component: str) -> Iterator[GateRule]:
        """The gates that close a component, those of the whole session included."""
        for gate in self.gates:
            if isinstance(gate.bars, str) or component in (gate.bars.components or ()):
                yield gate

    def gates_of_quantity(self, quantity: str) -> Iterator[GateRule]:
        """The gates that withdraw a quantity."""
        return (gate for gate in self.gates if isinstance(gate.bars, Bars) and quantity in (gate.bars.quantities or ()))

    def gates_of_class(self, selector: Selector) -> Iterator[GateRule]:
        """The gates that close a whole class of exercises, whatever the library holds."""
        for gate in self.gates:
            if isinstance(gate.bars, Bars) and gate.bars.exercises and covers(gate.bars.exercises, selector):
                yield gate

    def gates_of_exercise(self, exercise: Exercise) -> Iterator[GateRule]:
        """The gates that close one exercise by its class."""
        for gate in self.gates:
            if isinstance(gate.bars, Bars) and gate.bars.exercises and matches(gate.bars.exercises, exercise):
                yield gate

    def doses_of(self, quantity: str) -> tuple[DoseRule, ...]:
        """The doses of one quantity."""
        return tuple(rule for rule in self.base.of_kind(DoseRule) if rule.quantity == quantity)

    def limits_of(self, quantity: str) -> tuple[LimitRule, ...]:
        """The limits of one quantity."""
        return tuple(rule for rule in self.base.of_kind(LimitRule) if rule.quantity == quantity)

    def indicated(self, component: str) -> Union:
        """The facts for which some frequency dose asks for the component."""
        return tuple(box for rule in self.doses_of(f"{component}.frequency") for box in boxes_of(rule.when))

    def open_component(self, component: str) -> list[Union]:
        """The component is asked for and no gate is closed."""
        return [self.indicated(component), *(silent(gate) for gate in self.gates_of_component(component))]

    def allowed(self, exercise: Exercise) -> list[Union]:
        """The exercise itself may be offered: gates of its class, own guards, equipment, and help if it is due."""
        conditions = [silent(gate) for gate in self.gates_of_exercise(exercise)]
        conditions.append(boxes_of(exercise.needs))
        if exercise.excludes is not None:
            conditions.append(boxes_of(exercise.excludes, "false"))
        conditions.append(({f"equipment.{word}": words(True) for word in exercise.equipment},))
        if exercise.helper != "none":
            conditions.append((HELPED,))
        conditions += [(*silent(rule), HELPED) for rule in self._helpers_for(exercise, "none")]
        return conditions

    def barred(self, exercise: Exercise) -> Union:
        """The exercise itself may not be offered, though equipment and help are at hand."""
        boxes = [*boxes_of(exercise.needs, "not_true")]
        if exercise.excludes is not None:
            boxes += boxes_of(exercise.excludes, "not_false")
        for gate in self.gates_of_exercise(exercise):
            boxes += crossed(speaks(gate))
        return tuple(boxes)

    def offered(self, exercise: Exercise) -> list[Union]:
        """The exercise may stand in a plan: its component is open and it is allowed."""
        return [*self.open_component(exercise.component), *self.allowed(exercise)]

    def helped_less(self, exercise: Exercise, level: str) -> list[Union] | None:
        """Conditions for less help than the level; None when the library itself asks for as much."""
        wanted = vocabulary.HELPER_LEVELS.index(level)
        if vocabulary.HELPER_LEVELS.index(exercise.helper) >= wanted:
            return None
        just_below = vocabulary.HELPER_LEVELS[wanted - 1]
        return [silent(rule) for rule in self._helpers_for(exercise, just_below)]

    def _helpers_for(self, exercise: Exercise, above: str) -> Iterable[PrecautionRule]:
        least = vocabulary.HELPER_LEVELS.index(above)
        for rule in self.helpers:
            need = rule.requires
            if need and matches(need.exercises, exercise) and vocabulary.HELPER_LEVELS.index(need.helper) > least:
                yield rule

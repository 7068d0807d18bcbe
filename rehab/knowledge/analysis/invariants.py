"""The form of a safety claim: a plain sentence, the people it is about, and what must not happen to them.

In: `invariants.yaml`. Out: frozen claims, and each as a list of questions "is there somebody who …?" that must all be
answered with nobody. Must not be here: the search, the engine, claims that are code (`claims.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from rehab.knowledge.analysis.acting import Acting, silent, speaks
from rehab.knowledge.analysis.boxes import Union, boxes_of
from rehab.knowledge.yaml_source import read_file
from rehab.model import vocabulary
from rehab.model.base import OneOf, Record
from rehab.model.exercise import matches
from rehab.model.guard import Guard
from rehab.model.interval import Interval
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import Bars, DoseRule, LimitRule, Requires, Selector

__all__ = ["CLAIMS_FILE", "AtMost", "Invariant", "Question", "questions", "read_invariants"]

CLAIMS_FILE = Path(__file__).parents[1] / "invariants.yaml"
Question = tuple[str, list[Union]]


class AtMost(Record):
    """An upper end that the allowed interval of a quantity never passes."""

    quantity: Annotated[str, OneOf(tuple(QUANTITIES))]
    value: float


class Invariant(Record):
    """One claim over all people; exactly one conclusion."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
    claim: Annotated[str, Field(min_length=20)]
    when: Guard
    unknown_too: bool = False
    barred: str | Bars | None = None
    absent: Selector | None = None
    helper: Requires | None = None
    at_most: AtMost | None = None
    never_asked_for: tuple[Annotated[str, OneOf(vocabulary.COMPONENTS)], ...] | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_conclusion(self) -> Invariant:
        ends = (self.barred, self.absent, self.helper, self.at_most, self.never_asked_for)
        if sum(end is not None for end in ends) != 1 or (isinstance(self.barred, str) and self.barred != "session"):
            raise PydanticCustomError(
                "claim", "a claim has exactly one of barred, absent, helper, at_most, never_asked_for"
            )
        return self

    @property
    def people(self) -> Union:
        """Whom the claim is about."""
        return boxes_of(self.when, "not_false" if self.unknown_too else "true")


def read_invariants(path: Path = CLAIMS_FILE) -> tuple[Invariant, ...]:
    """The claims as data; raises `InputError` or `pydantic.ValidationError` when the file is not of the form."""
    plain: Any = read_file(path).value
    return TypeAdapter(tuple[Invariant, ...]).validate_python(plain)


def questions(claim: Invariant, acting: Acting) -> Iterator[Question]:
    """What is asked for, and the conditions under which it would happen; one person who meets all breaks the claim."""
    if claim.barred is not None:
        ways = _barred(claim.barred, acting)
    elif claim.absent is not None:
        ways = _absent(claim.absent, acting)
    elif claim.helper is not None:
        ways = _unhelped(claim.helper, acting)
    elif claim.at_most is not None:
        ways = _above(claim.at_most, acting)
    else:
        ways = ((name, [acting.indicated(name)]) for name in claim.never_asked_for or ())
    for what, conditions in ways:
        yield what, [claim.people, *conditions]


def _barred(bars: str | Bars, acting: Acting) -> Iterator[Question]:
    if isinstance(bars, str):
        yield "a session", [silent(gate) for gate in acting.gates_of_session()]
    elif bars.components is not None:
        for name in bars.components:
            yield name, [silent(gate) for gate in acting.gates_of_component(name)]
    elif bars.quantities is not None:
        for name in bars.quantities:
            yield name, [silent(gate) for gate in acting.gates_of_quantity(name)]
    elif bars.exercises is not None:
        for one in _single(bars.exercises):
            said = " ".join(f"{key} {value[0]}" for key, value in one.model_dump(exclude_none=True).items())
            yield f"an exercise with {said}", [silent(gate) for gate in acting.gates_of_class(one)]


def _single(selector: Selector) -> Iterator[Selector]:
    """The classes of one word a key that make up a class."""
    keys = selector.model_dump(exclude_none=True)
    for chosen in product(*keys.values()):
        yield Selector(**{key: (word,) for key, word in zip(keys, chosen, strict=True)})


def _absent(selector: Selector, acting: Acting) -> Iterator[Question]:
    for exercise in acting.base.exercises:
        if matches(selector, exercise):
            yield exercise.id, acting.offered(exercise)


def _unhelped(need: Requires, acting: Acting) -> Iterator[Question]:
    for exercise in acting.base.exercises:
        less = acting.helped_less(exercise, need.helper) if matches(need.exercises, exercise) else None
        if less is not None:
            yield f"{exercise.id} with less help than {need.helper}", [*acting.offered(exercise), *less]


def _above(most: AtMost, acting: Acting) -> Iterator[Question]:
    """The quantity is dosed and nothing that acts keeps it down; a dose keeps it down only where no limit overrules."""
    ceiling = Interval(high=most.value)

    def keeps(rule: DoseRule | LimitRule) -> bool:
        return rule.value.constant is not None and rule.value.constant.meet(Interval()).high <= ceiling.high

    limits = acting.limits_of(most.quantity)
    conditions = [silent(limit) for limit in limits if keeps(limit)]
    what = f"{most.quantity} above {most.value:g}"
    if most.quantity.startswith("week."):
        yield what, [*conditions, tuple(box for limit in limits for box in speaks(limit)[0])]
        return
    doses = acting.doses_of(most.quantity)
    dosed = tuple(box for dose in doses for box in boxes_of(dose.when))
    lifted = [limit for limit in limits if limit.value.at_least is not None or limit.value.above is not None]
    if not lifted:  # without a lower end among the limits a capped dose lies below the doses, so they keep it down too
        replaced = {name for dose in doses for name in dose.instead_of}
        conditions += [boxes_of(dose.when, "not_true") for dose in doses if keeps(dose) and dose.id not in replaced]
    yield what, [dosed, *conditions]

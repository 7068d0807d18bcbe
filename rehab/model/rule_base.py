"""The rule base as one value: rules, exercises, sources, formulas, and the digest that names exactly this content.

In: validated records. Out: `RuleBase`, with look-ups by id and by kind.
Must not be here: reading files, evaluation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from rehab.model import vocabulary as words
from rehab.model.base import OneOf, Record
from rehab.model.citation import Citation, Source
from rehab.model.exercise import Exercise
from rehab.model.guard import facts_of
from rehab.model.measure import Measure, Threshold
from rehab.model.rule import AnyRule, Rule, Unsure

__all__ = ["Anchor", "Formula", "Parameter", "RuleBase", "digest_of"]

Kind = TypeVar("Kind", bound=Rule)


def digest_of(value: object) -> str:
    """SHA-256, in hex, of the canonical JSON of plain values."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Formula(Record):
    """A straight line over age: intercept + per_year x age, in beats/min; the citation names its source."""

    kind: Literal["linear_age"]
    intercept: Annotated[float, Field(ge=50, le=300)]
    per_year: Annotated[float, Field(ge=-3, le=3)]
    cite: Citation

    def value(self, age: float) -> float:
        """The predicted maximum heart rate, in beats/min, at an age in years."""
        return self.intercept + self.per_year * age


class Parameter(Record):
    """A single cited figure; the unit stands beside it."""

    value: float
    unit: str
    cite: Citation


class Anchor(Record):
    """The bands that read a score as a severity; the score runs upwards from worst to best."""

    id: str
    deficit: Annotated[str, OneOf(words.DEFICITS)]
    measure: Annotated[str, OneOf(tuple(words.MEASURES))]
    severe_at_most: float
    moderate_at_most: float
    mild_at_most: float
    cite: Citation

    def severity(self, score: float) -> str:
        """The severity that the score stands for."""
        for word, end in (
            ("severe", self.severe_at_most), ("moderate", self.moderate_at_most), ("mild", self.mild_at_most),
        ):  # fmt: skip
            if score <= end:
                return word
        return "none"


class RuleBase(Record):
    """Everything that the engine knows, frozen; the order of rules carries no meaning."""

    version: str
    rules: tuple[AnyRule, ...]
    exercises: tuple[Exercise, ...]
    sources: dict[str, Source]
    formulas: dict[str, Formula]
    parameters: dict[str, Parameter]
    anchors: tuple[Anchor, ...]
    measures: tuple[Measure, ...]

    def figure(self, name: str) -> float:
        """The value of a parameter; raises `KeyError` when the rule base does not hold it."""
        return self.parameters[name].value

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> RuleBase:
        """A rule base with other parts; what was kept of this one does not come along."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        made = RuleBase.model_construct(**{**fields, **(update or {})})
        return deepcopy(made) if deep else made

    @cached_property
    def digest(self) -> str:
        """Names exactly this content; any change of any word changes it."""
        return digest_of(self.model_dump(mode="json", by_alias=True))

    @cached_property
    def by_id(self) -> dict[str, AnyRule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def exercise_by_id(self) -> dict[str, Exercise]:
        """The exercises by their id."""
        return {exercise.id: exercise for exercise in self.exercises}

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        """The measures by their id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def threshold_by_name(self) -> dict[str, Threshold]:
        """The thresholds of all measures by the name that a plan gives them."""
        return {name: one for measure in self.measures for name, one in measure.named()}

    def of_kind(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The rules of one kind, in the order of their ids."""
        known = self._kinds.get(kind)
        if known is None:
            known = tuple(rule for rule in self.rules if isinstance(rule, kind))
            self._kinds[kind] = known
        return known  # type: ignore[return-value]  # the dictionary is keyed by the very type that is asked for

    @cached_property
    def _kinds(self) -> dict[type[Rule], tuple[Rule, ...]]:
        return {}

    @cached_property
    def kept(self) -> dict[tuple[str, str], Any]:
        """What the floors above have made of this content alone, by kind and name; made once for many plans."""
        return {}

    @cached_property
    def safety_facts(self) -> tuple[str, ...]:
        """Every fact that a limit, a gate or a precaution asks for, in order: those that must never be guessed."""
        names = {name for rule in self.of_kind(Unsure) for name in facts_of(rule.when)}
        return tuple(sorted(names))

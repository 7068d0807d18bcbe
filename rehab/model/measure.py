"""What a change of a score may mean: the error of a measure and the change that matters, each with its phase.

In: plain values of measures.yaml. Out: `Measure` with its `Threshold`s.
Must not be here: scores of a person, sentences, the choice of a threshold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from rehab.model import vocabulary as words
from rehab.model.base import OneOf, Record
from rehab.model.citation import Citation
from rehab.model.guard import Guard

__all__ = ["CHANGE_KINDS", "Measure", "Threshold"]

CHANGE_KINDS = ("measurement_error", "meaningful_change", "group_difference")
_ENDS = 2


def _read_value(value: Any) -> Any:
    """One number, or the two ends of a range."""
    return (value,) if isinstance(value, int | float) and not isinstance(value, bool) else _as_tuple(value)


def _read_phases(value: Any) -> Any:
    return words.PHASES if value == "all" else _as_tuple(value)


def _as_tuple(value: Any) -> Any:
    """Behind a function of ours the strict list of JSON would no longer count as one."""
    return tuple(value) if isinstance(value, list) else value


class Threshold(Record):
    """A published figure for a change of the score; a difference between groups is a figure, but no threshold.

    `when` says for whom it holds, where that can be asked of the profile; what cannot be told does not rule it out.
    """

    kind: Annotated[str, OneOf(CHANGE_KINDS)]
    value: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1, max_length=_ENDS),
                     BeforeValidator(_read_value)]  # fmt: skip
    phases: Annotated[tuple[Annotated[str, OneOf(words.PHASES)], ...], Field(min_length=1),
                      BeforeValidator(_read_phases)]  # fmt: skip
    when: Guard = "always"
    population: Annotated[str, Field(min_length=3, max_length=160)]
    cite: Citation

    @model_validator(mode="after")
    def _in_order(self) -> Threshold:
        if list(self.value) != sorted(self.value):
            raise PydanticCustomError("value", "the lower end of a range stands first")
        return self


class Measure(Record):
    """How a score runs, and what is known about its changes; `range` is that of the vocabulary."""

    id: Annotated[str, OneOf(tuple(words.MEASURES))]
    name: Annotated[str, Field(min_length=2, max_length=80)]
    direction: Annotated[str, OneOf(("up", "down"))]
    unit: Annotated[str, Field(min_length=1, max_length=12)]
    range: tuple[float, float]
    changes: tuple[Threshold, ...] = ()
    ceiling: Annotated[str, Field(max_length=160)] | None = None
    floor: Annotated[str, Field(max_length=160)] | None = None

    @model_validator(mode="after")
    def _range_of_the_vocabulary(self) -> Measure:
        low, high = words.MEASURES[self.id]
        if self.range != (low, high):
            raise PydanticCustomError(
                "range", "the range of {id} is {low} to {high}",
                {"id": self.id, "low": f"{low:g}", "high": f"{high:g}"},
            )  # fmt: skip
        return self

    def named(self) -> Iterator[tuple[str, Threshold]]:
        """Each threshold with the name that a plan gives it."""
        for number, one in enumerate(self.changes, 1):
            yield f"measure.{self.id}.{one.kind}.{number}", one

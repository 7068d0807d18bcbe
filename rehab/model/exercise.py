"""The form of an exercise of the library.

In: plain values. Out: a frozen `Exercise`; its guards are of the same language as those of rules.
Must not be here: doses (they come from rules), pictures, words of side: text says {affected:arm} or {unaffected:leg}.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from rehab.model import vocabulary as words
from rehab.model.base import OneOf, Record
from rehab.model.guard import Guard
from rehab.model.rule import Selector

__all__ = ["PLACEHOLDER", "Exercise", "matches"]

PLACEHOLDER = re.compile(r"\{(affected|unaffected):([a-z ]{2,20})\}")
_SIDE_WORD = re.compile(r"\b(left|right)\b", re.IGNORECASE)
Line = Annotated[str, Field(min_length=2, max_length=140)]


class Exercise(Record):
    """One exercise: what it trains, whom it suits, and the plain words that explain it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,60}$")]
    name: Annotated[str, Field(min_length=2, max_length=60)]
    component: Annotated[str, OneOf(words.COMPONENTS)]
    region: Annotated[str, OneOf(words.REGIONS)]
    muscles: tuple[Annotated[str, OneOf(words.MUSCLES)], ...] = ()
    position: Annotated[str, OneOf(words.POSITIONS)]
    side: Annotated[str, OneOf(("affected", "unaffected", "both", "none"))]
    limb_part: Annotated[str, OneOf(("proximal", "distal"))] | None = None
    tags: tuple[Annotated[str, OneOf(words.TAGS)], ...] = ()
    equipment: tuple[Annotated[str, OneOf(words.EQUIPMENT)], ...] = ()
    needs: Guard
    excludes: Guard | None = None
    helper: Annotated[str, OneOf(words.HELPER_LEVELS)]
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
    dose: Annotated[str, OneOf(("repetitions", "hold", "minutes"))]
    tasks: tuple[Annotated[str, OneOf(words.TASKS)], ...] = ()
    steps: Annotated[tuple[Line, ...], Field(min_length=2, max_length=6)]
    keep_safe: Line | None = None
    easier_way: Line | None = None
    harder_way: Line | None = None
    clinician_note: Annotated[str, Field(min_length=2, max_length=400)]
    source: str

    @model_validator(mode="after")
    def _no_typed_side(self) -> Exercise:
        for text in self.patient_texts:
            if _SIDE_WORD.search(text):
                raise PydanticCustomError(
                    "side_word", "a side is typed by hand in '{text}'; write {hint}",
                    {"text": text, "hint": "{affected:arm} or {unaffected:arm}"})  # fmt: skip
            if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
                raise PydanticCustomError("side_word", "a placeholder is not understood in '{text}'", {"text": text})
        return self

    @property
    def patient_texts(self) -> tuple[str, ...]:
        """Everything that the patient reads of this exercise."""
        optional = (self.keep_safe, self.easier_way, self.harder_way)
        return (self.name, *self.steps, *(text for text in optional if text is not None))


def matches(selector: Selector, exercise: Exercise) -> bool:
    """Whether the exercise belongs to the class."""
    return (
        (selector.position is None or exercise.position in selector.position)
        and (selector.component is None or exercise.component in selector.component)
        and (selector.region is None or exercise.region in selector.region)
        and (selector.equipment is None or not set(selector.equipment).isdisjoint(exercise.equipment))
        and (selector.tag is None or not set(selector.tag).isdisjoint(exercise.tags))
    )

"""The form of a rule: one rule, one quantity, one source.

In: plain values. Out: frozen rules of a closed set of kinds; a key in the wrong place is refused.
Must not be here: evaluation, files, any figure.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from rehab.model import vocabulary as words
from rehab.model.base import OneOf, Record
from rehab.model.citation import Citation
from rehab.model.facts import FACTS
from rehab.model.guard import Guard
from rehab.model.interval import Interval
from rehab.model.quantity import QUANTITIES

__all__ = [
    "AdviceRule", "AnyRule", "AssessmentRule", "Bars", "Bound", "Bounds", "DoseRule", "EvidenceRule", "GateRule",
    "LimitRule", "PrecautionRule", "ProgressionRule", "Rule", "Say", "Selector", "TargetRule",
]  # fmt: skip

RULE_ID = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"
REQUIREMENT = r"^(OV|CT)-\d\d$"
Words = Annotated[str, Field(min_length=1, max_length=700)]
Severity = Annotated[str, OneOf(("stop", "confirm", "warning", "info"))]
Unknown = Annotated[str, OneOf(("ask", "apply", "skip"))]


class Selector(Record):
    """A class of exercises; keys are and-ed, the words of one key are or-ed."""

    position: tuple[Annotated[str, OneOf(words.POSITIONS)], ...] | None = None
    equipment: tuple[Annotated[str, OneOf(words.EQUIPMENT)], ...] | None = None
    component: tuple[Annotated[str, OneOf(words.COMPONENTS)], ...] | None = None
    tag: tuple[Annotated[str, OneOf(words.TAGS)], ...] | None = None
    region: tuple[Annotated[str, OneOf(words.REGIONS)], ...] | None = None

    @model_validator(mode="after")
    def _selects(self) -> Selector:
        if not any((self.position, self.equipment, self.component, self.tag, self.region)):
            raise PydanticCustomError("selector", "a class of exercises needs at least one key")
        return self


class Bound(Record):
    """An end that follows a fact of this person, in the unit of the quantity."""

    fact: Annotated[str, OneOf(tuple(name for name, fact in FACTS.items() if fact.kind == "number"))]
    plus: float | None = None
    minus: float | None = None
    times: float | None = None

    @model_validator(mode="after")
    def _one_step(self) -> Bound:
        if sum(part is not None for part in (self.plus, self.minus, self.times)) > 1:
            raise PydanticCustomError("bound", "an end takes one of plus, minus, times")
        return self

    def value(self, fact: float) -> float:
        """The end, from the value of the fact."""
        return fact * (1 if self.times is None else self.times) + (self.plus or 0) - (self.minus or 0)


End = float | Bound


class Bounds(Record):
    """The interval that a rule allows or asks for; an end left out is open to the span of the quantity."""

    at_least: End | None = None
    above: End | None = None
    at_most: End | None = None
    below: End | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> Bounds:
        if self.at_least is not None and self.above is not None:
            raise PydanticCustomError("bound", "give at_least or above, not both")
        if self.at_most is not None and self.below is not None:
            raise PydanticCustomError("bound", "give at_most or below, not both")
        if all(end is None for end in (self.at_least, self.above, self.at_most, self.below)):
            raise PydanticCustomError("bound", "an interval needs at least one end")
        constant = self.constant
        if constant is not None and constant.empty:
            raise PydanticCustomError("bound", "no number can lie in this interval")
        return self

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """The ends that are given."""
        return tuple(end for end in (self.at_least, self.above, self.at_most, self.below) if end is not None)

    @cached_property
    def fact_names(self) -> tuple[str, ...]:
        """The facts that the ends follow."""
        return tuple(end.fact for end in self.ends if isinstance(end, Bound))

    @cached_property
    def constant(self) -> Interval | None:
        """The interval, when no end follows a fact."""
        return None if self.fact_names else self._interval({})

    def interval(self, facts: Any) -> Interval | None:
        """The interval for these facts; None when a fact that an end follows is unknown."""
        if any(facts.get(name) is None for name in self.fact_names):
            return None
        return self.constant or self._interval(facts)

    def _interval(self, facts: Any) -> Interval:
        def number(end: End) -> float:
            return end.value(facts[end.fact]) if isinstance(end, Bound) else end

        low = self.at_least if self.at_least is not None else self.above
        high = self.at_most if self.at_most is not None else self.below
        ends: dict[str, Any] = {}
        if low is not None:
            ends |= {"low": number(low), "low_open": self.above is not None}
        if high is not None:
            ends |= {"high": number(high), "high_open": self.below is not None}
        return Interval(**ends)


class Bars(Record):
    """What a gate closes: components, a class of exercises, or quantities. The whole session is the word `session`."""

    components: tuple[Annotated[str, OneOf(words.COMPONENTS)], ...] | None = None
    exercises: Selector | None = None
    quantities: tuple[Annotated[str, OneOf(tuple(QUANTITIES))], ...] | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Bars:
        if sum(part is not None for part in (self.components, self.exercises, self.quantities)) != 1:
            raise PydanticCustomError("bars", "name exactly one of components, exercises, quantities")
        return self


class Say(Record):
    """What a rule says, by reader."""

    patient: Words | None = None
    caregiver: Words | None = None
    clinician: Words | None = None


class Requires(Record):
    """The least help that a class of exercises needs."""

    helper: Annotated[str, OneOf(("nearby", "hands_on"))]
    exercises: Selector


class Due(Record):
    """How often an assessment is due, in days."""

    every_days: Annotated[int, Field(ge=1, le=400)]


class Rule(Record):
    """What every kind of rule has."""

    id: Annotated[str, Field(pattern=RULE_ID)]
    kind: str
    requirement: tuple[Annotated[str, Field(pattern=REQUIREMENT)], ...] = ()
    when: Guard
    cite: Citation
    note: Words | None = None


class Unsure(Rule):
    """A rule that matters for safety: it must say what unknown does."""

    if_unknown: Unknown
    skip_reason: Words | None = None
    ask: Words | None = None
    ask_when: Guard | None = None
    otherwise: Words | None = None
    severity: Severity = "info"
    unknown_severity: Severity = "confirm"
    say: Say

    @model_validator(mode="after")
    def _unknown_is_answered(self) -> Unsure:
        if (self.if_unknown == "ask") != (self.ask is not None):
            raise PydanticCustomError("unknown", "`ask` (the question) stands exactly where if_unknown is ask")
        if (self.if_unknown == "skip") != (self.skip_reason is not None):
            raise PydanticCustomError("unknown", "`skip_reason` stands exactly where if_unknown is skip")
        if (self.ask_when is None) != (self.otherwise is None):
            raise PydanticCustomError("unknown", "`ask_when` and `otherwise` stand together")
        return self


class DoseRule(Rule):
    """What a guideline asks for; it never fires on unknown and never rests on recall alone."""

    kind: Literal["dose"]
    quantity: Annotated[str, OneOf(tuple(QUANTITIES))]
    value: Bounds
    instead_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _may_permit(self) -> DoseRule:
        if self.cite.checked == "recalled":
            raise PydanticCustomError("recalled", "a dose permits, so it may not rest on a recalled figure")
        return self


class LimitRule(Unsure):
    """What is safe; never replaced, only overridden by a named clinician."""

    kind: Literal["limit"]
    quantity: Annotated[str, OneOf(tuple(QUANTITIES))]
    value: Bounds


class GateRule(Unsure):
    """A contraindication (a fact forbids) or a clearance (a permission is missing)."""

    kind: Literal["contraindication", "clearance"]
    bars: Annotated[
        Annotated[Literal["session"], Tag("session_word")] | Annotated[Bars, Tag("part")],
        Discriminator(lambda value: "session_word" if isinstance(value, str) else "part"),
    ]
    reopens: Words


class PrecautionRule(Unsure):
    """Do it, but watch; may ask for help with a class of exercises."""

    kind: Literal["precaution"]
    requires: Requires | None = None


class AssessmentRule(Rule):
    """An examination that is due."""

    kind: Literal["assessment"]
    measure: Annotated[
        str, OneOf((*words.MEASURES, "swallow_screen", "mood_screen", "fatigue_screen", "face_sensation"))
    ]
    due: Due
    say: Say


class TargetRule(Rule):
    """A risk factor and the value it should have; recorded and shown, never treated here."""

    kind: Literal["target"]
    factor: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    goal: Guard
    say: Say


class ProgressionRule(Rule):
    """When a component moves up or steps back; `step` is printed, and its figure follows from the interval."""

    kind: Literal["progression"]
    component: Annotated[str, OneOf(words.COMPONENTS)]
    direction: Annotated[str, OneOf(("up", "back", "stop"))]
    say: Say


class AdviceRule(Rule):
    """Words for a reader; `order` puts what is most urgent first where several share a page."""

    kind: Literal["advice"]
    audience: Annotated[tuple[Annotated[str, OneOf(words.AUDIENCES)], ...], Field(min_length=1)]
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    order: Annotated[int, Field(ge=1, le=99)] = 50
    say: Say

    @model_validator(mode="after")
    def _says_it(self) -> AdviceRule:
        for reader in self.audience:
            if getattr(self.say, reader) is None:
                raise PydanticCustomError("say", "nothing is said for the {reader}", {"reader": reader})
        return self


class EvidenceRule(Rule):
    """A claim with its design and size, shown to the clinician beside what it disagrees with."""

    kind: Literal["evidence"]
    claim: Words
    design: Words
    size: Words | None = None
    agrees: bool | None = None
    say: Say


def _kind(value: Any) -> str | None:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return {"contraindication": "gate", "clearance": "gate"}.get(str(kind), str(kind)) if kind else None


AnyRule = Annotated[
    Annotated[DoseRule, Tag("dose")]
    | Annotated[LimitRule, Tag("limit")]
    | Annotated[GateRule, Tag("gate")]
    | Annotated[PrecautionRule, Tag("precaution")]
    | Annotated[AssessmentRule, Tag("assessment")]
    | Annotated[TargetRule, Tag("target")]
    | Annotated[ProgressionRule, Tag("progression")]
    | Annotated[AdviceRule, Tag("advice")]
    | Annotated[EvidenceRule, Tag("evidence")],
    Discriminator(
        _kind,
        custom_error_type="rule_kind",
        custom_error_message="kind must be dose, limit, contraindication, clearance, precaution, assessment, "
        "target, progression, advice or evidence",
    ),
]

"""The plan: the contract `rehab.plan/1`, whole, so that both documents can be made again from it alone.

In: values that the engine and the week builder found. Out: a frozen `Plan` that dumps to plan.json and loads from it.
Must not be here: rounding for people, units in words, layout.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from rehab.model.base import OneOf, Record
from rehab.model.profile import Profile
from rehab.model.rule_base import digest_of
from rehab.model.settings import Settings

__all__ = [
    "STATUSES", "Advice", "Assessment", "BookedTherapy", "Card", "Change", "Day", "Decision", "Evidence", "Excluded",
    "Minutes", "Plan", "PlanDose", "PlanFinding", "PlanPrescription", "PlanReason", "Progression", "RiskFactor",
    "RuleNote", "Session", "SessionExercise", "Span",
]  # fmt: skip

STATUSES = ("draft", "submitted", "under_review", "approved", "returned", "superseded", "expired")


class Span(Record):
    """The ends of an interval, both included; None where an end is open to the unit's own limits."""

    min: float | None
    max: float | None


class PlanDose(Record):
    """One quantity: what the rules leave, what the plan chose, what the week then holds, who asked and who cut."""

    quantity: str
    unit: str
    status: Annotated[str, OneOf(("agreed", "narrowed", "capped", "conflict"))]
    allowed: Span | None
    chosen: Span | None
    placed: Span | None = None
    because: tuple[str, ...]
    cut_by: tuple[str, ...]
    chosen_by: str | None = None


class PlanReason(Record):
    """A sentence with the rule behind it, and what would reopen what it closed."""

    text: str
    rule: str | None = None
    reopens: str | None = None


class PlanPrescription(Record):
    """One component and all its doses."""

    component: str
    status: Annotated[str, OneOf(("prescribed", "withheld", "deferred"))]
    doses: tuple[PlanDose, ...]
    reasons: tuple[PlanReason, ...]
    precautions: tuple[PlanReason, ...]


class SessionExercise(Record):
    """One exercise of one session, with its figures; what does not apply is None."""

    id: str
    region: str
    sets: int | None
    reps: int | None
    hold_s: int | None
    minutes: int | None
    side: str
    helper: str


class Session(Record):
    """One session of one component; `start` is None where the plan gives an order and no clock times."""

    start: str | None
    minutes: int
    component: str
    discipline: str
    helper: str
    exercises: tuple[SessionExercise, ...]
    bout: int | None = None


class BookedTherapy(Record):
    """Therapy that was arranged before the plan."""

    discipline: str
    start: str | None
    minutes: int


class Day(Record):
    """One day of the week; `provisional` days lie beyond the life of the plan."""

    day: str
    date: date
    sessions: tuple[Session, ...]
    booked: tuple[BookedTherapy, ...] = ()
    provisional: bool = False


class Minutes(Record):
    """The ledger: minutes a week, supervised therapy and self-practice on lines of their own."""

    per_day: dict[str, dict[str, int]]
    supervised: int
    self_practice: int
    target: int
    shortfall: int
    tolerance_per_day: int
    reasons: tuple[str, ...]


class PlanFinding(Record):
    """Something to know or to decide; `key` names it within the plan, so that an answer can be bound to it."""

    key: str

    severity: Annotated[str, OneOf(("stop", "confirm", "warning", "info"))]
    code: str
    message: str
    rule: str | None
    question: str | None


class Excluded(Record):
    """What was considered and left out."""

    what: Annotated[str, OneOf(("exercise", "component", "session"))]
    name: str
    reason: str
    reopens: str | None
    rule: str | None


class Assessment(Record):
    """An examination that is due."""

    measure: str
    due_on: date
    reason: str
    rule: str | None = None


class Change(Record):
    """The newest score of a measure and how it differs from the one before; `because` names what `meaning` rests on."""

    measure: str
    value: float | str
    on: date
    previous: float | str | None = None
    previous_on: date | None = None
    change: float | None = None
    meaning: str | None = None
    because: tuple[str, ...] = ()


class Advice(Record):
    """Words for one reader, with the rule behind them."""

    audience: str
    key: str
    rule: str
    text: str


class Evidence(Record):
    """A claim beside its design and size; `agrees` tells whether it supports what is done."""

    claim: str
    design: str
    size: str | None
    grade: str | None
    source: str
    agrees: bool | None
    rule: str
    text: str | None


class RiskFactor(Record):
    """A risk factor beside its target; status is met, not_met or unknown."""

    factor: str
    status: Annotated[str, OneOf(("met", "not_met", "unknown"))]
    values: dict[str, float | str | None]
    target: str
    rule: str
    text: str | None


class Progression(Record):
    """When a component moves up, steps back, or stops."""

    component: str
    direction: str
    rule: str
    text: str
    clinician: str | None


class Decision(Record):
    """What somebody did with the plan: who, when, what, and the digest of the plan that was looked at."""

    at: str
    by: str
    registration: str | None = None
    action: Annotated[str, OneOf(("submit", "answer", "override", "return", "approve", "supersede"))]
    on_digest: str
    target: str | None = None
    value: float | None = None
    reason_code: str | None = None
    reason: str | None = None


class RuleNote(Record):
    """The passport of a rule that the plan names."""

    kind: str
    provenance: str
    source: str
    at: str
    row: str
    states: str
    grade: str | None
    checked: str
    value: str | None
    requirement: tuple[str, ...]


class Card(Record):
    """What the patient reads of one exercise; sides still stand as placeholders, so that render words them."""

    name: str
    component: str
    position: str
    side: str
    equipment: tuple[str, ...]
    steps: tuple[str, ...]
    keep_safe: str | None
    easier_way: str | None
    harder_way: str | None
    clinician_note: str
    dose: str


class Plan(Record):
    """One week for one person, with everything that its documents need."""

    schema_: Annotated[Literal["rehab.plan/1"], Field(alias="schema")] = "rehab.plan/1"
    plan_id: str
    revision: Annotated[int, Field(ge=1)]
    previous: str | None = None
    status: Annotated[str, OneOf(STATUSES)]
    week: Annotated[int, Field(ge=1, le=520)]
    start_date: date
    expires_on: date
    phase: str
    days_since_stroke: float
    window_days_left: int | None
    profile: Profile
    profile_digest: str
    settings: Settings
    settings_digest: str
    rules_version: str
    rules_digest: str
    program_version: str
    prescriptions: tuple[PlanPrescription, ...]
    week_days: tuple[Day, ...]
    minutes: Minutes
    findings: tuple[PlanFinding, ...]
    excluded: tuple[Excluded, ...]
    assessments: tuple[Assessment, ...]
    measures: tuple[Change, ...]
    risk_factors: tuple[RiskFactor, ...]
    progressions: tuple[Progression, ...]
    advice: tuple[Advice, ...]
    evidence: tuple[Evidence, ...]
    stop_signs: tuple[Advice, ...]
    goals: tuple[str, ...]
    decisions: tuple[Decision, ...]
    cards: dict[str, Card]
    rules: dict[str, RuleNote]
    citations: dict[str, str]

    @property
    def has_sessions(self) -> bool:
        """Whether any session is placed in the week."""
        return any(day.sessions for day in self.week_days)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hex, of the canonical JSON of the whole plan, decisions included."""
        return digest_of(self.model_dump(mode="json", by_alias=True))

    def moved(self, status: str, *decisions: Decision) -> Plan:
        """The same plan in another state, with further decisions; its digest is taken anew."""
        made = self.model_copy(update={"status": status, "decisions": (*self.decisions, *decisions)})
        made.__dict__.pop("digest", None)  # a copy would carry the kept digest of the old state
        return made

    def to_json(self) -> str:
        """The text of plan.json: stable order, readable, ending in a line break."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"

"""What the engine concludes for one person: doses as intervals, gates, findings, chosen and excluded exercises.

In: values. Out: frozen records without behaviour beyond look-ups. A prescription is not yet a calendar.
Must not be here: evaluation, wording for patients, units (they are in the vocabulary).
"""

from __future__ import annotations

from dataclasses import dataclass

from rehab.model.exercise import Exercise
from rehab.model.interval import Interval
from rehab.model.rule import GateRule

__all__ = [
    "ChosenExercise", "ComponentPrescription", "Dose", "Exclusion", "Finding", "GateHit", "Prescription", "Reason",
    "Screening",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a clinician must know or decide; severity is stop, confirm, warning or info."""

    severity: str
    code: str
    message: str
    rule: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is, with the rule behind it and what would reopen it."""

    text: str
    rule: str | None = None
    reopens: str | None = None


@dataclass(frozen=True, slots=True)
class GateHit:
    """A gate that is closed; `known` tells whether a fact closes it or only the lack of one."""

    rule: GateRule
    known: bool

    @property
    def reason(self) -> Reason:
        """The gate's own words."""
        asked = self.rule.ask if not self.known and self.rule.ask else None
        return Reason(asked or self.rule.say.clinician or self.rule.cite.states, self.rule.id, self.rule.reopens)


@dataclass(frozen=True, slots=True)
class Screening:
    """Every closed gate and every finding that screening raised."""

    hits: tuple[GateHit, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """One quantity after cutting; `allowed` is None in a conflict, `chosen` until the plan chooses."""

    quantity: str
    status: str
    allowed: Interval | None
    because: tuple[str, ...]
    cut_by: tuple[str, ...] = ()
    chosen: Interval | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An exercise or component that was considered and left out."""

    what: str
    name: str
    reason: str
    reopens: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class ChosenExercise:
    """An exercise that the guards allow, with the help that rules and library together ask for."""

    exercise: Exercise
    helper: str


@dataclass(frozen=True, slots=True)
class ComponentPrescription:
    """One component: prescribed, withheld or deferred, with its doses and its exercises."""

    component: str
    status: str
    doses: dict[str, Dose]
    reasons: tuple[Reason, ...] = ()
    precautions: tuple[Reason, ...] = ()
    exercises: tuple[ChosenExercise, ...] = ()

    def allowed(self, dimension: str) -> Interval | None:
        """The allowed interval of one dimension of this component, if there is one."""
        dose = self.doses.get(f"{self.component}.{dimension}")
        return dose.allowed if dose else None


@dataclass(frozen=True, slots=True)
class Prescription:
    """All components in a fixed order, the doses of the week as a whole, and everything to be said about them."""

    components: tuple[ComponentPrescription, ...]
    week: dict[str, Dose]
    screening: Screening
    findings: tuple[Finding, ...]
    excluded: tuple[Exclusion, ...]

    @property
    def prescribed(self) -> tuple[ComponentPrescription, ...]:
        """The components of which sessions may be placed."""
        return tuple(part for part in self.components if part.status == "prescribed")

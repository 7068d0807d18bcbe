"""Changing a chosen number: inside its interval freely, outside only as an override with a reason.

In: a plan and the wanted number. Out: the decision to record, or a sentence why not. The plan is then built again
with the decision, so that the week follows. Must not be here: building weeks, files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rehab.model.plan import Decision, Plan, PlanDose
from rehab.model.quantity import QUANTITIES
from rehab.review.life import Person, effective_status, refuse

__all__ = ["REASON_CODES", "Wish", "override_decision"]

REASON_CODES = (
    "patient_preference", "clinical_judgement", "measured_response", "new_information", "setting_or_equipment", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """The number that is wanted for a quantity, why, and the second name that going past a limit needs."""

    quantity: str
    value: float
    reason_code: str
    reason: str
    second_name: str | None = None


def override_decision(plan: Plan, person: Person, at: datetime, wish: Wish) -> Decision:
    """The decision to record; raises `InputError` when number, reason or the state of the plan does not allow it."""
    status = effective_status(plan, at.date())
    if status not in ("draft", "submitted", "under_review"):
        raise refuse(plan, "V001", f"The plan is {status.replace('_', ' ')} and cannot be changed; make a new one.")
    dose = next((one for part in plan.prescriptions for one in part.doses if one.quantity == wish.quantity), None)
    if dose is None:
        raise refuse(plan, "V010", f"The plan has no dose of '{wish.quantity}'.")
    span = QUANTITIES[wish.quantity].span
    if not span.contains(wish.value) or (QUANTITIES[wish.quantity].whole and wish.value != int(wish.value)):
        raise refuse(plan, "V011", f"{wish.value:g} is not possible for {wish.quantity} ({span} {dose.unit}).")
    inside = _inside(dose, wish.value)
    if not inside and not wish.reason.strip():
        raise refuse(plan, "V012", f"{wish.value:g} lies outside what is allowed; that needs a reason in words.")
    if not inside and _past_limit(dose, wish.value) and not (wish.second_name or "").strip():
        limits = ", ".join(dose.cut_by)
        sentence = f"{wish.value:g} goes past a safety limit ({limits}); a second name must confirm it."
        raise refuse(plan, "V013", sentence)
    words = wish.reason.strip() or "inside the allowed interval"
    second = f" (second confirmation: {wish.second_name.strip()})" if wish.second_name and not inside else ""
    return Decision(
        at=at.isoformat(timespec="seconds"), by=person.name.strip(), registration=person.registration,
        action="override", on_digest=plan.digest, target=wish.quantity, value=wish.value,
        reason_code=wish.reason_code, reason=words + second,
    )  # fmt: skip


def _inside(dose: PlanDose, value: float) -> bool:
    allowed = dose.allowed
    if allowed is None:
        return False
    return (allowed.min is None or value >= allowed.min) and (allowed.max is None or value <= allowed.max)


def _past_limit(dose: PlanDose, value: float) -> bool:
    """Whether the number leaves the interval on a side that a limit has cut."""
    return bool(dose.cut_by) and not _inside(dose, value)

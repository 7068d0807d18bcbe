"""Which plan a page belongs to: digest, footer, title, and the words of its status.

In: a plan. Out: strings. Must not be here: the patient's name (it stands on the page, never in title or metadata).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab.model.plan import Decision, Plan
from rehab.render.phrases import date_long, text
from rehab.render.words import STATUS

__all__ = ["Identity", "approval_of", "decided_on", "identity_of", "plan_digest", "status_for_patient"]

_SHOWN = 12
_PATIENT_STATUS = {
    "draft": "DRAFT – not yet approved by your therapist",
    "submitted": "DRAFT – not yet approved by your therapist",
    "under_review": "DRAFT – your therapist is checking it",
    "returned": "DRAFT – not approved. Do not use this plan",
    "superseded": "There is a newer plan. Do not use this one",
    "expired": "This plan has ended. Do not use it",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What stands at the foot of every page, in front of and behind the page number; and the status alone."""

    before_page: str
    after_page: str
    status: str


def plan_digest(plan: Plan) -> str:
    """SHA-256, in hex, of the canonical JSON of the whole plan."""
    return plan.digest


def identity_of(plan: Plan) -> Identity:
    """The foot of the page: patient id, week, page, digest of the plan, status."""
    status = STATUS[plan.status]
    before = f"{plan.profile.patient.id} · week {plan.week} · page"
    return Identity(before, f"· plan {plan_digest(plan)[:_SHOWN]} · {status}", status)


def approval_of(plan: Plan) -> Decision | None:
    """The decision that approved the plan, if it stands."""
    found = [one for one in plan.decisions if one.action == "approve"]
    return found[-1] if found and plan.status == "approved" else None


def status_for_patient(plan: Plan) -> str:
    """Whether the patient may follow this plan, in plain words."""
    if plan.status != "approved":
        return _PATIENT_STATUS[plan.status]
    approved = approval_of(plan)
    if approved is None:
        return "Approved"
    who = text(approved.by) + (f", {text(approved.registration)}" if approved.registration else "")
    return f"Approved by {who}, {decided_on(approved)}"


def decided_on(decision: Decision) -> str:
    """The day of a decision."""
    try:
        return date_long(date.fromisoformat(decision.at[:10]))
    except ValueError:
        return text(decision.at)

"""The life of a plan: which decision may follow which state, and what it changes.

In: a plan, a decision, the day and the digests of today. Out: the plan after the decision, or a sentence why not.
Must not be here: files, clocks, layout. Nothing is decided by default.

    draft ─submit─▶ submitted ─(answer, override)─▶ under_review ─approve─▶ approved ─(a later revision)─▶ superseded
      ▲                                                  └─return─▶ returned ─(a new plan)─▶ draft
    Every state ends as `expired` when the last day of the plan has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rehab.errors import InputError, Problem
from rehab.model.plan import Decision, Plan, PlanFinding

__all__ = [
    "Person", "Today", "answer", "approve", "effective_status", "hand_back", "open_findings", "refuse", "submit",
    "supersede",
]  # fmt: skip

_MUST_ANSWER = ("stop", "confirm")


@dataclass(frozen=True, slots=True)
class Person:
    """Who decides; the registration number is that of the profession's register, as typed."""

    name: str
    registration: str | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The moment of the decision, and the digests that the plan must still fit."""

    at: datetime
    profile_digest: str
    rules_digest: str
    settings_digest: str


def refuse(plan: Plan, code: str, sentence: str) -> InputError:
    """The error for a decision that may not be taken."""
    return InputError([Problem(plan.plan_id, 0, 0, code, sentence)])


def effective_status(plan: Plan, today: date) -> str:
    """The state of the plan on a day: an unfinished or approved plan past its last day is expired."""
    if plan.status != "superseded" and today > plan.expires_on:
        return "expired"
    return plan.status


def open_findings(plan: Plan) -> tuple[PlanFinding, ...]:
    """The stop and confirm findings that nobody has answered yet."""
    answered = {one.target for one in plan.decisions if one.action == "answer"}
    return tuple(one for one in plan.findings if one.severity in _MUST_ANSWER and one.key not in answered)


def submit(plan: Plan, person: Person, at: datetime) -> Plan:
    """Hand the draft to a reviewer."""
    _must_be(plan, ("draft",), at, "submitted")
    return _with(plan, "submitted", _decision(plan, person, at, "submit"))


def answer(plan: Plan, person: Person, at: datetime, key: str, text: str) -> Plan:
    """Answer one stop or confirm finding; the words stay with the plan."""
    _must_be(plan, ("draft", "submitted", "under_review"), at, "answered")
    if key not in {one.key for one in plan.findings if one.severity in _MUST_ANSWER}:
        known = ", ".join(one.key for one in open_findings(plan)) or "none"
        raise refuse(plan, "V004", f"There is no open question '{key}'. Open: {known}.")
    if not text.strip():
        raise refuse(plan, "V005", f"The answer to '{key}' is empty.")
    decision = _decision(plan, person, at, "answer", target=key, reason=text.strip())
    return _with(plan, _reviewing(plan), decision)


def hand_back(plan: Plan, person: Person, at: datetime, reason: str) -> Plan:
    """Return the plan to its author, with the reason."""
    _must_be(plan, ("submitted", "under_review"), at, "returned")
    if not reason.strip():
        raise refuse(plan, "V005", "A return needs a reason.")
    return _with(plan, "returned", _decision(plan, person, at, "return", reason=reason.strip()))


def approve(plan: Plan, person: Person, today: Today) -> Plan:
    """Sign the plan: it must be submitted, in date, not stale, and every stop and confirm finding answered."""
    _must_be(plan, ("submitted", "under_review"), today.at, "approved")
    if not person.name.strip() or not (person.registration or "").strip():
        raise refuse(plan, "V006", "An approval needs the reviewer's name and registration number.")
    stale = [
        name for name, then, now in (
            ("profile", plan.profile_digest, today.profile_digest),
            ("rule base", plan.rules_digest, today.rules_digest),
            ("site settings", plan.settings_digest, today.settings_digest),
        ) if then != now
    ]  # fmt: skip
    if stale:
        what = " and the ".join(stale)
        raise refuse(plan, "V002", f"The plan is stale: the {what} changed since it was made. Make it again.")
    left = open_findings(plan)
    if left:
        questions = "; ".join(f"{one.key}: {one.question or one.message}" for one in left)
        count = "1 finding is" if len(left) == 1 else f"{len(left)} findings are"
        raise refuse(plan, "V003", f"{count} not answered yet: {questions}")
    return _with(plan, "approved", _decision(plan, person, today.at, "approve"))


def supersede(plan: Plan, person: Person, at: datetime, by: str) -> Plan:
    """Mark an older plan as replaced by a newer one that was approved."""
    return _with(plan, "superseded", _decision(plan, person, at, "supersede", reason=f"replaced by {by}"))


def _must_be(plan: Plan, allowed: tuple[str, ...], at: datetime, verb: str) -> None:
    status = effective_status(plan, at.date())
    if status not in allowed:
        wanted = " or ".join(word.replace("_", " ") for word in allowed)
        raise refuse(plan, "V001", f"The plan is {status.replace('_', ' ')} and cannot be {verb}; it must be {wanted}.")


def _reviewing(plan: Plan) -> str:
    return "under_review" if plan.status == "submitted" else plan.status


def _decision(
    plan: Plan, person: Person, at: datetime, action: str, target: str | None = None, reason: str | None = None
) -> Decision:
    return Decision(
        at=at.isoformat(timespec="seconds"), by=person.name.strip(), registration=person.registration, action=action,
        on_digest=plan.digest, target=target, reason=reason,
    )  # fmt: skip


def _with(plan: Plan, status: str, decision: Decision) -> Plan:
    return plan.moved(status, decision)

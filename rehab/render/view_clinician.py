"""The clinician's review sheet as strings, in the order in which it is read: what must be decided comes first.

In: a plan. Out: a frozen `ClinicianView`. Must not be here: layout; any clinical statement of our own.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehab.model.plan import Plan
from rehab.render.identity import Identity, approval_of, decided_on, identity_of
from rehab.render.phrases import date_long, text
from rehab.render.tables import Table
from rehab.render.view_facts import Fact, Facts, facts_of
from rehab.render.view_findings import Findings, findings_of
from rehab.render.view_ledger import exercises_table, ledger_table, week_table
from rehab.render.view_notes import note_tables
from rehab.render.view_prescription import Part, glance, parts_of

__all__ = ["ClinicianView", "Section", "clinician_view"]

_SHOWN = 12
_INTENDED = (
    "This sheet supports a qualified clinician who knows the person; it decides nothing. Every number must be checked "
    "against the person and signed before the plan is handed over.",
    "Not for diagnosis, emergencies, the first hours after stroke without the acute team, children, unsupervised use, "
    "doses of medicines, or cell therapy. It is not a certified medical device; local governance must approve its use.",
    "Each figure says who read its source: read (by the project), second-hand (somebody quoting it), recalled (by "
    "nobody), or house (own choice, which needs local sign-off).",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a remark, a table."""

    heading: str
    remark: str
    table: Table


@dataclass(frozen=True, slots=True)
class ClinicianView:
    """Everything that the review sheet prints."""

    language: str
    title: str
    identity: Identity
    heading: str
    who: str
    about: tuple[str, ...]
    findings: Findings
    glance: Table
    facts: Facts
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    advice: tuple[str, ...]
    references: tuple[str, ...]
    intended: tuple[str, ...]
    choices: tuple[str, ...]
    signature: tuple[Fact, ...]


def clinician_view(plan: Plan) -> ClinicianView:
    """All words of the review sheet."""
    patient = plan.profile.patient
    return ClinicianView(
        language="en",
        title=f"Review sheet {patient.id}, week {plan.week}",
        identity=identity_of(plan),
        heading=f"Review sheet: {patient.id}, week {plan.week}",
        who=text(patient.name) if patient.name else "",
        about=_about(plan),
        findings=findings_of(plan),
        glance=glance(plan),
        facts=facts_of(plan),
        parts=parts_of(plan),
        sections=_sections(plan),
        advice=_advice(plan),
        references=tuple(text(full) for full in plan.citations.values()),
        intended=(*_INTENDED, f"Rule base of {plan.rules_version}, {plan.rules_digest[:_SHOWN]}."),
        choices=() if plan.status == "approved" else ("Accept", "Return, because:"),
        signature=_signature(plan),
    )


def _advice(plan: Plan) -> tuple[str, ...]:
    lines = (f"{text(one.text)} ({one.rule})" for one in plan.advice if one.audience == "clinician")
    return tuple(dict.fromkeys(lines))


def _about(plan: Plan) -> tuple[str, ...]:
    last = plan.week_days[-1].date if plan.week_days else plan.start_date
    return (
        f"{date_long(plan.start_date)} to {date_long(last)}; the plan expires on {date_long(plan.expires_on)}.",
        f"Status: {identity_of(plan).status}. Revision {plan.revision}. Rules {plan.rules_version}, program "
        f"{plan.program_version}.",
    )


def _sections(plan: Plan) -> tuple[Section, ...]:
    notes = note_tables(plan)
    reasons = "; ".join(map(text, plan.minutes.reasons))
    listed = (
        ("Withheld and deferred", "", notes["reasons"]),
        ("Precautions", "", notes["precautions"]),
        ("Therapy time", f"Because: {reasons}." if reasons else "", ledger_table(plan)),
        ("The week", "n: helper nearby. h: helper with hands on.", week_table(plan)),
        ("Exercises", "", exercises_table(plan)),
        ("Progression", "", notes["progressions"]),
        ("Considered and left out", "", notes["excluded"]),
        ("Measures and change", "", notes["measures"]),
        ("Assessments due", "", notes["assessments"]),
        ("Risk factors", "", notes["risks"]),
        ("Evidence", "", notes["evidence"]),
        ("Decisions", "", notes["decisions"]),
    )
    return tuple(Section(*one) for one in listed)


def _signature(plan: Plan) -> tuple[Fact, ...]:
    """Lines to sign on, filled once the plan is approved."""
    approved = approval_of(plan)
    if approved is None:
        return (Fact("Name", ""), Fact("Registration number", ""), Fact("Date", ""), Fact("Signature", ""))
    return (
        Fact("Name", text(approved.by)), Fact("Registration number", text(approved.registration or "none given")),
        Fact("Date", decided_on(approved)), Fact("Decision", "approved"),
    )  # fmt: skip

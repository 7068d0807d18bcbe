"""Half a page of plain text to paste into the patient's record.

In: a plan. Out: text, at most some forty short lines. Must not be here: the patient's name, wording for patients.
"""

from __future__ import annotations

from collections.abc import Iterator

from rehab.model.interval import number_text
from rehab.model.plan import Plan, PlanDose, PlanPrescription, Span

__all__ = ["summary"]

_SHOWN = ("frequency", "time", "sets", "repetitions", "hold", "rpe_6_20", "heart_rate")
_MOST_FINDINGS = 12


def summary(plan: Plan) -> str:
    """What was planned, what waits and why, what must be decided, and by which rules."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    status = plan.status.replace("_", " ")
    who = plan.profile.patient.id
    yield f"Stroke rehabilitation plan, {who}, week {plan.week} from {plan.start_date}: {status.upper()}"
    window = f", {plan.window_days_left} days left of the first 3 months" if plan.window_days_left else ""
    phase = plan.phase.replace("_", " ")
    yield f"Phase {phase}, day {plan.days_since_stroke:.0f} since stroke{window}. Valid until {plan.expires_on}."
    approved = [one for one in plan.decisions if one.action == "approve"]
    if approved and plan.status == "approved":
        last = approved[-1]
        yield f"Approved by {last.by}, registration {last.registration}, {last.at[:10]}."
    for part in plan.prescriptions:
        yield _component(part)
    held = plan.minutes
    yield (
        f"Minutes a week: supervised {held.supervised} of {held.target} recommended, "
        f"practice {held.self_practice}; tolerance {held.tolerance_per_day} a day."
    )
    urgent = [one for one in plan.findings if one.severity in ("stop", "confirm")]
    for one in urgent[:_MOST_FINDINGS]:
        yield f"{one.severity.upper()}: {one.question or one.message}"
    if len(urgent) > _MOST_FINDINGS:
        yield f"... and {len(urgent) - _MOST_FINDINGS} more questions on the review sheet."
    due = [one.measure for one in plan.assessments if one.due_on <= plan.start_date]
    if due:
        yield f"Due now: {', '.join(dict.fromkeys(due))}."
    rules = f"{plan.rules_version} ({plan.rules_digest[:12]})"
    yield f"Rules {rules}, plan {plan.digest[:12]}. A draft is not a prescription."


def _component(part: PlanPrescription) -> str:
    name = part.component.replace("_", " ")
    if part.status != "prescribed":
        reason = part.reasons[0].text if part.reasons else ""
        more = f" (and {len(part.reasons) - 1} more)" if len(part.reasons) > 1 else ""
        return f"{name}: {part.status}: {reason}{more}"
    doses = {dose.quantity.partition(".")[2]: dose for dose in part.doses}
    return f"{name}: " + ", ".join(_dose(doses[key]) for key in _SHOWN if key in doses)


def _dose(dose: PlanDose) -> str:
    span = dose.placed or dose.chosen
    mark = "" if dose.status == "agreed" else f" [{dose.status}]"
    return f"{_span(span)} {dose.unit}{mark}"


def _span(span: Span | None) -> str:
    if span is None:
        return "no number"
    low, high = ("" if end is None else number_text(end) for end in (span.min, span.max))
    return low if low == high else f"{low}-{high}"

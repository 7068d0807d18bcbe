"""What a clinician must decide, and what is only to know: the findings of a plan, merged by question.

In: a plan. Out: frozen strings. Must not be here: new findings; whatever the plan does not say is not said here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rehab.model.plan import Plan, PlanFinding
from rehab.render.phrases import text
from rehab.render.words import SEVERITY, measure_name

__all__ = ["Decide", "Findings", "Known", "findings_of"]

_OPEN = ("stop", "confirm")
_DUE = "assessment.due"
_ALIKE = 3  # so many lines that begin alike are put together


@dataclass(frozen=True, slots=True)
class Decide:
    """One question with everything that hangs on it, and an empty box for the answer."""

    severity: str
    question: str
    messages: tuple[str, ...]
    rules: str
    answer: str


@dataclass(frozen=True, slots=True)
class Known:
    """A warning or a note, with its rules; or the common beginning of several `items`."""

    message: str
    rules: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of a plan."""

    counts: str
    verdict: str
    decide: tuple[Decide, ...]
    warnings: tuple[Known, ...]
    notes: tuple[Known, ...]


def findings_of(plan: Plan) -> Findings:
    """Stop and confirm merged by question, then warnings, then notes."""
    found = plan.findings
    numbers = {severity: sum(one.severity == severity for one in found) for severity in SEVERITY}
    counts = " · ".join(f"{number} {SEVERITY[severity].lower()}" for severity, number in numbers.items())
    decide = tuple(_merged(plan, group) for group in _by_question(found))
    return Findings(
        counts=counts, verdict=_verdict(plan, numbers, len(decide)), decide=decide,
        warnings=_known(found, "warning"), notes=_known(found, "info"),
    )  # fmt: skip


def _verdict(plan: Plan, numbers: dict[str, int], questions: int) -> str:
    if not plan.has_sessions:
        start = "No session is placed in this week."
    elif numbers["stop"]:
        start = "Sessions are placed; something must be settled first."
    else:
        start = "Sessions are placed."
    if not questions:
        return f"{start} Nothing stops this plan and nothing must be confirmed; it still needs a signature."
    merged = "1 question" if questions == 1 else f"{questions} questions"
    return f"{start} {merged} to answer before it can be approved."


def _by_question(found: tuple[PlanFinding, ...]) -> list[list[PlanFinding]]:
    groups: dict[str, list[PlanFinding]] = {}
    for one in found:
        if one.severity in _OPEN:
            groups.setdefault(one.question or one.message, []).append(one)
    urgent = sorted(groups.values(), key=lambda group: min(_OPEN.index(one.severity) for one in group))
    return list(urgent)


def _merged(plan: Plan, group: list[PlanFinding]) -> Decide:
    severity = min((one.severity for one in group), key=_OPEN.index)
    keys = {one.key for one in group}
    given = (one for one in plan.decisions if one.action == "answer" and one.target in keys)
    answers = [text(one.reason or "answered") for one in given]
    return Decide(
        severity=SEVERITY[severity],
        question=text(group[0].question or group[0].message),
        messages=tuple(dict.fromkeys(text(one.message) for one in group)) if group[0].question else (),
        rules=", ".join(dict.fromkeys(one.rule or one.code for one in group)),
        answer="; ".join(answers),
    )


def _known(found: tuple[PlanFinding, ...], severity: str) -> tuple[Known, ...]:
    """Warnings or notes, each once; those that begin alike are put together behind their common beginning.

    What is due has a table of its own, so only its names stand here.
    """
    rules: dict[str, list[str]] = {}
    due = [one.message.partition(". ")[0] for one in found if one.severity == severity and one.code == _DUE]
    if due:
        ids = [name.removeprefix("Due: ") for name in due]
        names = ", ".join(measure_name(name) for name in ids)
        rules[f"Assessments due now, see the table: {names}."] = [_DUE]
    for one in found:
        if one.severity == severity and one.code != _DUE:
            rules.setdefault(text(one.message), []).append(one.rule or one.code)
    lines = {line: ", ".join(dict.fromkeys(names)) for line, names in rules.items()}
    begins = Counter(line.partition(": ")[0] for line in lines if ": " in line)
    together: dict[str, list[str]] = {}
    known = []
    for line, names in lines.items():
        begin, _, rest = line.partition(": ")
        if rest and begins[begin] >= _ALIKE:
            together.setdefault(begin, []).append(f"{rest.rstrip('.')} ({names})")
        else:
            known.append(Known(line, f"({names})", ()))
    return (*known, *(Known(f"{begin}:", "", tuple(items)) for begin, items in together.items()))

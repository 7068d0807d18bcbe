"""What follows the doses on the review sheet: exclusions, scores, what is due, risks, progression, evidence.

In: a plan. Out: tables of strings. Must not be here: judgement; rows are those of the plan, alike ones together.
"""

from __future__ import annotations

from rehab.model.plan import Change, Plan
from rehab.render.identity import decided_on
from rehab.render.phrases import date_plain, figure, text
from rehab.render.tables import Table, table
from rehab.render.view_prescription import Remark, numbered, precautions_of, reasons_of
from rehab.render.words import AGREES, COMPONENT, DECISION, DIRECTION, RISK, measure_name, plain

__all__ = ["note_tables", "remark_table"]


def note_tables(plan: Plan) -> dict[str, Table]:
    """All of them by name."""
    return {
        "precautions": remark_table("precautions", precautions_of(plan), "None."),
        "reasons": remark_table("reasons", reasons_of(plan), "Nothing is withheld or deferred."),
        "excluded": _excluded(plan), "measures": _measures(plan), "assessments": _assessments(plan),
        "risks": _risks(plan), "progressions": _progressions(plan), "evidence": _evidence(plan),
        "decisions": _decisions(plan),
    }  # fmt: skip


def remark_table(kind: str, remarks: tuple[Remark, ...], empty: str) -> Table:
    """Reasons with what reopens them, or precautions, which have no such thing."""
    if kind == "precautions":
        return table(
            kind, ("Precaution", "Rule", "Holds for"), ((one.text, one.rule, one.components) for one in remarks), empty
        )
    return table(
        kind, ("Withheld or deferred because", "Rule", "Reopens with", "Holds for"),
        ((one.text, one.rule, one.reopens, one.components) for one in remarks), empty,
    )  # fmt: skip


def _excluded(plan: Plan) -> Table:
    """Exclusions of the same reason together; a component with its own line among the reasons is not named again."""
    said = {(one.text, one.rule) for part in plan.prescriptions for one in part.reasons}
    names: dict[tuple[str, str, str], list[str]] = {}
    for one in plan.excluded:
        if one.what == "component" and (one.reason, one.rule) in said:
            continue
        what = "" if one.what == "exercise" else f"{plain(one.what)}: "
        key = (plain(text(one.reason)), text(one.reopens or ""), one.rule or "")
        names.setdefault(key, []).append(what + COMPONENT.get(one.name, plain(one.name)))
    return table(
        "excluded", ("Left out", "Because", "Reopens with", "Rule"),
        ((", ".join(dict.fromkeys(found)), *key) for key, found in names.items()),
        "Nothing was left out.",
    )  # fmt: skip


def _value(value: float | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else _score(value)


def _score(value: float) -> str:
    return f"{value:g}" if abs(value) < 1 or value != round(value, 1) else figure(value)


def _meaning(one: Change, plan: Plan, marks: dict[str, str]) -> str:
    """The sentence with the references of its figures."""
    sources = dict.fromkeys(plan.rules[name].source for name in one.because if name in plan.rules)
    return " ".join((text(one.meaning or ""), *(marks.get(name, name) for name in sources))).strip()


def _measures(plan: Plan) -> Table:
    marks = numbered(plan)
    return table(
        "measures", ("Measure", "Score", "On", "Before", "On", "Change", "Meaning"),
        ((measure_name(one.measure), _value(one.value), date_plain(one.on), _value(one.previous),
          date_plain(one.previous_on) if one.previous_on else "",
          "" if one.change is None else f"{'+' if one.change > 0 else ''}{_score(one.change)}",
          _meaning(one, plan, marks))
         for one in plan.measures),
        "No score is recorded.",
    )  # fmt: skip


def _assessments(plan: Plan) -> Table:
    return table(
        "assessments", ("Due", "On", "Reason", "Rule"),
        ((measure_name(one.measure), date_plain(one.due_on), text(one.reason), one.rule or "")
         for one in plan.assessments),
        "None is due.",
    )  # fmt: skip


def _risks(plan: Plan) -> Table:
    return table(
        "risks", ("Risk factor", "Target", "Recorded", "Status", "Says", "Rule"),
        ((plain(one.factor), plain(text(one.target)),
          ", ".join(f"{plain(name)} {_value(value) or 'unknown'}" for name, value in one.values.items()),
          RISK[one.status], text(one.text or ""), one.rule) for one in plan.risk_factors),
        "None is listed.",
    )  # fmt: skip


def _progressions(plan: Plan) -> Table:
    """Steps of the same words together, each with the components that it holds for."""
    rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in plan.progressions:
        key = (DIRECTION.get(one.direction, plain(one.direction)).lower(), text(one.clinician or one.text))
        rows.setdefault(key, []).append((COMPONENT[one.component], one.rule))
    return table(
        "progressions", ("Component", "Direction", "When", "Rule"),
        ((", ".join(name for name, _ in found), direction, words, ", ".join(rule for _, rule in found))
         for (direction, words), found in rows.items()),
        "No rule of progression is listed.",
    )  # fmt: skip


def _evidence(plan: Plan) -> Table:
    marks = numbered(plan)
    return table(
        "evidence", ("Claim", "Design, size", "Grade", "Agrees", "What it means here", "Source"),
        ((text(one.claim), text(one.design) + (f", {text(one.size)}" if one.size else ""), text(one.grade or ""),
          AGREES[one.agrees], text(one.text or ""), f"{marks.get(one.source, one.source)} {one.rule}")
         for one in plan.evidence),
        "None is listed.",
    )  # fmt: skip


def _decisions(plan: Plan) -> Table:
    return table(
        "decisions", ("Decision", "On", "By", "What", "Reason"),
        ((DECISION[one.action], decided_on(one), text(" ".join(filter(None, (one.by, one.registration)))),
          (one.target or "") + ("" if one.value is None else f": {figure(one.value)}"),
          text(" ".join(filter(None, (plain(one.reason_code or ""), one.reason))))) for one in plan.decisions),
        "No decision is recorded yet.",
    )  # fmt: skip

"""The reporting items of CERT and TIDieR, filled from a plan.

In: a plan. Out: JSON, or the items one by one. What the plan cannot know is said to be open, never filled in.
Must not be here: sentences of the checklists themselves; the questions are in our own words.
Sources: CERT, Slade 2016, doi 10.1136/bjsports-2016-096651; TIDieR, Hoffmann 2014, BMJ 348:g1687.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from rehab.model.plan import Plan

__all__ = ["Item", "items", "reporting_json"]

OPEN = "open: to be filled in by the team"


@dataclass(frozen=True, slots=True)
class Item:
    """One reporting item: its number, what it asks, what the plan says, and whether the plan could say it."""

    checklist: str
    number: str
    asks: str
    answer: str
    filled: bool


def reporting_json(plan: Plan) -> str:
    """All items as JSON."""
    plain = {
        "schema": "rehab.reporting/1", "plan_id": plan.plan_id, "plan_digest": plan.digest,
        "items": [asdict(item) for item in items(plan)],
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def items(plan: Plan) -> Iterator[Item]:
    """CERT first, then TIDieR."""
    for checklist, number, asks, answer in (*_cert(plan), *_tidier(plan)):
        yield Item(checklist, number, asks, answer or OPEN, bool(answer))


Row = tuple[str, str, str, str]


def _cert(plan: Plan) -> Iterator[Row]:
    moves = [one for one in plan.progressions if one.direction == "up"]
    yield "CERT", "1", "equipment", ", ".join(sorted({kit for card in plan.cards.values() for kit in card.equipment}))
    yield "CERT", "2", "who delivers, with which qualification", ""
    yield "CERT", "3", "individual or group", "individual"
    yield "CERT", "4", "supervised or not, and how", _supervision(plan)
    yield "CERT", "5", "how adherence is measured", "a tick for each session in the printed week, and the printed log"
    yield "CERT", "6", "motivation", "; ".join(plan.goals)
    rules = "; ".join(f"{one.component}: {one.clinician or one.text}" for one in moves)
    yield "CERT", "7a", "rule for moving up", rules
    yield "CERT", "7b", "how it is moved up", "one variable a step, inside the allowed interval" if moves else ""
    yield "CERT", "8", "each exercise described", f"{len(plan.cards)} cards with numbered steps" if plan.cards else ""
    yield "CERT", "9", "home part", _place(plan)
    yield "CERT", "10", "parts that are not exercise", f"{len({one.key for one in plan.advice})} pieces of advice"
    yield "CERT", "11", "adverse events", "stop signs on the page; log of pain and effort" if plan.stop_signs else ""
    yield "CERT", "12", "place", _place(plan)
    yield "CERT", "13", "dose", _dose(plan)
    yield "CERT", "14a", "generic or tailored", "tailored"
    yield "CERT", "14b", "how tailored", "by cited rules from the profile; every rule is named in the plan"
    yield "CERT", "15", "rule for the starting level", "house parameters start.*, named beside each chosen number"
    yield "CERT", "16a", "how fidelity is checked", ""
    yield "CERT", "16b", "whether it was delivered as planned", ""


def _tidier(plan: Plan) -> Iterator[Row]:
    yield "TIDieR", "1", "name", f"weekly stroke rehabilitation plan, week {plan.week}"
    goals = "; ".join(plan.goals) or "none recorded"
    components = ", ".join(part.component for part in plan.prescriptions if part.status == "prescribed")
    yield "TIDieR", "2", "why", f"goals: {goals}; {len(plan.citations)} sources cited"
    yield "TIDieR", "3", "materials", "the printed patient plan and the exercise cards"
    yield "TIDieR", "4", "procedures", components
    yield "TIDieR", "5", "who provides", ""
    yield "TIDieR", "6", "how", "on paper, individual; " + _supervision(plan)
    yield "TIDieR", "7", "where", _place(plan)
    yield "TIDieR", "8", "when and how much", _dose(plan)
    yield "TIDieR", "9", "tailoring", "by cited rules from the profile"
    yield "TIDieR", "10", "modifications", "; ".join(
        f"{one.at[:10]} {one.target} to {one.value:g}" for one in plan.decisions if one.value is not None
    )
    yield "TIDieR", "11", "how well, planned", ""
    yield "TIDieR", "12", "how well, actual", ""


def _supervision(plan: Plan) -> str:
    sessions = [session for day in plan.week_days for session in day.sessions]
    levels = ((level, sum(one.helper == level for one in sessions)) for level in ("none", "nearby", "hands_on"))
    return ", ".join(f"{count} sessions with helper {level}" for level, count in levels if count)


def _place(plan: Plan) -> str:
    setting = plan.profile.care.setting
    return setting.replace("_", " ") if setting else ""


def _dose(plan: Plan) -> str:
    parts = []
    for part in plan.prescriptions:
        held = {dose.quantity.partition(".")[2]: dose.placed for dose in part.doses if dose.placed is not None}
        if "frequency" in held and "time" in held:
            parts.append(f"{part.component} {held['frequency'].max:g} days a week, {held['time'].max:g} min")
    return "; ".join(parts)

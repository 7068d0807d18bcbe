"""From a box of facts to a person on paper: a profile with exactly these facts, as data and as YAML text.

In: a box, the relations, the first day of the plan. Out: a profile that `rehab plan` accepts; what the box leaves open
is safe where that fits, else unknown. The inverse of `engine/derive.py`. Must not be here: why the person is wanted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from rehab.knowledge.analysis.boxes import WHOLE, Box, Region, point
from rehab.knowledge.analysis.relations import Relations
from rehab.knowledge.analysis.safe_person import SAFE
from rehab.knowledge.analysis.search import Assignment, find, values_in
from rehab.model import vocabulary
from rehab.model.facts import FactValue

__all__ = ["person", "profile_data", "profile_text", "told"]

_FOLLOWS = ("stroke.hours_since", "stroke.days_since", "heart.maximum")  # made from others, never wished for


def _wish(name: str, region: Region) -> FactValue | None:
    wanted = SAFE.get(name)
    return wanted if region.contains(wanted) else None


def person(box: Box, relations: Relations) -> Assignment | None:
    """Somebody who lies in the box, otherwise as safe as the box lets them be."""
    filled = _filled(box, relations)
    return values_in(filled, relations, _wish) or values_in(box, relations, _wish)


def _filled(box: Box, relations: Relations) -> Box:
    """The box with everything it leaves open set to the safe value, or else unknown, where the relations allow it."""
    todo = [name for name in SAFE if name not in _FOLLOWS]
    wanted = {name: point(SAFE[name]) for name in todo if _wishable(box, name)}
    whole = _with(box, wanted, relations)
    if whole is not None:
        return whole
    for names in _groups(todo):
        group = {name: wanted[name] for name in names if name in wanted}
        box = _with(box, group, relations) or _one_by_one(box, group, relations)
    return box


def _one_by_one(box: Box, wanted: Box, relations: Relations) -> Box:
    for name, region in wanted.items():
        box = _with(box, {name: region}, relations) or box
    return box


def _wishable(box: Box, name: str) -> bool:
    return name not in box or box[name].contains(SAFE[name])


def _with(box: Box, wanted: Box, relations: Relations) -> Box | None:
    return find([(wanted,)], relations, box)


def _groups(names: list[str]) -> Iterator[list[str]]:
    order = dict.fromkeys(name.partition(".")[0] for name in names)
    for prefix in order:
        yield [name for name in names if name.startswith(f"{prefix}.")]


def told(assignment: Mapping[str, FactValue | None], touched: set[str]) -> str:
    """In which of the facts that matter somebody differs from the safe person, in one line."""
    differs = [name for name in sorted(touched) if assignment.get(name) != SAFE.get(name)]
    return ", ".join(f"{name} {_word(assignment.get(name))}" for name in differs) or "the safe person"


def _word(value: FactValue | None) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:g}"


def profile_data(facts: Assignment, start: date, name: str = "WITNESS") -> dict[str, Any]:
    """The profile with these facts, as plain values; a fact that is missing or None stays unknown."""
    facts = {key: int(value) if key in WHOLE and value is not None else value for key, value in facts.items()}

    def of(prefix: str, *keys: str) -> dict[str, Any]:
        named = {key: facts.get(f"{prefix}.{key}") for key in keys}
        return {key: value for key, value in named.items() if value is not None}

    begin = datetime.combine(start, time.min)
    hours = facts.get("stroke.hours_since") or 0
    stroke = {"onset": _ago(begin, hours), "affected_side": facts.get("stroke.affected_side") or "left",
              **of("stroke", "type", "face_side", "reperfusion", "craniectomy", "haemorrhage_stable")}  # fmt: skip
    treated = facts.get("stroke.hours_since_reperfusion")
    if treated is not None:
        stroke["reperfusion_at"] = _ago(begin, treated)
    vitals = of("vitals", "resting_heart_rate", "systolic", "diastolic", "spo2", "temperature_c", "glucose_mmol_l",
                "orthostatic_drop_mmhg")  # fmt: skip
    measures = [
        {"measure": fact.partition(".")[2], "value": value, "on": start}
        for fact, value in facts.items() if fact.startswith("measures.") and value is not None
    ]  # fmt: skip
    return {
        "schema": "rehab.profile/1",
        "patient": {"id": name, "age": facts.get("patient.age") or SAFE["patient.age"], **of("patient", "sex")},
        "stroke": stroke,
        "care": _care(facts, start, of),
        "vitals": {"measured_on": start, **vitals} if vitals else {},
        "deficits": of("deficits", *vocabulary.DEFICITS),
        "swallowing": {
            **of("swallowing", "status", "nil_by_mouth", "gains_continue"), "cleared_exercises": _cleared(facts),
        },
        **{group: _list(facts, group, known) for group, known in (
            ("conditions", vocabulary.CONDITIONS), ("medications", vocabulary.MEDICATIONS),
            ("devices", vocabulary.DEVICES))},
        "measures": measures,
        "schedule": _schedule(facts),
        "targets": of("targets", "spo2_min", "systolic_max", "exertional_systolic_max", "heart_rate_max"),
        "equipment": [word for word in vocabulary.EQUIPMENT if facts.get(f"equipment.{word}")],
        "cell_therapy": _cells(facts, start),
        "risk_factors": of("risk", "ldl_mmol_l", "hba1c_percent", "smoking"),
    }  # fmt: skip


def _ago(begin: datetime, hours: FactValue) -> datetime:
    return begin - timedelta(hours=float(hours))


def _care(facts: Assignment, start: date, of: Any) -> dict[str, Any]:
    care: dict[str, Any] = of("care", "setting", "medically_stable", "exercise_clearance", "early_exercise_unlocked",
                              "anticoagulation_therapeutic", "falls_last_6_months")  # fmt: skip
    helper = facts.get("helper.available")
    if helper is not None and care.get("setting") not in ("acute_ward", "inpatient_rehab"):
        care["helper"] = {"available": helper, "days": list(vocabulary.DAYS)}
    if facts.get("care.stress_test"):
        seen, threshold = facts.get("care.ischaemia_on_test"), facts.get("care.ischaemic_threshold")
        found = {"threshold": threshold} if seen else None if seen is None else "none"
        care["stress_test"] = {"on": start, "peak_heart_rate": facts.get("heart.maximum"),
                               **({} if found is None else {"ischaemia": found})}  # fmt: skip
    return care


def _cleared(facts: Assignment) -> list[str]:
    cleared = [word for word in vocabulary.CLEARED_EXERCISES if facts.get(f"swallowing.cleared.{word}")]
    return cleared or (list(vocabulary.CLEARED_EXERCISES[:1]) if facts.get("swallowing.any_exercise_cleared") else [])


def _list(facts: Assignment, group: str, known: tuple[str, ...]) -> dict[str, Any]:
    values = {word: facts.get(f"{group}.{word}") for word in known}
    return {"present": [word for word, value in values.items() if value], "complete": False in values.values()}


def _schedule(facts: Assignment) -> dict[str, Any]:
    days, minutes = facts.get("schedule.day_count"), facts.get("schedule.minutes_per_day")
    return {
        **({} if days is None else {"days": list(vocabulary.DAYS[: int(float(days))])}),
        **({} if minutes is None else {"minutes_per_day": minutes}),
    }


def _cells(facts: Assignment, start: date) -> dict[str, Any]:
    def of(name: str) -> FactValue | None:
        return facts.get(f"cell_therapy.{name}")

    interest = {} if of("interest") is None else {"interest": of("interest")}
    if not of("exposed"):
        return interest
    latest = start - timedelta(days=int(float(of("days_since_infusion") or 0)))
    gap = timedelta(days=int(float(of("shortest_interval_days") or 0)))
    largest, smallest, route = of("largest_cells_per_kg"), of("smallest_cells_per_kg"), of("route")
    exposures = []
    for number in range(int(float(of("infusion_count") or 1))):
        cells = largest if number == 0 else smallest
        exposures.append({
            "on": latest - number * gap, **({} if cells is None else {"cells_per_kg": cells}),
            **({} if route is None else {"route": route}),
        })  # fmt: skip
    return {**interest, "exposures": exposures}


def profile_text(data: dict[str, Any], remark: str) -> str:
    """The profile as YAML, opened by a remark."""
    lines = [f"# {line}" for line in remark.splitlines()]
    for key, value in data.items():
        if isinstance(value, dict) and value:
            lines += [f"{key}:", *(f"  {name}: {_scalar(each)}" for name, each in value.items())]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{key}:", *(f"  - {_scalar(each)}" for each in value)]
        elif value or not isinstance(value, dict | list):
            lines.append(f"{key}: {_scalar(value)}")
    return "\n".join([*lines, ""])


def _scalar(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_scalar(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(each) for each in value) + "]"
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds" if value.microsecond else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, float):
        return f"{int(value)}" if value == int(value) else repr(value)
    return str(value) if isinstance(value, int) else json.dumps(value)


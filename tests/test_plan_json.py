"""plan.json: the contract's keys, a loss-free round trip, plain numbers, and digests that notice every change."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from people import START, plan_with, profile_with

from rehab.exchange.plan_file import read_plan
from rehab.exchange.schemas import schema_of
from rehab.model.plan import Plan
from rehab.model.rule_base import RuleBase
from rehab.model.settings import Settings
from rehab.planning.build import build_plan

PEOPLE: dict[str, dict[str, Any]] = {
    "well": {},
    "held": {"vitals.systolic": 190},
    "deferred": {"care.medically_stable": None},
    "windows": {
        "schedule.windows": [{"day": "any", "from": "09:00", "to": "12:00"}],
        "schedule.booked": [{"discipline": "physiotherapy", "day": "tue", "start": "10:00", "minutes": 45}],
        "goals": [{"text": "Carry a cup", "task": "carry_object"}],
    },
    "first-week": {"stroke.onset": "2026-11-13T08:00", "swallowing.on": "2026-11-13"},
    "capped": {"schedule.minutes_per_day": 15, "deficits.fatigue": "severe"},
    "scores": {
        "measures": [{"measure": "mas_elbow", "value": "1+", "on": "2026-11-01"},
                     {"measure": "fma_ue", "value": 34, "on": "2026-10-01"},
                     {"measure": "fma_ue", "value": 41, "on": "2026-11-15"}],
    },
}  # fmt: skip

TOP = (
    "schema", "plan_id", "revision", "status", "week", "start_date", "expires_on", "phase", "profile", "profile_digest",
    "rules_version", "rules_digest", "settings_digest", "prescriptions", "week_days", "minutes", "findings", "excluded",
    "assessments", "measures", "advice", "evidence", "stop_signs", "goals", "decisions", "citations",
)  # fmt: skip
INNER = {
    "prescriptions": ("component", "status", "doses", "reasons", "precautions"),
    "prescriptions.doses": ("quantity", "unit", "status", "allowed", "chosen", "because", "cut_by"),
    "week_days": ("day", "date", "sessions"),
    "week_days.sessions": ("start", "minutes", "component", "discipline", "exercises"),
    "week_days.sessions.exercises": ("id", "region", "sets", "reps", "hold_s", "minutes", "side", "helper"),
    "findings": ("severity", "code", "message", "rule", "question"),
    "excluded": ("reason", "reopens"),
    "advice": ("audience", "key", "rule"),
    "evidence": ("claim", "design", "size", "grade", "source", "agrees"),
}


def inner(plain: Any, path: list[str]) -> Iterator[dict[str, Any]]:
    """Every record at a path through lists."""
    if not path:
        yield plain
        return
    for one in plain[path[0]]:
        yield from inner(one, path[1:])


@pytest.mark.parametrize("changes", PEOPLE.values(), ids=PEOPLE.keys())
def test_a_plan_survives_its_file(changes: dict[str, Any], tmp_path: Path) -> None:
    """A plan that is written and read again is the same plan, and writes the same bytes."""
    plan = plan_with(changes)
    again = Plan.model_validate_json(plan.to_json())
    assert again == plan
    assert again.to_json() == plan.to_json()
    path = tmp_path / "a.plan.json"
    path.write_text(plan.to_json(), encoding="utf-8")
    assert read_plan(path) == plan


@pytest.mark.parametrize("changes", PEOPLE.values(), ids=PEOPLE.keys())
def test_the_contract_is_kept(changes: dict[str, Any]) -> None:
    """Every key of the contract stands in the file, at the top and inside."""
    plain = json.loads(plan_with(changes).to_json())
    assert set(TOP) <= set(plain)
    assert plain["schema"] == "rehab.plan/1"
    assert [day["day"] for day in plain["week_days"]] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    for path, keys in INNER.items():
        for record in inner(plain, path.split(".")):
            assert set(keys) <= set(record), path
    assert set(plain["minutes"]) >= {"per_day", "supervised", "self_practice", "target", "shortfall", "reasons"}


def test_the_inner_contract_is_looked_at() -> None:
    """Every inner record of the contract occurs at least once in the plans above."""
    plans = [json.loads(plan_with(changes).to_json()) for changes in PEOPLE.values()]
    assert [path for path in INNER if not any(list(inner(plain, path.split("."))) for plain in plans)] == []


@pytest.mark.parametrize("changes", PEOPLE.values(), ids=PEOPLE.keys())
def test_there_are_only_plain_numbers(changes: dict[str, Any]) -> None:
    """The file holds neither NaN nor infinity, and no figure with more than two decimals."""

    def refuse(word: str) -> float:
        raise AssertionError(word)

    plain = json.loads(plan_with(changes).to_json(), parse_constant=refuse)
    spans = [
        span
        for part in plain["prescriptions"]
        for dose in part["doses"]
        for span in (dose["allowed"], dose["chosen"])
        if span
    ]
    for end in (end for span in spans for end in (span["min"], span["max"]) if end is not None):
        assert math.isfinite(end)
        assert end == round(end, 2)


@pytest.mark.parametrize("what", ["plan", "profile", "rule"])
def test_the_schemas_can_be_printed(what: str) -> None:
    """Each schema is plain JSON that names its draft, and the plan's schema knows every key of the contract."""
    schema = schema_of(what)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"].startswith("https://json-schema.org/")
    if what == "plan":
        assert set(TOP) <= set(schema["properties"])
        assert set(json.loads(plan_with().to_json())) == set(schema["properties"])
        assert schema["additionalProperties"] is False


def test_no_key_too_many_is_read() -> None:
    """A plan file with an unknown key, a wrong word or a number as text is refused."""
    plain = json.loads(plan_with().to_json())
    for change in ({"extra": 1}, {"status": "perhaps"}, {"week": "one"}, {"week": 0}):
        with pytest.raises(ValueError, match="validation error"):
            Plan.model_validate_json(json.dumps({**plain, **change}))


def test_the_profile_digest_notices_every_change() -> None:
    """The digest of the profile changes with the profile and with nothing else."""
    first = plan_with()
    assert plan_with().profile_digest == first.profile_digest
    other = plan_with({"vitals.systolic": 129})
    assert other.profile_digest != first.profile_digest
    assert (other.rules_digest, other.settings_digest) == (first.rules_digest, first.settings_digest)


def test_the_rules_digest_notices_every_change(base: RuleBase) -> None:
    """The digest of the rules changes with one word of one rule and with nothing else."""
    profile = profile_with()
    first = build_plan(profile, START, base)
    rule = base.rules[0]
    fields = {name: getattr(base, name) for name in RuleBase.model_fields}
    other = RuleBase(**{**fields, "rules": (rule.model_copy(update={"note": "A new note."}), *base.rules[1:])})
    again = build_plan(profile, START, other)
    assert again.rules_digest != first.rules_digest
    assert (again.profile_digest, again.settings_digest) == (first.profile_digest, first.settings_digest)


def test_the_settings_digest_notices_every_change(base: RuleBase) -> None:
    """The digest of the settings changes with the settings and with nothing else."""
    profile = profile_with()
    first = build_plan(profile, START, base)
    again = build_plan(profile, START, base, Settings(team_phone="01 23 45"))
    assert again.settings_digest != first.settings_digest
    assert (again.profile_digest, again.rules_digest) == (first.profile_digest, first.rules_digest)


def test_the_formula_of_the_site_is_used(base: RuleBase) -> None:
    """With Fox in the settings the worked example (age 62, rest 72) gives 107 to 126, with Tanaka 110 to 131."""
    bands = {}
    for name in ("tanaka", "fox"):
        plan = build_plan(profile_with(), START, base, Settings(maximum_heart_rate_formula=name))
        (dose,) = (dose for part in plan.prescriptions for dose in part.doses if dose.quantity == "aerobic.heart_rate")
        assert dose.allowed is not None
        bands[name] = (dose.allowed.min, dose.allowed.max)
    assert bands == {"tanaka": (110, 131), "fox": (107, 126)}


def test_every_named_rule_has_its_passport(base: RuleBase) -> None:
    """Every rule that the plan names, and every source of those, stands in the plan with its full reference."""
    for changes in PEOPLE.values():
        plan = plan_with(changes)
        named = {rule for part in plan.prescriptions for dose in part.doses for rule in (*dose.because, *dose.cut_by)}
        named |= {one.rule for one in plan.findings if one.rule} | {one.rule for one in plan.excluded if one.rule}
        named |= {one.rule for one in plan.advice} | {one.rule for one in plan.evidence}
        named |= {one.rule for part in plan.prescriptions for one in (*part.reasons, *part.precautions) if one.rule}
        assert named
        assert named <= set(plan.rules)
        assert {note.source for note in plan.rules.values()} == set(plan.citations)
        assert all(plan.citations[key] == base.sources[key].citation for key in plan.citations)


def test_every_exercise_has_its_card() -> None:
    """Every exercise of the week has a card, and no card is without an exercise."""
    plan = plan_with()
    used = {one.id for day in plan.week_days for session in day.sessions for one in session.exercises}
    assert used == set(plan.cards)
    assert len(used) > 10


def test_the_days_follow_the_first_day(base: RuleBase) -> None:
    """The seven days begin with the first day of the plan, whatever weekday that is, and carry their dates."""
    start = START + timedelta(days=3)
    plan = build_plan(profile_with({"vitals.measured_on": start.isoformat()}), start, base)
    assert [day.day for day in plan.week_days] == ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]
    assert [day.date for day in plan.week_days] == [start + timedelta(days=offset) for offset in range(7)]


def test_the_name_stays_inside() -> None:
    """The plan's own id is made of the patient's id and the week, never of the name."""
    plan = plan_with({"patient.name": "Somebody Special"})
    assert plan.plan_id == "T-0001-week01"
    assert "Somebody" not in plan.plan_id

"""Four people's plans, compared whole with what was read and accepted; `--update-golden` writes them again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from people import START

from rehab.exchange.profile_file import read_profile
from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).parent / "golden"
# They change with any word of any rule; test_plan_json.py checks that they do.
DIGESTS = {"rules_digest"}
NAMES = ("atrial-fibrillation-beta-blocker", "only-required-fields", "overview-left-hemiparesis", "ward-day-three")


def file_of(name: str) -> Path:
    """The expected plan of a profile."""
    return GOLDEN / f"{name}.plan.json"


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_is_as_it_was_accepted(name: str, base: RuleBase, update_golden: bool) -> None:
    """The plan of the example person on 2026-11-16 equals the accepted one in every part."""
    plan = build_plan(read_profile(ROOT / "profiles" / f"{name}.yaml", START, base), START, base)
    made = json.loads(plan.to_json())
    if update_golden:
        GOLDEN.mkdir(exist_ok=True)
        file_of(name).write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    accepted = json.loads(file_of(name).read_text(encoding="utf-8"))
    assert sorted(made) == sorted(accepted)
    for part in sorted(set(accepted) - DIGESTS):
        assert made[part] == accepted[part], part


def test_the_accepted_plans_are_these(update_golden: bool) -> None:
    """The folder of accepted plans holds exactly the files that are compared."""
    if update_golden:
        pytest.skip("being written")
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(file_of(name).name for name in NAMES)


def test_the_accepted_plans_tell_four_stories() -> None:
    """The four differ in what matters: a band of beats, none with fibrillation, the first week, and nothing at all."""
    plans = {name: json.loads(file_of(name).read_text(encoding="utf-8")) for name in NAMES}
    doses = {
        name: {dose["quantity"] for part in plan["prescriptions"] for dose in part["doses"]}
        for name, plan in plans.items()
    }
    sessions = {name: sum(len(day["sessions"]) for day in plan["week_days"]) for name, plan in plans.items()}
    assert "aerobic.heart_rate" in doses["overview-left-hemiparesis"]
    assert "aerobic.heart_rate" not in doses["atrial-fibrillation-beta-blocker"]
    assert "aerobic.rpe_6_20" in doses["atrial-fibrillation-beta-blocker"]
    assert plans["ward-day-three"]["phase"] == "acute"
    assert sessions["only-required-fields"] == 0
    assert {part["status"] for part in plans["only-required-fields"]["prescriptions"]} == {"deferred"}
    assert min(number for name, number in sessions.items() if name != "only-required-fields") > 10

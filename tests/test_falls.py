"""Nobody stands alone who might fall: what is planned, with whom, and on which days."""

from __future__ import annotations

from typing import Any

import pytest
from people import exercises_of, plan_with, sessions_of

from rehab.model.plan import Plan

UPRIGHT = ("standing", "walking", "stairs")
HELP_DAYS = ["mon", "wed", "sat"]
SOMETIMES = {"care.helper": {"available": True, "days": HELP_DAYS}}
NO_HELP = {"care.helper": {"available": False}}

FALL_RISK = [
    ("fac-3", {"measures.fac": 3}),
    ("fac-3.9", {"measures.fac": 3.9}),
    ("berg-50", {"measures.berg_balance": 50}),
    ("berg-21", {"measures.berg_balance": 21}),
    ("berg-unknown", {"measures.berg_balance": None}),
    *((f"neglect-{word}", {"deficits.neglect": word}) for word in ("mild", "severe", None)),
    *((f"visual-field-{word}", {"deficits.visual_field": word}) for word in ("mild", "severe", None)),
    *((f"cognition-{word}", {"deficits.cognition": word}) for word in ("moderate", "severe", None)),
    ("falls-2", {"care.falls_last_6_months": 2}),
    ("falls-unknown", {"care.falls_last_6_months": None}),
]
STEADY = [
    ("fac-4", {"measures.fac": 4}), ("berg-51", {"measures.berg_balance": 51}),
    ("cognition-mild", {"deficits.cognition": "mild"}),
    ("falls-1", {"care.falls_last_6_months": 1}),
]  # fmt: skip


def upright(plan: Plan) -> list[Any]:
    """The exercises of the week that are done upright."""
    return [one for one in exercises_of(plan) if plan.cards[one.id].position in UPRIGHT]


@pytest.mark.parametrize("setting", ["home", "outpatient"])
@pytest.mark.parametrize("fac", [0, 1, 2, 2.9, None])
def test_at_home_who_cannot_walk_sits_or_lies(fac: float | None, setting: str) -> None:
    """At home with a walking category below 3, or unknown, the whole week is done sitting or lying."""
    plan = plan_with({"measures.fac": fac, "care.setting": setting})
    assert exercises_of(plan)
    assert {card.position for card in plan.cards.values()} <= {"lying", "sitting"}
    assert len({session.component for session in sessions_of(plan)}) > 3


@pytest.mark.parametrize("changes", [one for _, one in STEADY], ids=[name for name, _ in STEADY])
def test_the_steady_stand_alone(changes: dict[str, Any]) -> None:
    """Just on the safe side of each threshold some upright exercise stands in the week without a helper."""
    assert "none" in {one.helper for one in upright(plan_with({**changes, **NO_HELP}))}


@pytest.mark.parametrize("changes", [one for _, one in FALL_RISK], ids=[name for name, _ in FALL_RISK])
def test_who_may_fall_stands_with_a_helper(changes: dict[str, Any]) -> None:
    """With a risk of falling every upright exercise carries a helper and lies on a day on which one is there."""
    plan = plan_with({**changes, **SOMETIMES})
    assert upright(plan)
    assert "none" not in {one.helper for one in upright(plan)}
    for day in plan.week_days:
        helped = [one for session in day.sessions for one in session.exercises if one.helper != "none"]
        assert not helped or day.day in HELP_DAYS


@pytest.mark.parametrize("helper", [{"available": False}, None], ids=["none", "unknown"])
@pytest.mark.parametrize("changes", [one for _, one in FALL_RISK], ids=[name for name, _ in FALL_RISK])
def test_without_a_helper_nothing_upright(changes: dict[str, Any], helper: dict[str, Any] | None) -> None:
    """With a risk of falling and nobody to help, or nobody known, nothing upright stands in the week."""
    plan = plan_with({**changes, "care.helper": helper})
    assert exercises_of(plan)
    assert upright(plan) == []


@pytest.mark.parametrize("machine", ["treadmill", "stationary_cycle"])
@pytest.mark.parametrize(
    "changes",
    [{}, *(one for name, one in FALL_RISK if not name.startswith("falls"))],
    ids=["steady", *(name for name, _ in FALL_RISK if not name.startswith("falls"))],
)
def test_no_machine_alone_for_who_may_fall(changes: dict[str, Any], machine: str) -> None:
    """With a risk of falling neither treadmill nor cycle is ever planned without a helper (8-27)."""
    plan = plan_with({**changes, **SOMETIMES, "preferences.keep": [machine]})
    used = [one for one in exercises_of(plan) if one.id == machine]
    if changes:
        assert {one.helper for one in used} <= {"nearby", "hands_on"}
        assert {
            one.id for one in exercises_of(plan_with({**changes, **NO_HELP, "preferences.keep": [machine]}))
        }.isdisjoint({machine})
    else:
        assert used


@pytest.mark.parametrize("fac", [0, 2, None])
def test_on_a_ward_who_cannot_walk_is_held(fac: float | None) -> None:
    """On a ward with a walking category below 3, or an unknown one, whatever is upright is done hands-on."""
    plan = plan_with({"measures.fac": fac, "care.setting": "inpatient_rehab", "deficits.leg": "moderate"})
    assert upright(plan)
    assert {one.helper for one in upright(plan)} == {"hands_on"}


def test_a_session_shows_its_greatest_help() -> None:
    """The help that a session names is the greatest that any of its exercises needs."""
    levels = ("none", "nearby", "hands_on")
    plan = plan_with({"measures.fac": 3, **SOMETIMES})
    sessions = sessions_of(plan)
    assert {session.helper for session in sessions} == {"none", "nearby"}
    for session in sessions:
        assert session.helper == max((one.helper for one in session.exercises), key=levels.index)

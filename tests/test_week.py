"""The week keeps its hard goals for everybody, and is the same week every time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schedules
import strategies
from hypothesis import given, settings
from people import START, dose_of, part_of, plan_with, profile_with, sessions_of
from people import tuples as as_read

from rehab.exchange.profile_file import read_profile
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan

PROFILES = sorted((Path(__file__).resolve().parents[1] / "profiles").glob("*.yaml"))
LONG_DAY = [{"day": "any", "from": "08:00", "to": "18:00"}]

WEEKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "three-days": {"schedule.days": ["mon", "wed", "fri"]},
    "weekend": {"schedule.days": ["sat", "sun"]},
    "no-day": {"schedule.days": []},
    "no-minutes": {"schedule.minutes_per_day": 0},
    "ten-minutes": {"schedule.minutes_per_day": 10},
    "thirty-minutes": {"schedule.minutes_per_day": 30},
    "tolerance-unknown": {"schedule.minutes_per_day": None},
    "helper-on-one-day": {"care.helper": {"available": True, "days": ["thu"]}, "measures.berg_balance": 44},
    "booked-full": {
        "schedule.booked": [{"discipline": "physiotherapy", "day": "tue", "start": "10:00", "minutes": 120}],
    },
    "booked-over": {"schedule.booked": [{"discipline": "group", "day": "tue", "minutes": 200}]},
    "one-window": {"schedule.windows": [{"day": "any", "from": "09:30", "to": "11:00"}]},
    "windows-meals-bookings": {
        "schedule.windows": [*LONG_DAY, {"day": "mon", "from": "17:00", "to": "20:00"}],
        "schedule.meals": ["08:00", "12:30", "18:00"],
        "schedule.booked": [{"discipline": "physiotherapy", "day": "wed", "start": "10:00", "minutes": 45}],
    },
    "short-windows": {
        "schedule.windows": [
            {"day": "any", "from": "09:00", "to": "09:25"}, {"day": "any", "from": "15:00", "to": "15:25"},
        ],
    },
    "ward-first-week": {
        "stroke.onset": "2026-11-12T08:00", "swallowing.on": "2026-11-13", "care.setting": "acute_ward",
        "schedule.windows": LONG_DAY, "schedule.meals": ["12:00"],
    },
    "severe": {
        "deficits.arm": "severe", "deficits.hand": "severe", "deficits.leg": "severe", "deficits.trunk": "moderate",
        "deficits.balance": "severe", "measures.fac": 0, "measures.berg_balance": 5, "deficits.fatigue": "severe",
    },
}  # fmt: skip


@pytest.mark.parametrize("changes", WEEKS.values(), ids=WEEKS.keys())
def test_the_week_keeps_its_goals(changes: dict[str, Any], base: RuleBase) -> None:
    """Days, helpers, minutes, rest days, frequencies, clock and figures are kept, or the lack is listed."""
    assert schedules.broken(plan_with(changes), base) == []


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_example_weeks_keep_their_goals(path: Path, base: RuleBase) -> None:
    """Every example profile gives a week that keeps the hard goals."""
    assert schedules.broken(build_plan(read_profile(path, START, base), START, base), base) == []


def test_there_are_examples() -> None:
    """The example profiles are found."""
    assert len(PROFILES) >= 4


@given(strategies.profiles())
@settings(max_examples=150)
def test_any_week_keeps_its_goals(data: dict[str, Any]) -> None:
    """Whoever it is for and however sparse the schedule, the week keeps its hard goals."""
    plan = build_plan(Profile.model_validate(as_read(data)), START, BASE)
    assert schedules.broken(plan, BASE) == []


@given(strategies.schedules())
@settings(max_examples=150)
def test_any_schedule_of_a_well_person_keeps_its_goals(schedule: dict[str, Any]) -> None:
    """For the safe person, with all components to place, any schedule keeps the hard goals."""
    assert schedules.broken(plan_with({"schedule": schedule}), BASE) == []


@pytest.mark.nightly
@given(strategies.profiles())
@settings(max_examples=20_000)
def test_many_weeks_keep_their_goals(data: dict[str, Any]) -> None:
    """The same over many more people."""
    plan = build_plan(Profile.model_validate(as_read(data)), START, BASE)
    assert schedules.broken(plan, BASE) == []


def test_the_check_can_fail(base: RuleBase) -> None:
    """A week with too many minutes, touching days of strength, a missing helper and a wrong day is called broken."""
    plan = plan_with({"schedule.windows": LONG_DAY})
    assert schedules.broken(plan, base) == []
    strength = next(one for one in sessions_of(plan) if one.component == "strength")
    lonely = strength.model_copy(
        update={"exercises": tuple(one.model_copy(update={"helper": "nearby"}) for one in strength.exercises)}
    )
    days = tuple(day.model_copy(update={"sessions": (*day.sessions, lonely, lonely)}) for day in plan.week_days)
    profile = plan.profile.model_copy(
        update={
            "schedule": plan.profile.schedule.model_copy(update={"days": ("mon",)}),
            "care": plan.profile.care.model_copy(update={"helper": None}),
        }
    )
    found = " ".join(schedules.broken(plan.model_copy(update={"week_days": days, "profile": profile}), base))
    for words in ("is not open", "needs a helper", "the day after", "more than allowed", "no pause", "ledger"):
        assert words in found
    tight = plan.model_copy(update={"minutes": plan.minutes.model_copy(update={"tolerance_per_day": 20})})
    assert "minutes of 20" in " ".join(schedules.broken(tight, base))


def test_booked_therapy_takes_its_part_of_the_day() -> None:
    """On a day whose tolerance is booked full nothing more is placed; the other days go on."""
    plan = plan_with(WEEKS["booked-full"])
    by_day = {day.day: day for day in plan.week_days}
    assert by_day["tue"].sessions == ()
    assert by_day["wed"].sessions
    assert plan.minutes.supervised == 120


def test_too_few_days_are_put_to_a_clinician() -> None:
    """A week with fewer than three days of practice gets a confirm finding (OV-18); one with three does not."""
    codes = {one.code for one in plan_with(WEEKS["weekend"]).findings if one.severity == "confirm"}
    assert "week.too_few_days" in codes
    assert "week.too_few_days" not in {one.code for one in plan_with(WEEKS["three-days"]).findings}


def test_an_aerobic_session_falls_into_bouts() -> None:
    """Where no free stretch holds it the aerobic session falls into numbered bouts of ten minutes or more."""
    quarter_hours = [
        {"day": "any", "from": "09:00", "to": "09:15"}, {"day": "any", "from": "15:00", "to": "15:15"},
    ]  # fmt: skip
    sound = dict.fromkeys([f"deficits.{one}" for one in ("arm", "hand", "leg", "balance", "coordination")], "none")
    changes = {**sound, "schedule.minutes_per_day": 40, "schedule.windows": quarter_hours}
    plan = plan_with(changes)
    bouts = [one for one in sessions_of(plan) if one.component == "aerobic"]
    assert {one.bout for one in bouts} == {1, 2}
    assert {one.minutes for one in bouts} == {10}


def test_the_first_days_sessions_are_spread() -> None:
    """Two short sessions a day are spread over the windows, not put one after the other."""
    windows = [{"day": "any", "from": "09:00", "to": "10:00"}, {"day": "any", "from": "14:00", "to": "15:00"}]
    plan = plan_with({"stroke.onset": "2026-11-13T08:00", "swallowing.on": "2026-11-14", "schedule.windows": windows})
    for day in plan.week_days:
        starts = [session.start for session in day.sessions]
        assert starts == ["09:00", "14:00"]


def test_the_ledger_keeps_supervised_therapy_apart() -> None:
    """Booked therapy counts against the target of 15 hours; self-practice is a line of its own and never added."""
    booked = [{"discipline": "physiotherapy", "day": day, "minutes": 45} for day in ("mon", "wed", "fri")]
    plan = plan_with({"schedule.booked": booked})
    assert (plan.minutes.supervised, plan.minutes.target, plan.minutes.shortfall) == (135, 900, 765)
    assert plan.minutes.self_practice == sum(one.minutes for one in sessions_of(plan)) > 0
    assert plan.minutes.reasons
    assert "shortfall" not in {one.code for one in plan.findings if one.severity == "confirm"}


def test_an_arm_programme_trains_both_ends(base: RuleBase) -> None:
    """Every task-practice session holds a proximal and a distal task (OV-08)."""
    for arm in ("mild", "moderate", "severe"):
        plan = plan_with({"deficits.arm": arm, "deficits.hand": arm})
        sessions = [one for one in sessions_of(plan) if one.component == "task_practice"]
        assert sessions
        for session in sessions:
            parts = {base.exercise_by_id[one.id].limb_part for one in session.exercises}
            assert {"proximal", "distal"} <= parts


def test_what_is_chosen_is_what_the_week_holds() -> None:
    """The minutes that stand as chosen for strength are those of its sessions."""
    plan = plan_with()
    (minutes,) = {one.minutes for one in sessions_of(plan) if one.component == "strength"}
    dose = dose_of(plan, "strength.time")
    assert dose is not None
    assert dose.chosen is not None
    assert (dose.chosen.min, dose.chosen.max) == (minutes, minutes)
    assert part_of(plan, "strength").status == "prescribed"


def test_the_same_input_gives_the_same_plan(base: RuleBase) -> None:
    """Two runs, and runs with the rules and exercises in another order, give the same plan but for the digest."""
    profile = profile_with(WEEKS["windows-meals-bookings"])
    first = build_plan(profile, START, base)
    assert build_plan(profile, START, base).to_json() == first.to_json()
    for seed in range(3):
        mixed = random.Random(seed)  # noqa: S311  (an order, not a secret)
        rules, exercises = list(base.rules), list(base.exercises)
        mixed.shuffle(rules)
        mixed.shuffle(exercises)
        other = RuleBase(**{name: getattr(base, name) for name in RuleBase.model_fields}
                         | {"rules": tuple(rules), "exercises": tuple(exercises)})  # fmt: skip
        again = build_plan(profile, START, other)
        assert again.week_days == first.week_days
        assert again.prescriptions == first.prescriptions
        assert set(again.findings) == set(first.findings)
        assert set(again.excluded) == set(first.excluded)


PRINTER = """
import sys
sys.path.insert(0, sys.argv[1])
from people import plan_with
from test_week import WEEKS
print(plan_with(WEEKS["windows-meals-bookings"]).to_json())
"""


@pytest.mark.slow
def test_the_hash_seed_changes_nothing() -> None:
    """Processes with different hash seeds write the same plan, byte for byte."""
    texts = {
        subprocess.run(
            [sys.executable, "-c", PRINTER, str(Path(__file__).parent)], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    (text,) = texts
    assert text.startswith("{")


def _base() -> RuleBase:
    from rehab.knowledge.load import load_rule_base

    return load_rule_base()


BASE = _base()

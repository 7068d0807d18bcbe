"""Cutting intervals: what is asked, what is allowed, and who is named when they do not meet."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rehab.engine.cut import Cut, cut, cut_quantity, whole_inside
from rehab.model.facts import Facts, FactValue
from rehab.model.interval import Interval
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import AnyRule
from rehab.model.rule_base import RuleBase

TIME, LOAD = QUANTITIES["aerobic.time"], QUANTITIES["strength.one_rm_percent"]
READ: TypeAdapter[Any] = TypeAdapter(AnyRule)
CITE = {"source": "house", "at": "x", "row": "house", "states": "x", "grade": None, "checked": "house"}


def dose(name: str, value: dict[str, Any], when: Any = "always", **more: Any) -> Any:
    """A dose rule of aerobic.time."""
    plain = {"id": name, "kind": "dose", "requirement": (), "quantity": "aerobic.time", "when": when, "value": value,
             "cite": CITE, **more}  # fmt: skip
    return READ.validate_python(plain)


def limit(name: str, value: dict[str, Any], when: Any = "always", if_unknown: str = "apply", **more: Any) -> Any:
    """A limit rule of aerobic.time."""
    plain = {"id": name, "kind": "limit", "requirement": (), "quantity": "aerobic.time", "when": when, "value": value,
             "cite": CITE, "if_unknown": if_unknown, "say": {"clinician": "A limit."}, **more}  # fmt: skip
    return READ.validate_python(plain)


def rules(base: RuleBase, *made: Any) -> RuleBase:
    """The rule base with these rules alone."""
    return base.model_copy(update={"rules": tuple(made)})


def outcome(base: RuleBase, facts: Facts, *made: Any) -> Any:
    """The dose of aerobic.time under these rules alone."""
    return cut(rules(base, *made), facts)[0].get("aerobic.time")


@pytest.mark.parametrize(
    ("asked", "limits", "status", "allowed", "cut_by"),
    [
        ([(20, 60)], [], "agreed", (20, 60), ()),
        ([(20, 60), (30, 90)], [], "agreed", (30, 60), ()),
        ([(20, 60)], [(0, 90)], "agreed", (20, 60), ()),
        ([(20, 60)], [(0, 60)], "agreed", (20, 60), ()),
        ([(20, 60)], [(0, 40)], "narrowed", (20, 40), ("limit.0",)),
        ([(20, 60)], [(0, 40), (0, 30)], "narrowed", (20, 30), ("limit.0", "limit.1")),
        ([(20, 60)], [(0, 20)], "narrowed", (20, 20), ("limit.0",)),
        ([(20, 60)], [(0, 15)], "capped", (0, 15), ("limit.0",)),
        ([(20, 60)], [(0, 15), (0, 90)], "capped", (0, 15), ("limit.0",)),
    ],
    ids=["alone", "doses-meet", "limit-beside", "limit-at-the-end", "narrowed", "two-cut", "one-number", "capped",
         "only-the-cutting-one"],
)  # fmt: skip
def test_doses_and_limits_meet(
    asked: list[tuple[int, int]], limits: list[tuple[int, int]], status: str, allowed: tuple[int, int],
    cut_by: tuple[str, ...],
) -> None:  # fmt: skip
    """The dose is what lies in all doses and limits, capped where they do not meet; the cutting limits are named."""
    made = cut_quantity(
        TIME, [(f"dose.{i}", Interval(*one)) for i, one in enumerate(asked)],
        [(f"limit.{i}", Interval(*one)) for i, one in enumerate(limits)],
    )  # fmt: skip
    assert (made.status, made.allowed, made.cut_by) == (status, Interval(*allowed), cut_by)
    assert made.because == tuple(f"dose.{i}" for i in range(len(asked)))


def test_doses_that_disagree_are_named_as_a_pair() -> None:
    """Doses without a common number give a conflict that names the greatest lower and the least upper end."""
    asked = [("a", Interval(10, 20)), ("b", Interval(15, 25)), ("c", Interval(30, 40)), ("d", Interval(5, 90))]
    made = cut_quantity(TIME, asked, [])
    assert (made.status, made.allowed, set(made.cut_by)) == ("conflict", None, {"a", "c"})


def test_limits_that_disagree_are_named_as_a_pair() -> None:
    """Limits without a common number give a conflict without a figure, and name the two limits."""
    limits = [("low", Interval(low=50)), ("high", Interval(high=30)), ("wide", Interval(high=100))]
    made = cut_quantity(TIME, [("dose", Interval(20, 60))], limits)
    assert (made.status, made.allowed, set(made.cut_by), made.because) == ("conflict", None, {"low", "high"}, ("dose",))


def test_touching_open_ends_do_not_meet() -> None:
    """Two doses that only share an end which one of them leaves open have no number in common."""
    made = cut_quantity(LOAD, [("a", Interval(40, 50, high_open=True)), ("b", Interval(50, 60))], [])
    assert (made.status, set(made.cut_by)) == ("conflict", {"a", "b"})


@pytest.mark.parametrize(
    ("interval", "whole"),
    [
        (Interval(2.2, 5.9), Interval(3, 5)), (Interval(2, 5), Interval(2, 5)),
        (Interval(2, 5, True, True), Interval(3, 4)),
        (Interval(2.5, 5.5, True, True), Interval(3, 5)), (Interval(-1.5, 0.5), Interval(-1, 0)),
    ],
)  # fmt: skip
def test_whole_numbers_only(interval: Interval, whole: Interval) -> None:
    """A quantity that is counted keeps the whole numbers inside, and no other."""
    assert whole_inside(interval) == whole
    assert not whole.empty


def test_no_whole_number_inside_is_a_conflict() -> None:
    """Doses that leave only fractions of a counted quantity leave nothing."""
    made = cut_quantity(TIME, [("a", Interval(20.2, 60)), ("b", Interval(10, 20.8))], [])
    assert (made.status, set(made.cut_by)) == ("conflict", {"a", "b"})


def test_fractions_stay_where_they_are_meant() -> None:
    """A percentage keeps its fractions."""
    made = cut_quantity(LOAD, [("a", Interval(50, 70))], [("l", Interval(high=67.5))])
    assert made.allowed == Interval(50, 67.5)


def test_an_exception_stands_in_for_its_dose(base: RuleBase) -> None:
    """`instead_of` replaces the named dose while the exception fires, and only then."""
    usual = dose("usual.dose", {"at_least": 20.0, "at_most": 60.0})
    exception = dose(
        "special.dose",
        {"at_least": 5.0, "at_most": 10.0},
        {"fact": "conditions.copd", "is": True},
        instead_of=("usual.dose",),
    )
    fires: Facts = {"conditions.copd": True}
    silent: Facts = {"conditions.copd": False}
    unknown: Facts = {}
    assert outcome(base, fires, usual, exception).allowed == Interval(5, 10)
    assert outcome(base, fires, usual, exception).because == ("special.dose",)
    for facts in (silent, unknown):
        assert outcome(base, facts, usual, exception).allowed == Interval(20, 60)


def test_a_dose_never_fires_on_unknown(base: RuleBase) -> None:
    """A dose whose guard cannot be told asks for nothing."""
    assert outcome(base, {}, dose("a.dose", {"at_least": 20.0}, {"fact": "conditions.copd", "is": False})) is None


@pytest.mark.parametrize(("if_unknown", "allowed"), [("apply", (20, 30)), ("skip", (20, 60))])
def test_a_limit_does_with_unknown_what_it_says(base: RuleBase, if_unknown: str, allowed: tuple[int, int]) -> None:
    """On unknown an `apply` limit cuts and a `skip` limit does not."""
    more = {"skip_reason": "because"} if if_unknown == "skip" else {}
    made = outcome(
        base, {}, dose("a.dose", {"at_least": 20.0, "at_most": 60.0}),
        limit("a.limit", {"at_most": 30.0}, {"fact": "conditions.copd", "is": True}, if_unknown, **more),
    )  # fmt: skip
    assert made.allowed == Interval(*allowed)


def test_a_limit_follows_its_fact(base: RuleBase) -> None:
    """An end that follows a fact stands at that fact with its step."""
    rule = limit("a.limit", {"at_most": {"fact": "schedule.minutes_per_day", "minus": 10.0}})
    made = outcome(base, {"schedule.minutes_per_day": 45.0}, dose("a.dose", {"at_least": 20.0, "at_most": 60.0}), rule)
    assert (made.status, made.allowed) == ("narrowed", Interval(20, 35))


def test_a_limit_without_its_figure_closes_and_asks(base: RuleBase) -> None:
    """A limit that acts but whose own figure is unknown leaves no number, and the figure is asked for."""
    rule = limit("a.limit", {"at_most": {"fact": "schedule.minutes_per_day"}})
    doses, _, findings = cut(rules(base, dose("a.dose", {"at_least": 20.0, "at_most": 60.0}), rule), {})
    made = doses["aerobic.time"]
    assert (made.status, made.allowed) == ("conflict", None)
    assert [(one.severity, one.rule) for one in findings] == [("confirm", "a.limit")]
    assert "schedule.minutes_per_day" in str(findings[0].question)


def test_a_limit_without_figure_and_without_answer_closes_too(base: RuleBase) -> None:
    """A limit that must act on unknown closes its quantity when neither its guard nor its figure is known."""
    rule = limit(
        "a.limit", {"at_most": {"fact": "care.ischaemic_threshold"}}, {"fact": "care.ischaemia_on_test", "is": True}
    )
    made = outcome(base, {}, dose("a.dose", {"at_least": 20.0, "at_most": 60.0}), rule)
    assert (made.status, made.allowed) == ("conflict", None)


ENDS = st.integers(0, 90)
CUTS: st.SearchStrategy[list[Interval]] = st.lists(
    st.builds(lambda low, more: Interval(low, low + more), ENDS, st.integers(0, 60)), min_size=1, max_size=4
)
CAPS: st.SearchStrategy[list[Interval]] = st.lists(st.builds(lambda high: Interval(high=high), ENDS), max_size=3)


def named(prefix: str, intervals: list[Interval]) -> list[Cut]:
    """The intervals under names."""
    return [(f"{prefix}.{index}", one) for index, one in enumerate(intervals)]


@given(CUTS, CAPS, st.randoms(use_true_random=False))
def test_rules_have_no_order(asked: list[Interval], limits: list[Interval], shuffle: random.Random) -> None:
    """Shuffling doses and limits changes nothing, not even the order of the names."""
    some, others = named("dose", asked), named("limit", limits)
    made = cut_quantity(TIME, some, others)
    shuffle.shuffle(some)
    shuffle.shuffle(others)
    assert cut_quantity(TIME, some, others) == made


@given(CUTS, CAPS, ENDS)
def test_one_more_limit_never_widens(asked: list[Interval], limits: list[Interval], high: int) -> None:
    """One more upper limit never raises the upper end, and leaves only numbers that all limits permit."""
    before = cut_quantity(TIME, named("dose", asked), named("limit", limits))
    more = [*limits, Interval(high=high)]
    after = cut_quantity(TIME, named("dose", asked), named("limit", more))
    if before.allowed is None:
        assert after.allowed is None
        return
    assert after.allowed is not None
    assert after.allowed.high <= before.allowed.high
    assert all(after.allowed.within(one) for one in more)
    if after.status != "capped":
        assert after.allowed.within(before.allowed)


@given(CUTS, CAPS)
def test_the_status_says_what_happened(asked: list[Interval], limits: list[Interval]) -> None:
    """Agreed, narrowed, capped and conflict hold exactly in the situations that the design gives them."""
    made = cut_quantity(TIME, named("dose", asked), named("limit", limits))
    target, ceiling = Interval(0, 180), min((one.high for one in limits), default=math.inf)
    for one in asked:
        target = target.meet(one)
    expected = (
        "conflict"
        if target.empty
        else "capped"
        if ceiling < target.low
        else "narrowed"
        if ceiling < target.high
        else "agreed"
    )
    assert made.status == expected
    assert bool(made.cut_by) == (expected != "agreed")


def test_the_shipped_rules_have_no_order(base: RuleBase) -> None:
    """Shuffling every rule of the shipped rule base leaves each dose, each limit and each finding as it was."""
    facts: dict[str, FactValue] = {
        "stroke.phase": "early_subacute", "stroke.days_since": 40.0, "stroke.hours_since": 960.0,
        "deficits.fatigue": "severe",
        "schedule.minutes_per_day": 15.0, "care.stress_test": False, "deficits.arm": "mild", "deficits.balance": "mild",
    }  # fmt: skip
    doses, limits, findings = cut(base, facts)
    assert {dose.status for dose in doses.values()} >= {"agreed", "narrowed", "capped"}
    for seed in range(3):
        shuffled = list(base.rules)
        random.Random(seed).shuffle(shuffled)  # noqa: S311  (an order, not a secret)
        again = cut(base.model_copy(update={"rules": tuple(shuffled)}), facts)
        assert again[0] == doses
        assert {name: sorted(cuts, key=lambda one: one[0]) for name, cuts in again[1].items()} == limits
        assert sorted(again[2], key=str) == sorted(findings, key=str)

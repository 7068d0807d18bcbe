"""The arithmetic of intervals, over all of them and not over examples alone."""

from __future__ import annotations

import math
from functools import reduce
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.model.interval import Interval, number_text

NUMBERS = st.integers(-6, 6).map(lambda value: value / 2)
LOWS = st.one_of(st.just(-math.inf), NUMBERS)
HIGHS = st.one_of(st.just(math.inf), NUMBERS)
INTERVALS = st.builds(  # an infinite end is open without a mark
    lambda low, high, low_open, high_open: Interval(
        low, high, low_open and math.isfinite(low), high_open and math.isfinite(high)
    ),
    LOWS, HIGHS, st.booleans(), st.booleans(),
)  # fmt: skip
PROBES = [value / 4 for value in range(-16, 17)]  # finer than the ends, so every gap between two ends is probed


def members(interval: Interval) -> list[float]:
    """The probes that lie inside."""
    return [value for value in PROBES if interval.contains(value)]


@given(INTERVALS, INTERVALS)
def test_meeting_keeps_what_lies_in_both(one: Interval, other: Interval) -> None:
    """A number lies in the meet exactly when it lies in both."""
    assert members(one.meet(other)) == [value for value in members(one) if other.contains(value)]


@given(INTERVALS, INTERVALS, INTERVALS)
def test_meeting_has_no_order(one: Interval, two: Interval, three: Interval) -> None:
    """Meeting is commutative, associative and idempotent, ends and openness included."""
    assert one.meet(two) == two.meet(one)
    assert one.meet(two).meet(three) == one.meet(two.meet(three))
    assert one.meet(one) == one


@given(INTERVALS)
def test_everything_changes_nothing(one: Interval) -> None:
    """Meeting with the whole line leaves every number where it was."""
    assert members(one.meet(Interval())) == members(one)


@given(INTERVALS)
def test_empty_means_without_members(one: Interval) -> None:
    """An interval is called empty exactly when no number lies in it."""
    assert one.empty == (not members(one))


@given(st.lists(INTERVALS, min_size=2, max_size=5))
def test_an_empty_meet_has_a_pair_to_blame(intervals: list[Interval]) -> None:
    """When nothing lies in all of several nonempty intervals, some two of them already exclude each other (Helly)."""
    nonempty = [one for one in intervals if not one.empty]
    if len(nonempty) > 1 and reduce(Interval.meet, nonempty).empty:
        assert any(one.meet(other).empty for one, other in combinations(nonempty, 2))


@given(INTERVALS, INTERVALS)
def test_within_means_every_member(one: Interval, other: Interval) -> None:
    """One interval is within another exactly when each of its numbers is."""
    everywhere = set(members(one)) <= set(members(other))
    unbounded = (one.low < other.low and not one.empty) or (one.high > other.high and not one.empty)
    assert one.within(other) == (everywhere and not unbounded)


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(3, 5), "[3, 5]"), (Interval(3, 5, True, True), "(3, 5)"), (Interval(low=3), "[3, )"),
        (Interval(high=60), "(, 60]"), (Interval(0.5, 67.5), "[0.5, 67.5]"), (Interval(-2.0, -1.0), "[-2, -1]"),
        (Interval(), "(, )"),
    ],
)  # fmt: skip
def test_an_interval_reads_as_mathematics(interval: Interval, text: str) -> None:
    """The text shows openness by the bracket and leaves an infinite end out."""
    assert str(interval) == text


@pytest.mark.parametrize(("number", "text"), [(20.0, "20"), (67.5, "67.5"), (0.1, "0.1"), (-3.0, "-3"), (0, "0")])
def test_a_number_reads_short(number: float, text: str) -> None:
    """A whole number has no decimals; any other is written exactly."""
    assert number_text(number) == text


@pytest.mark.parametrize("ends", [(math.nan, 1.0), (1.0, math.nan)])
def test_not_a_number_is_refused(ends: tuple[float, float]) -> None:
    """An end that is not a number cannot make an interval."""
    with pytest.raises(ValueError, match="not a number"):
        Interval(*ends)

"""One interval on one scale, with open and closed ends.

In: numbers. Out: an immutable value that can be met with another, tested for emptiness and membership.
Must not be here: units, rules, wording.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

__all__ = ["Interval", "number_text"]


def number_text(value: float) -> str:
    """The shortest exact decimal of a number: 20 rather than 20.0."""
    return str(int(value)) if value == int(value) else repr(float(value))


@dataclass(frozen=True, slots=True)
class Interval:
    """All x with low ≤ x ≤ high; an end marked open leaves its own value out. Infinite ends are open."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high):
            raise ValueError("an interval's end is not a number")

    @property
    def empty(self) -> bool:
        """Whether no number at all lies in it."""
        return self.low > self.high or (
            self.low == self.high and (self.low_open or self.high_open)
        )

    def meet(self, other: Self) -> Interval:
        """What lies in both; commutative, associative, idempotent."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min(
            (self.high, not self.high_open), (other.high, not other.high_open)
        )
        return Interval(low, high, low_open, not high_closed)

    def contains(self, value: float) -> bool:
        """Whether the number lies inside."""
        above = value > self.low or (value == self.low and not self.low_open)
        below = value < self.high or (value == self.high and not self.high_open)
        return above and below

    def within(self, other: Self) -> bool:
        """Whether every number of this one lies in the other as well."""
        return self.empty or self.meet(other) == self

    def __str__(self) -> str:
        left = "(" if self.low_open or math.isinf(self.low) else "["
        right = ")" if self.high_open or math.isinf(self.high) else "]"
        low = "" if math.isinf(self.low) else number_text(self.low)
        high = " " if math.isinf(self.high) else f" {number_text(self.high)}"
        return f"{left}{low},{high}{right}"

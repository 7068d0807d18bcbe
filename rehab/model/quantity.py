"""The vocabulary of quantities: what a rule may speak of, in which unit and within which plausible span.

In: nothing. Out: `QUANTITIES`, from the name to unit and span.
Must not be here: any guideline figure. A span only says what a number of this kind can be at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehab.model.interval import Interval
from rehab.model.vocabulary import COMPONENTS

__all__ = ["QUANTITIES", "Quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One measurable part of a dose; `whole` marks those that only make sense as whole numbers."""

    name: str
    unit: str
    span: Interval
    whole: bool = True

    @property
    def component(self) -> str:
        """The component that the quantity belongs to; `week` for those of the whole week."""
        return self.name.partition(".")[0]

    @property
    def dimension(self) -> str:
        """The part after the component, such as frequency or time."""
        return self.name.partition(".")[2]


_OF_EVERY_COMPONENT = (
    ("frequency", "days/week", 0, 7),
    ("time", "min/session", 0, 180),
    ("sessions_per_day", "sessions/day", 0, 12),
    ("sets", "sets", 0, 10),
    ("repetitions", "repetitions", 0, 100),
    ("hold", "s", 0, 120),
    ("exercises", "exercises/session", 0, 20),
)
_SINGLE = (
    ("aerobic.bout", "min/bout", 0, 60, True),
    ("aerobic.heart_rate_reserve_percent", "% of heart-rate reserve", 0, 100, False),
    ("aerobic.heart_rate_max_percent", "% of maximal heart rate", 0, 100, False),
    ("aerobic.heart_rate", "beats/min", 30, 220, True),
    ("aerobic.rpe_6_20", "RPE 6-20", 6, 20, True),
    ("strength.one_rm_percent", "% of one-repetition maximum", 0, 100, False),
    ("week.minutes", "min/day", 0, 480, True),
)

QUANTITIES: dict[str, Quantity] = {
    f"{component}.{name}": Quantity(f"{component}.{name}", unit, Interval(low, high))
    for component in COMPONENTS
    for name, unit, low, high in _OF_EVERY_COMPONENT
} | {
    name: Quantity(name, unit, Interval(low, high), whole) for name, unit, low, high, whole in _SINGLE
}

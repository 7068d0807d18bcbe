"""What the week of a patient allows: days, minutes, windows, meals, and therapy that is already arranged.

In: plain values. Out: a frozen `Schedule`, the part of the profile that planning fills.
Must not be here: placing anything; house figures such as the length of a meal.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from rehab.model import vocabulary as words
from rehab.model.base import ClockTime, OneOf, Record

__all__ = ["Booking", "DayName", "Schedule", "Window"]

DayName = Annotated[str, OneOf(words.DAYS)]


class Window(Record):
    """A part of the day in which sessions may be placed."""

    day: Annotated[str, OneOf(("any", *words.DAYS))]
    from_: Annotated[ClockTime, Field(alias="from")]
    to: ClockTime

    @model_validator(mode="after")
    def _forwards(self) -> Window:
        if self.from_ >= self.to:
            raise PydanticCustomError("window", "the window ends before it begins")
        return self


class Booking(Record):
    """Therapy that is already arranged; minutes of the appointment."""

    discipline: Annotated[str, OneOf(words.DISCIPLINES)]
    day: DayName
    start: ClockTime | None = None
    minutes: Annotated[int, Field(ge=5, le=240)]


class Schedule(Record):
    """What the week allows; `minutes_per_day` is what the patient tolerates and has time for."""

    days: Annotated[tuple[DayName, ...], Field(max_length=7)] | None = None
    minutes_per_day: Annotated[int, Field(ge=0, le=480)] | None = None
    windows: tuple[Window, ...] = Field(default=(), max_length=70)
    meals: tuple[ClockTime, ...] = Field(default=(), max_length=12)
    booked: tuple[Booking, ...] = Field(default=(), max_length=100)

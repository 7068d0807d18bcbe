"""Numbers and dates as people read them.

In: values of the plan. Out: strings. Must not be here: choice of what is printed, wording tables, sides.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from rehab.model.interval import number_text
from rehab.model.plan import SessionExercise, Span
from rehab.render.words import DAY, EFFORT, MONTH

__all__ = [
    "bounds", "bounds_in_words", "counted", "date_long", "date_plain", "date_short", "day_list", "dose_sentence",
    "effort_word", "ends", "figure", "inside", "span", "text",
]  # fmt: skip

_WEEK = 7
_VALUE = re.compile(r"^[\[(]\s*(?P<low>[^,]*?)\s*,\s*(?P<high>[^\])]*?)\s*[\])]$")


def text(value: str) -> str:
    """A text from outside, composed (é as one letter) and on one line."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def figure(value: float) -> str:
    """A number with at most one decimal, without an empty one."""
    return number_text(round(value, 1))


def counted(number: int, one: str, many: str) -> str:
    """The number with the right form of its noun."""
    return f"{number} {one if number == 1 else many}"


def date_short(day: date) -> str:
    """Such as 16 Nov."""
    return f"{day.day} {MONTH[day.month - 1]}"


def date_long(day: date) -> str:
    """Such as Mon 16 Nov 2026."""
    return f"{tuple(DAY.values())[day.weekday()]} {date_plain(day)}"


def date_plain(day: date) -> str:
    """Such as 16 Nov 2026."""
    return f"{date_short(day)} {day.year}"


def span(value: Span | None) -> str:
    """An interval in words: 20 to 60, at least 10, up to 5, or one number."""
    return "no number" if value is None else bounds(value.min, value.max)


def bounds(low: float | None, high: float | None) -> str:
    """The same for two ends of which one may be open."""
    if low is None and high is None:
        return "any"
    if low is None:
        return f"up to {figure(high or 0)}"
    if high is None:
        return f"at least {figure(low)}"
    return figure(low) if low == high else f"{figure(low)} to {figure(high)}"


def ends(value: str | None) -> tuple[float | None, float | None] | None:
    """The two ends that a rule's interval names, such as "[20, 60]"; None when it is not written with numbers."""
    match = _VALUE.match(value or "")
    if match is None:
        return None
    try:
        low, high = (float(match[end]) if match[end] else None for end in ("low", "high"))
    except ValueError:
        return None
    return low, high


def bounds_in_words(value: str | None) -> str:
    """A rule's own interval in words; what is not an interval stays as it stands."""
    both = ends(value)
    if both is None:
        return (value or "").replace("_", " ")
    low_open, high_open = str(value).startswith("("), str(value).endswith(")")
    low, high = both
    if low is not None and high is not None and not (low_open or high_open):
        return bounds(low, high)
    parts = []
    if low is not None:
        parts.append(f"{'above' if low_open else 'at least'} {figure(low)}")
    if high is not None:
        parts.append(f"{'below' if high_open else 'up to'} {figure(high)}")
    return ", ".join(parts) or "any"


def inside(value: Span) -> tuple[str, str]:
    """The ends as whole numbers that lie inside; for what a patient counts, such as heart beats."""
    low, high = value.min or 0, value.max or 0
    inner = math.ceil(low), math.floor(high)
    if inner[0] > inner[1]:
        inner = math.floor(low), math.floor(high)
    return str(inner[0]), str(inner[1])


def effort_word(number: float) -> str:
    """What a number of the 6 to 20 scale feels like."""
    return [word for start, word in EFFORT if number >= start][-1] if number >= EFFORT[0][0] else EFFORT[0][1]


def dose_sentence(one: SessionExercise) -> str:
    """The figures of one exercise in one session: "2 sets of 10", "Hold 20 seconds. 2 times", "20 minutes"."""
    parts = []
    if one.minutes is not None:
        parts.append(counted(one.minutes, "minute", "minutes"))
    if one.hold_s is not None:
        parts.append(f"Hold {counted(one.hold_s, 'second', 'seconds')}")
    if one.sets is not None and one.reps is not None:
        parts.append(f"{counted(one.sets, 'set', 'sets')} of {one.reps}")
    elif one.reps is not None:
        parts.append(counted(one.reps, "time", "times"))
    elif one.sets is not None:
        parts.append(counted(one.sets, "set", "sets"))
    return ". ".join(parts) + "." if parts else "As often as feels good."


def day_list(days: Iterable[str], order: Sequence[str]) -> str:
    """How many days, and which: "2 days a week: Mon, Fri."; all seven are "Every day."."""
    chosen = [day for day in order if day in set(days)]
    if len(chosen) == _WEEK:
        return "Every day."
    return f"{counted(len(chosen), 'day', 'days')} a week: {', '.join(DAY[day] for day in chosen)}."

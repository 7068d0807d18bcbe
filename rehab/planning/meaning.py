"""What the change of a score means, in words for the clinician: beside measurement error and meaningful change.

In: a measure of the rule base, the score and its change, the phase of the plan, facts. Out: a sentence, and the names
of the thresholds behind it. Must not be here: figures, the choice of scores. A loss is set against the error only: the
published changes that matter are those of people who got better. What is unknown rules no threshold out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rehab.model.facts import Facts
from rehab.model.guard import evaluate
from rehab.model.interval import number_text
from rehab.model.measure import Measure, Threshold

__all__ = ["meaning_of"]

ERROR, MATTERS, GROUPS = "measurement_error", "meaningful_change", "group_difference"
_NAME = {ERROR: "measurement error", MATTERS: "meaningful change"}
_UNCOUNTED = ("points", "grades")  # units that go without saying


def meaning_of(
    measure: Measure | None, score: float, change: float | None, phase: str, facts: Facts
) -> tuple[str | None, tuple[str, ...]]:
    """The sentence, or None where there is nothing to say, and the names of the thresholds that it rests on."""
    if measure is None:
        return (None if change is None else "No figure is recorded that says what a change of this score means."), ()
    end = _end_note(measure, score)
    if change is None:
        return end, ()
    better = (change > 0) == (measure.direction == "up")
    held = [
        (name, one) for name, one in measure.named()
        if phase in one.phases and evaluate(one.when, facts) is not False
    ]  # fmt: skip
    if not change:
        used: list[tuple[str, Threshold]] = []
        parts = ["No change"]
    else:
        used = [(name, one) for name, one in held if better or one.kind == ERROR]
        parts = [_signed(change, measure), *_verdicts(measure, abs(change), phase, better, [one for _, one in used])]
    return "; ".join(filter(None, (*parts, end))), tuple(name for name, _ in used)


def _signed(change: float, measure: Measure) -> str:
    better = (change > 0) == (measure.direction == "up")
    sign = "+" if change > 0 else "-"
    return f"{sign}{_with_unit(number_text(abs(change)), measure)}, {'better' if better else 'worse'}"


def _with_unit(text: str, measure: Measure) -> str:
    return text if measure.unit in _UNCOUNTED else f"{text} {measure.unit}"


def _verdicts(measure: Measure, size: float, phase: str, better: bool, used: Sequence[Threshold]) -> Iterator[str]:
    known = {one.kind for one in measure.changes}
    if not known & set(_NAME):
        yield "no figure of measurement error or meaningful change is recorded for this measure"
    for kind in (one for one in _NAME if one in known):
        figures = [one for one in used if one.kind == kind]
        if kind == MATTERS and not better:
            yield "a loss is not set against the meaningful change"
        elif figures:
            yield _verdict(measure, kind, size, figures)
        else:
            words = dict.fromkeys(_plain(word) for one in measure.changes if one.kind == kind for word in one.phases)
            yield f"no figure of {_NAME[kind]} fits the {_plain(phase)} phase (recorded: {', '.join(words)})"
    for one in used:
        if one.kind == GROUPS:
            yield f"for comparison only, {_span(one.value, measure)} is {one.population}"


def _verdict(measure: Measure, kind: str, size: float, figures: Sequence[Threshold]) -> str:
    """All figures that fit count together: their lowest and their highest."""
    ends = sorted(end for one in figures for end in one.value)
    low, high = ends[0], ends[-1]
    place = "below" if size < low else "above" if size > high else "equal to" if low == high else "within"
    who = "; ".join(dict.fromkeys(one.population for one in figures))
    return f"{place} the {_NAME[kind]} of {_span((low, high), measure)} ({who})"


def _span(value: tuple[float, ...], measure: Measure) -> str:
    return _with_unit(" to ".join(dict.fromkeys(map(number_text, value))), measure)


def _end_note(measure: Measure, score: float) -> str | None:
    low, high = measure.range
    return measure.ceiling if score >= high else measure.floor if score <= low else None


def _plain(word: str) -> str:
    return word.replace("_", " ")

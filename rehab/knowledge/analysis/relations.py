"""What one fact says about another, so that a person found by analysis could exist.

In: the rule base (for the days at which a phase begins, and the bands of scores). Out: `Relations`: unions of boxes of
which one must hold, and sums of numbers that must agree. They mirror `engine/derive.py` and the checks of a profile; a
test compares both on random profiles. Must not be here: searching.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rehab.knowledge.analysis.boxes import Box, Region, Union, full, known, point, words
from rehab.knowledge.analysis.safe_person import SAFE
from rehab.model import vocabulary
from rehab.model.facts import FACTS
from rehab.model.interval import Interval
from rehab.model.rule_base import Anchor, RuleBase

__all__ = ["Linked", "Relations", "Sum", "linked", "relations_of"]

_UNKNOWN = point(None)
_HEART = ("coronary_disease", "heart_failure", "recent_myocardial_infarction", "severe_aortic_stenosis")
_WARD = ("acute_ward", "inpatient_rehab")
_SWALLOWED = ("passed", "resolved")
_HOURS = 24
_MOST_EXPOSURES = 50  # what a profile can hold
_PHASES = ("acute", "early_subacute", "late_subacute", "chronic")


@dataclass(frozen=True)
class Sum:
    """The sum of factor x fact, plus a constant, is 0; or at most 0; or with `strict` below 0."""

    terms: tuple[tuple[str, float], ...]
    constant: float = 0
    equal: bool = False
    strict: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """The facts of the sum."""
        return frozenset(name for name, _ in self.terms)


Linked = tuple[frozenset[str], Union]  # a union with the names of its facts


@dataclass(frozen=True)
class Relations:
    """Everything that ties facts together; the boxes nearest to the safe person stand first."""

    unions: tuple[Union, ...]
    sums: tuple[Sum, ...]

    @cached_property
    def linked(self) -> tuple[Linked, ...]:
        """The unions, each with the names of its facts."""
        return tuple(linked(union) for union in self.unions)

    @cached_property
    def _near(self) -> dict[frozenset[str], tuple[tuple[Linked, ...], tuple[Sum, ...]]]:
        return {}

    def about(self, names: frozenset[str]) -> tuple[tuple[Linked, ...], tuple[Sum, ...]]:
        """Those that these facts touch, directly or over others; the rest can always be met on its own."""
        if names not in self._near:
            reached = set(names)
            size = -1
            while size != len(reached):
                size = len(reached)
                for touched in (*(known for known, _ in self.linked), *(one.names for one in self.sums)):
                    if not touched.isdisjoint(reached):
                        reached |= touched
            self._near[names] = (
                tuple(one for one in self.linked if not one[0].isdisjoint(reached)),
                tuple(one for one in self.sums if not one.names.isdisjoint(reached)),
            )
        return self._near[names]


def linked(union: Union) -> Linked:
    """A union with the names of its facts, the people nearest to the safe person first."""
    return frozenset(name for box in union for name in box), tuple(sorted(union, key=_strangeness))


def _strangeness(box: Box) -> int:
    """In how many facts the people of a box differ from the safe person."""
    return sum(not region.contains(SAFE.get(name)) for name, region in box.items())


def relations_of(base: RuleBase) -> Relations:
    """Every relation between derived facts, with the figures of this rule base."""
    unions = [
        _phases(base), *_lists(), _heart_disease(), *_swallowing(), *_targets(), *_heart(), *_cells(), _helper(),
        *(_anchor(one) for one in base.anchors),
    ]  # fmt: skip
    sums = (
        Sum((("stroke.hours_since", 1), ("stroke.days_since", -_HOURS)), equal=True),
        Sum((("vitals.spo2_minus_target", 1), ("vitals.spo2", -1), ("targets.spo2_min", 1)), equal=True),
        Sum((("vitals.systolic_minus_target", 1), ("vitals.systolic", -1), ("targets.systolic_max", 1)), equal=True),
        Sum((("vitals.diastolic", 1), ("vitals.systolic", -1)), strict=True),
        Sum((("cell_therapy.smallest_cells_per_kg", 1), ("cell_therapy.largest_cells_per_kg", -1))),
        Sum((("cell_therapy.days_since_infusion", 1), ("stroke.days_since", -1)), constant=-1),
        Sum((("care.ischaemic_threshold", 1), ("heart.maximum", -1))),
    )
    return Relations(tuple(unions), sums)


def _phases(base: RuleBase) -> Union:
    """A phase is an interval of days since stroke, open at its upper end."""
    starts = [0.0, *(base.figure(f"phase.{phase}_from_days") for phase in _PHASES), math.inf]
    return tuple(
        {"stroke.phase": words(phase), "stroke.days_since": known("stroke.days_since", low, high, below=True)}
        for phase, low, high in zip(("hyperacute", *_PHASES), starts, starts[1:], strict=False)
    )


def _lists() -> Iterator[Union]:
    """A list is complete, and then nothing on it is unknown, or it is not, and then nothing on it is ruled out."""
    for prefix, names in (
        ("conditions", vocabulary.CONDITIONS), ("medications", vocabulary.MEDICATIONS), ("devices", vocabulary.DEVICES),
    ):  # fmt: skip
        facts = [f"{prefix}.{name}" for name in names]
        yield dict.fromkeys(facts, words(True, False)), dict.fromkeys(facts, words(True, unknown=True))


def _heart_disease() -> Union:
    """Kleene's or of four conditions."""
    parts = [f"conditions.{name}" for name in _HEART]
    name = "conditions.heart_disease"
    open_ = dict.fromkeys(parts, words(False, unknown=True))
    return (
        *({name: words(True), part: words(True)} for part in parts),
        {name: words(False), **dict.fromkeys(parts, words(False))},
        *({name: _UNKNOWN, **open_, part: _UNKNOWN} for part in parts),
    )


def _swallowing() -> Iterator[Union]:
    others = tuple(word for word in vocabulary.SWALLOW_STATUSES if word not in _SWALLOWED)
    yield (
        {"swallowing.status": words(*_SWALLOWED), "swallowing.safe": words(True)},
        {"swallowing.status": words(*others), "swallowing.safe": words(False)},
        {"swallowing.status": _UNKNOWN, "swallowing.safe": _UNKNOWN},
    )
    yield (  # a profile that is passed and nil by mouth is refused
        {"swallowing.nil_by_mouth": words(False, unknown=True)},
        {"swallowing.status": words(*others, unknown=True)},
    )
    cleared = [f"swallowing.cleared.{name}" for name in vocabulary.CLEARED_EXERCISES]
    yield (
        {"swallowing.any_exercise_cleared": words(False), **dict.fromkeys(cleared, words(False))},
        *({"swallowing.any_exercise_cleared": words(True), name: words(True)} for name in cleared),
    )


def _targets() -> Iterator[Union]:
    for name in ("spo2_min", "systolic_max", "heart_rate_max"):
        target, is_set = f"targets.{name}", f"targets.{name}_set"
        yield {is_set: words(True), target: known(target)}, {is_set: words(False), target: _UNKNOWN}
    for reading, target in (("spo2", "spo2_min"), ("systolic", "systolic_max")):
        names = (f"vitals.{reading}_minus_target", f"vitals.{reading}", f"targets.{target}")
        yield (
            {name: known(name) for name in names},
            {names[0]: _UNKNOWN, names[1]: _UNKNOWN},
            {names[0]: _UNKNOWN, names[2]: _UNKNOWN},
        )


def _heart() -> Iterator[Union]:
    test, seen, threshold = "care.stress_test", "care.ischaemia_on_test", "care.ischaemic_threshold"
    yield (
        {test: words(False), seen: _UNKNOWN, threshold: _UNKNOWN},
        {test: words(True), seen: words(False, unknown=True), threshold: _UNKNOWN},
        {test: words(True), seen: words(True), threshold: known(threshold)},
    )
    source, rate, blocker = "heart.maximum_source", "heart.maximum", "medications.beta_blocker"
    yield (
        {test: words(True), source: words("stress_test"), rate: known(rate)},
        {test: words(False), blocker: _UNKNOWN, source: _UNKNOWN, rate: _UNKNOWN},
        {test: words(False), blocker: words(True), source: words("formula_beta_blocker"), rate: known(rate)},
        {test: words(False), blocker: words(False), source: words("formula"), rate: known(rate)},
    )


def _cells() -> Iterator[Union]:
    """Without an infusion nothing is known about one; an interval needs two."""
    prefix = "cell_therapy."
    exposed, count, gap = f"{prefix}exposed", f"{prefix}infusion_count", f"{prefix}shortest_interval_days"
    rest = ("days_since_infusion", "infusion_count", "largest_cells_per_kg", "smallest_cells_per_kg",
            "shortest_interval_days", "route")  # fmt: skip
    days = {f"{prefix}days_since_infusion": known(f"{prefix}days_since_infusion")}
    yield (
        {exposed: words(False), **{f"{prefix}{name}": _UNKNOWN for name in rest}},
        {exposed: words(True), **days, count: known(count, 1, 1), gap: _UNKNOWN},
        {exposed: words(True), **days, count: known(count, 1 + 1, _MOST_EXPOSURES), gap: known(gap)},
    )
    ends = [f"{prefix}{end}_cells_per_kg" for end in ("largest", "smallest")]
    yield {name: known(name) for name in ends}, dict.fromkeys(ends, _UNKNOWN)


def _helper() -> Union:
    """On a ward the staff are the helper."""
    elsewhere = tuple(word for word in vocabulary.SETTINGS if word not in _WARD)
    return (
        {"care.setting": words(*_WARD), "helper.available": words(True)},
        {"care.setting": words(*elsewhere, unknown=True)},
    )


def _anchor(anchor: Anchor) -> Union:
    """A score makes the severity known, and never milder than the score says."""
    score, deficit = f"measures.{anchor.measure}", f"deficits.{anchor.deficit}"
    ends = (anchor.severe_at_most, anchor.moderate_at_most, anchor.mild_at_most, FACTS[score].high)
    bands: list[Box] = [{score: _UNKNOWN}]
    low: float | None = None
    for number, end in enumerate(ends):
        span = Interval(-math.inf if low is None else low, end, low_open=low is not None)
        region = Region(frozenset(), full(score).span.meet(span), False)
        bands.append({score: region, deficit: words(*vocabulary.SEVERITIES[len(ends) - 1 - number :])})
        low = end
    return tuple(bands)

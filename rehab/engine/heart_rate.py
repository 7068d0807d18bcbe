"""The heart-rate band in beats a minute, from the two percentage scales of this person.

In: the cut percentage doses, the limits in beats/min, the facts. Out: the doses with `aerobic.heart_rate`, or
without any heart-rate scale, so that perceived effort stands alone. Formulas: reserve (Karvonen 1957): rest + p x
(maximum - rest); percentage of the maximum: p x maximum. Must not be here: which formula predicts the maximum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rehab.engine.cut import Cut, whole_inside
from rehab.model.facts import Facts
from rehab.model.interval import Interval
from rehab.model.prescription import Dose, Finding, GateHit
from rehab.model.quantity import QUANTITIES

__all__ = ["HeartRateOutcome", "heart_rate_band"]

RESERVE = "aerobic.heart_rate_reserve_percent"
MAXIMUM = "aerobic.heart_rate_max_percent"
BAND = "aerobic.heart_rate"
_PERCENT = QUANTITIES[RESERVE].span.high


@dataclass(frozen=True, slots=True)
class HeartRateOutcome:
    """The doses after the step; `unsafe` says that a heart-rate limit exists but cannot be kept by this scale."""

    doses: dict[str, Dose]
    findings: tuple[Finding, ...]
    unsafe: bool = False


def heart_rate_band(
    doses: dict[str, Dose], limits: list[Cut], facts: Facts, barred: dict[str, GateHit], least_above_rest: float
) -> HeartRateOutcome:
    """Convert both scales, intersect them, apply the limits; withdraw the scale where it would mislead."""
    others = {name: dose for name, dose in doses.items() if name not in (RESERVE, MAXIMUM, BAND)}
    if not {RESERVE, MAXIMUM} & doses.keys():
        return HeartRateOutcome(others, ())
    withdrawn = _why_withdrawn(doses, facts, barred)
    if withdrawn is not None:
        return _without_scale(others, withdrawn, limits)
    rest, maximum = _number(facts, "vitals.resting_heart_rate"), _number(facts, "heart.maximum")
    window, because, percent_cuts = _window(doses, rest, maximum)
    floor, whole = rest + least_above_rest, whole_inside(window)
    if whole.empty or whole.low < floor:
        why = "the heart-rate windows do not meet, or begin too close to the resting rate"
        return _without_scale(others, why, limits)
    ceiling = min((interval.high for _, interval in limits), default=float("inf"))
    cutting = (*percent_cuts, *(name for name, interval in limits if interval.high < window.high))
    usable = whole_inside(window.meet(Interval(high=ceiling)))
    if not usable.empty:
        band = Dose(BAND, "narrowed" if cutting else "agreed", usable, because, cutting)
        percents = {name: doses[name] for name in (RESERVE, MAXIMUM) if name in doses}
        return HeartRateOutcome({**others, **percents, BAND: band}, ())
    safe = whole_inside(Interval(floor, ceiling))
    if safe.empty:
        return _without_scale(others, "no rate lies between rest and the limit", limits)
    return HeartRateOutcome({**others, BAND: Dose(BAND, "capped", safe, because, cutting)}, ())


def _why_withdrawn(doses: dict[str, Dose], facts: Facts, barred: dict[str, GateHit]) -> str | None:
    for name in (BAND, RESERVE, MAXIMUM):
        if name in barred:
            return barred[name].rule.say.clinician or barred[name].rule.cite.states
    if facts.get("vitals.resting_heart_rate") is None:
        return "the resting heart rate is not known"
    if facts.get("heart.maximum") is None:
        return "the maximal heart rate is not known (age, or whether a beta-blocker is taken)"
    if any(doses[name].allowed is None for name in (RESERVE, MAXIMUM) if name in doses):
        return "the rules for the heart rate disagree"
    return None


def _without_scale(others: dict[str, Dose], why: str, limits: list[Cut]) -> HeartRateOutcome:
    if limits:
        finding = Finding(
            "confirm", "heart_rate.limit_cannot_be_kept",
            f"A heart-rate limit is set, but the heart-rate scale cannot be used: {why}",
            limits[0][0], "How is the intensity of aerobic exercise to be kept safe?",
        )  # fmt: skip
        return HeartRateOutcome(others, (finding,), unsafe=True)
    finding = Finding("info", "heart_rate.withdrawn", f"No heart-rate band, effort (RPE) is used alone: {why}")
    return HeartRateOutcome(others, (finding,))


def _window(
    doses: dict[str, Dose], rest: float, maximum: float
) -> tuple[Interval, tuple[str, ...], tuple[str, ...]]:
    """The beats that both scales allow, who asked for them, and who cut one of the scales."""
    window, because, cut_by = Interval(), dict[str, None](), dict[str, None]()
    for name, base, span in ((RESERVE, rest, maximum - rest), (MAXIMUM, 0.0, maximum)):
        dose = doses.get(name)
        if dose is None or dose.allowed is None:
            continue
        scaled = replace(
            dose.allowed,
            low=base + dose.allowed.low / _PERCENT * span,
            high=base + dose.allowed.high / _PERCENT * span,
        )
        window = window.meet(scaled)
        because |= dict.fromkeys(dose.because)
        cut_by |= dict.fromkeys(dose.cut_by)
    return window, tuple(because), tuple(cut_by)


def _number(facts: Facts, name: str) -> float:
    value = facts[name]
    if isinstance(value, str):
        raise TypeError(name)
    return float(value)

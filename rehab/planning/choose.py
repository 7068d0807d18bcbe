"""Choosing one number inside an allowed interval, by house policy that stands in the rule base.

In: a dose and the rule base. Out: the dose with `chosen`, never outside `allowed`.
Must not be here: intervals of our own; the shares are cited parameters.
"""

from __future__ import annotations

import math
from dataclasses import replace

from rehab.model.interval import Interval
from rehab.model.prescription import Dose
from rehab.model.quantity import QUANTITIES
from rehab.model.rule_base import RuleBase

__all__ = ["choose_dose", "choosing_rule", "single"]

_INTENSITY = ("rpe_6_20", "heart_rate", "heart_rate_reserve_percent", "heart_rate_max_percent", "one_rm_percent")


def choosing_rule(quantity: str, base: RuleBase) -> str:
    """The parameter that says where in the interval a new plan begins."""
    own = f"start.{quantity}"
    if own in base.parameters:
        return own
    return "start.intensity" if QUANTITIES[quantity].dimension in _INTENSITY else "start.default"


def choose_dose(dose: Dose, base: RuleBase) -> Dose:
    """The dose with a number (or, for intensity, a part of the interval) chosen; a conflict stays without one."""
    allowed = dose.allowed
    if allowed is None:
        return dose
    rule = choosing_rule(dose.quantity, base)
    share = base.figure(rule)
    point = allowed.low + share * (allowed.high - allowed.low)
    whole = QUANTITIES[dose.quantity].whole
    if dose.status == "capped":
        return replace(dose, chosen=_capped(allowed, dose))
    if QUANTITIES[dose.quantity].dimension in _INTENSITY:
        return replace(dose, chosen=Interval(allowed.low, max(allowed.low, math.floor(point) if whole else point)))
    point = float(math.floor(point)) if whole else point
    if QUANTITIES[dose.quantity].dimension == "time":
        step = base.figure("week.step_minutes")
        point = max(allowed.low, math.floor(point / step) * step)
    return replace(dose, chosen=Interval(max(point, allowed.low), max(point, allowed.low)))


def _capped(allowed: Interval, dose: Dose) -> Interval:
    """Below the guideline, as near to it as is safe: the upper end, or the whole band of an intensity."""
    if QUANTITIES[dose.quantity].dimension in _INTENSITY:
        return allowed
    return Interval(allowed.high, allowed.high)


def single(dose: Dose | None) -> int | None:
    """The chosen whole number of a dose, if there is one."""
    return None if dose is None or dose.chosen is None else int(dose.chosen.low)

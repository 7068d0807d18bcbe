"""Cutting intervals: permitted is what all limits allow, target what all doses ask, the dose is what lies in both.

In: rule base, facts, withdrawn quantities. Out: one `Dose` a quantity, and findings.
Must not be here: choosing a number inside an interval, any order or priority among rules.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import reduce

from rehab.engine.screen import applies, finding_of
from rehab.model.facts import Facts
from rehab.model.guard import evaluate
from rehab.model.interval import Interval
from rehab.model.prescription import Dose, Finding
from rehab.model.quantity import QUANTITIES, Quantity
from rehab.model.rule import DoseRule, LimitRule
from rehab.model.rule_base import RuleBase

__all__ = ["Cut", "cut", "cut_quantity", "limits_in_force", "whole_inside"]

Cut = tuple[str, Interval]
WEEK = "week."  # what the whole week allows: limits alone make it


def cut(base: RuleBase, facts: Facts) -> tuple[dict[str, Dose], dict[str, list[Cut]], list[Finding]]:
    """Every quantity that some dose speaks of, cut; the limits in force by quantity; and what is to be said."""
    targets = _doses_in_force(base, facts)
    limits, findings = limits_in_force(base, facts)
    of_the_week: dict[str, list[Cut]] = {name: [] for name in limits if name.startswith(WEEK)}
    doses = {
        name: cut_quantity(QUANTITIES[name], asked, limits.get(name, []))
        for name, asked in sorted({**of_the_week, **targets}.items())
    }
    return doses, limits, findings


def _doses_in_force(base: RuleBase, facts: Facts) -> dict[str, list[Cut]]:
    firing = [rule for rule in base.of_kind(DoseRule) if evaluate(rule.when, facts) is True]
    replaced = {name for rule in firing for name in rule.instead_of}
    found: dict[str, list[Cut]] = defaultdict(list)
    for rule in firing:
        interval = rule.value.interval(facts)
        if rule.id not in replaced and interval is not None:
            found[rule.quantity].append((rule.id, interval))
    return found


def limits_in_force(base: RuleBase, facts: Facts) -> tuple[dict[str, list[Cut]], list[Finding]]:
    """The limits that act; one whose own figure is unknown closes its quantity altogether and is asked for."""
    found: dict[str, list[Cut]] = defaultdict(list)
    findings: list[Finding] = []
    for rule in base.of_kind(LimitRule):
        answer = applies(rule, facts)
        if answer is False:
            continue
        interval = rule.value.interval(facts)
        if interval is None:
            missing = ", ".join(name for name in rule.value.fact_names if facts.get(name) is None)
            findings.append(
                Finding("confirm", "limit.figure_unknown", rule.say.clinician or rule.cite.states, rule.id,
                        f"What is the value of {missing}?")
            )  # fmt: skip
            interval = Interval(0, 0, low_open=True)
        else:
            findings.append(finding_of(rule, answer))
        found[rule.quantity].append((rule.id, interval))
    return found, findings


def cut_quantity(quantity: Quantity, asked: Iterable[Cut], limits: Iterable[Cut]) -> Dose:
    """The dose of one quantity: agreed, narrowed, capped or in conflict. Rules have no order here."""
    asked, limits = sorted(asked), sorted(limits)
    target = _tidy(reduce(Interval.meet, (interval for _, interval in asked), quantity.span), quantity)
    permitted = _tidy(reduce(Interval.meet, (interval for _, interval in limits), quantity.span), quantity)
    because = tuple(name for name, _ in asked)
    if target.empty:
        return Dose(quantity.name, "conflict", None, _pair(asked), _pair(asked))
    if permitted.empty:
        return Dose(quantity.name, "conflict", None, because, _pair(limits))
    both = target.meet(permitted)
    cutting = tuple(name for name, interval in limits if not target.within(interval))
    if both.empty:
        return Dose(quantity.name, "capped", permitted, because, cutting)
    return Dose(quantity.name, "narrowed" if cutting else "agreed", both, because, cutting)


def _pair(rules: list[Cut]) -> tuple[str, ...]:
    """The two rules to blame: the greatest lower end and the least upper end; in one dimension a pair is enough."""
    low = max(rules, key=lambda rule: (rule[1].low, rule[1].low_open))
    high = min(rules, key=lambda rule: (rule[1].high, not rule[1].high_open))
    return tuple(dict.fromkeys((low[0], high[0])))


def _tidy(interval: Interval, quantity: Quantity) -> Interval:
    return whole_inside(interval) if quantity.whole else interval


def whole_inside(interval: Interval) -> Interval:
    """The closed interval of the whole numbers that lie inside; empty when there is none."""
    low = math.floor(interval.low) + 1 if interval.low_open else math.ceil(interval.low)
    high = math.ceil(interval.high) - 1 if interval.high_open else math.floor(interval.high)
    return Interval(low, high)

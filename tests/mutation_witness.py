"""Finds the facts on which a broken rule differs from the rule, or shows by trying every combination that none exist.

In: a rule and its mutant. Out: facts on which they differ, or None: then the mutant means the same and is no defect.
Exact, because a guard only compares facts with constants: between two neighbouring constants one value stands for all.
Must not be here: expectations of any rule.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import case_files

from rehab.model.facts import FACTS, FactValue
from rehab.model.guard import AnyGuard, evaluate, leaves_of
from rehab.model.rule import DoseRule, LimitRule, Rule, TargetRule, Unsure

MOST = 400_000  # combinations that are tried; a guard with more would be reported as different, never as the same
Given = dict[str, FactValue]


def says(rule: Rule, given: Given) -> tuple[object, ...]:
    """Everything that a case can state about a rule on these facts."""
    answer = evaluate(rule.when, given)
    return (
        answer,
        case_files.unknown_effect(rule, given) if answer is None else None,
        evaluate(rule.goal, given) if isinstance(rule, TargetRule) else None,
        str(rule.value.interval(given)) if isinstance(rule, DoseRule | LimitRule) and answer is True else None,
        rule.instead_of if isinstance(rule, DoseRule) else None,
    )


def witness_of(rule: Rule, broken: Rule) -> Given | None:
    """Facts on which the two differ: near an existing case if possible; None when they are the same everywhere."""
    names = sorted({*_facts(rule), *_facts(broken)})
    worlds = {name: _values(name, (rule, broken)) for name in names}
    for given in itertools.chain(_near_cases(rule, worlds), _everywhere(worlds)):
        if says(rule, given) != says(broken, given):
            return given
    return None


def _guards(rule: Rule) -> Iterator[AnyGuard]:
    yield rule.when
    if isinstance(rule, TargetRule):
        yield rule.goal
    if isinstance(rule, Unsure) and rule.ask_when is not None:
        yield rule.ask_when


def _facts(rule: Rule) -> Iterator[str]:
    for guard in _guards(rule):
        yield from (leaf.fact for leaf in leaves_of(guard))
    if isinstance(rule, DoseRule | LimitRule):
        yield from rule.value.fact_names


def _values(name: str, rules: tuple[Rule, ...]) -> list[FactValue | None]:
    """One value of every kind that the rules could tell apart, and unknown where the fact can be missing."""
    fact = FACTS[name]
    unknown: list[FactValue | None] = [] if fact.always_known else [None]
    if fact.kind == "truth":
        return [True, False, *unknown]
    if fact.kind == "word":
        return [*fact.allowed, *unknown]
    constants = sorted({
        float(constant) for rule in rules for guard in _guards(rule) for leaf in leaves_of(guard) if leaf.fact == name
        for constant in leaf.constants if not isinstance(constant, str)
    })  # fmt: skip
    ends = [fact.low, *constants, fact.high]
    between = [_rounded(low, high) for low, high in itertools.pairwise(ends) if low < high]
    return [*sorted({*constants, *between, fact.low, fact.high}), *unknown]


def _rounded(low: float, high: float) -> float:
    """A short number strictly between two numbers."""
    middle = (low + high) / 2
    for decimals in range(-6, 9):
        if low < round(middle, decimals) < high:
            return round(middle, decimals)
    return middle


def _near_cases(rule: Rule, worlds: dict[str, list[FactValue | None]]) -> Iterator[Given]:
    path = case_files.CASES.joinpath(*rule.id.split(".")).with_suffix(".yaml")
    cases = case_files.read(path).cases if path.exists() else ()
    for case in sorted(cases, key=lambda one: one.expect == "unknown"):
        for name, values in worlds.items():
            yield from (_known({**case.given, name: value}) for value in values)


def _everywhere(worlds: dict[str, list[FactValue | None]]) -> Iterator[Given]:
    if math.prod(len(values) for values in worlds.values()) > MOST:
        raise OverflowError("too many combinations to try")
    for values in itertools.product(*worlds.values()):
        yield _known(dict(zip(worlds, values, strict=True)))


def _known(given: dict[str, FactValue | None]) -> Given:
    return {name: value for name, value in given.items() if value is not None}

"""Breaks every rule in small ways and asks whether its cases notice.

In: the rule base and the case files. Out: mutants, each killed by a case or a survivor; `python tests/mutants.py`
prints the score. A mutant changes one place of one rule: a number by a step, an end, a comparison, a word, a joint,
what unknown does, what is replaced. What the form of a rule refuses is no mutant. Must not be here: expectations.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import case_files
from mutation_witness import witness_of
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from rehab.knowledge.load import load_rule_base
from rehab.model.facts import FACTS
from rehab.model.rule import AnyRule, Rule
from rehab.model.rule_base import RuleBase

SURVIVORS = Path(__file__).parent / "mutation_survivors.yaml"
FLIPS = {
    "at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most",
    "is": "is_not", "is_not": "is", "one_of": "none_of", "none_of": "one_of",
}  # fmt: skip
MANY = {"is": "one_of", "is_not": "none_of"}
ORDER = ("at_least", "above", "at_most", "below")
# The finest step in which a unit, or one fact, is recorded, where that is not a whole number.
STEPS = {"°C": 0.1, "mmol/L": 0.1, "cells/kg": 1e5, "risk.hba1c_percent": 0.1}
# What the form wants beside `if_unknown`, so that a flip is a rule and not an error.
BESIDE = {"ask": {"ask": "A mutant asks?"}, "skip": {"skip_reason": "A mutant skips."}, "apply": {}}
_RULE: TypeAdapter[Any] = TypeAdapter(AnyRule)
Place = tuple[str | int, ...]
Change = tuple[str, str, dict[str, Any]]  # operator, what was done, the plain rule after it


@dataclass(frozen=True)
class Mutant:
    """One rule with one place changed."""

    rule: str
    operator: str
    what: str
    broken: Rule

    @property
    def name(self) -> str:
        """Names this mutant, the same in every run."""
        return f"{self.rule}: {self.what}"


def mutants_of(rules: Iterable[Rule]) -> Iterator[Mutant]:
    """Every mutant of every rule that is still a rule and not the rule itself."""
    for rule in rules:
        plain = rule.model_dump(by_alias=True, exclude_none=True)
        for operator, what, changed in _changes(plain):
            try:
                broken = _RULE.validate_python(changed)
            except ValidationError:
                continue
            if broken != rule:
                yield Mutant(rule.id, operator, what, broken)


def _changes(plain: dict[str, Any]) -> Iterator[Change]:
    for root in ("when", "goal", "ask_when"):
        if isinstance(plain.get(root), dict):
            for operator, what, guard in _of_guard(plain[root], (root,)):
                yield operator, what, {**plain, root: guard}
    if "value" in plain:
        for operator, what, value in _of_value(plain["value"]):
            yield operator, what, {**plain, "value": value}
    if "if_unknown" in plain:
        rest = {key: value for key, value in plain.items() if key not in ("ask", "skip_reason")}
        for word in sorted(BESIDE.keys() - {plain["if_unknown"]}):
            what = f"if_unknown {plain['if_unknown']} to {word}"
            yield "unknown", what, {**rest, "if_unknown": word, **BESIDE[word]}
    for name in plain.get("instead_of", ()):
        left = tuple(one for one in plain["instead_of"] if one != name)
        yield "instead_of", f"no longer instead of {name}", {**plain, "instead_of": left}


def _of_guard(guard: dict[str, Any], place: Place) -> Iterator[Change]:
    where = ".".join(map(str, place))
    for key, other in (("all", "any"), ("any", "all")):
        parts = guard.get(key)
        if parts is None:
            continue
        if len(parts) > 1:
            yield "joint", f"{where} {key} to {other}", {other: parts}
        for index, part in enumerate(parts):
            if len(parts) > 1:
                yield "part", f"{where}.{key}.{index} left out", {key: (*parts[:index], *parts[index + 1 :])}
            if isinstance(part, dict):
                for operator, what, changed in _of_guard(part, (*place, key, index)):
                    yield operator, what, {key: (*parts[:index], changed, *parts[index + 1 :])}
    if "fact" in guard:
        yield from _of_leaf(guard, where)


def _of_leaf(leaf: dict[str, Any], where: str) -> Iterator[Change]:
    fact = FACTS[leaf["fact"]]
    comparison = next(key for key in leaf if key != "fact")
    constant = leaf[comparison]
    label = f"{where} {fact.name} {comparison} {_text(constant)}"
    yield "comparison", f"{label} to {FLIPS[comparison]}", {"fact": fact.name, FLIPS[comparison]: constant}
    if comparison in ORDER:
        for number in nudged(constant, STEPS.get(fact.name, STEPS.get(fact.unit))):
            yield "number", f"{label} to {number:g}", {"fact": fact.name, comparison: number}
    elif isinstance(constant, tuple):
        for word in constant:
            left = tuple(one for one in constant if one != word)
            if left:
                yield "word", f"{label} without {word}", {"fact": fact.name, comparison: left}
        for word in fact.allowed:
            if word not in constant:
                yield "word", f"{label} with {word}", {"fact": fact.name, comparison: (*constant, word)}
    elif fact.kind == "word":
        for word in fact.allowed:
            if word != constant:
                yield "word", f"{label} or {word}", {"fact": fact.name, MANY[comparison]: (constant, word)}


def _of_value(value: dict[str, Any]) -> Iterator[Change]:
    for key in [one for one in ORDER if one in value]:
        rest = {name: end for name, end in value.items() if name != key}
        yield "end", f"value {key} to {FLIPS[key]}", {**rest, FLIPS[key]: value[key]}
        end = value[key]
        if isinstance(end, dict):
            for step in ("plus", "minus", "times"):
                for number in nudged(end[step], None) if step in end else ():
                    what = f"value {key} {step} {end[step]:g} to {number:g}"
                    yield "number", what, {**rest, key: {**end, step: number}}
        else:
            for number in nudged(end, None):
                yield "number", f"value {key} {end:g} to {number:g}", {**rest, key: number}


def nudged(number: float, step: float | None) -> tuple[float, float]:
    """The number one step up and one down; the step is that of the fact, or one in the last place as written."""
    decimals = len(f"{number!r}".partition(".")[2].rstrip("0")) if abs(number) < 1e15 else 0
    step = step or 10.0**-decimals
    return round(number + step, 6), round(number - step, 6)


def _text(constant: Any) -> str:
    return "/".join(map(str, constant)) if isinstance(constant, tuple) else f"{constant}"


def killed_by(mutant: Mutant) -> str | None:
    """The first case that no longer holds for the broken rule, or None when every case still does."""
    path = case_files.CASES.joinpath(*mutant.rule.split(".")).with_suffix(".yaml")
    return next((case.name for case in case_files.read(path).cases if not case.holds_for(mutant.broken)), None)


@dataclass(frozen=True)
class Score:
    """What became of some mutants; `same` counts those that were shown to mean the same as their rule."""

    made: Counter[str]
    same: Counter[str]
    survivors: tuple[Mutant, ...]

    @property
    def killed_percent(self) -> float:
        """The share of the mutants that differ from their rule and that some case kills."""
        differ = self.made.total() - self.same.total()
        return 100 * (differ - len(self.survivors)) / differ


def score_of(mutants: Iterable[Mutant], base: RuleBase) -> Score:
    """Hold every mutant against the cases of its rule; one that no case kills may still be the same rule."""
    made, same, survivors = Counter[str](), Counter[str](), list[Mutant]()
    for one in mutants:
        made[one.operator] += 1
        if killed_by(one) is not None:
            continue
        if witness_of(base.by_id[one.rule], one.broken) is None:
            same[one.operator] += 1
        else:
            survivors.append(one)
    return Score(made, same, tuple(survivors))


@cache
def listed() -> dict[str, str]:
    """The survivors that are accepted, by name, each with its reason."""
    return dict(YAML(typ="safe", pure=True).load(SURVIVORS.read_text(encoding="utf-8")) or {})


def report(base: RuleBase) -> tuple[list[str], bool]:
    """The score by operator, then every survivor with the facts that would kill it; and whether all are listed."""
    begin = time.perf_counter()
    score = score_of(mutants_of(base.rules), base)
    alive = Counter(one.operator for one in score.survivors)
    lines = [f"{'operator':<11}{'made':>7}{'same':>7}{'killed':>8}{'survive':>9}"]
    for name, made in sorted(score.made.items()):
        killed = made - score.same[name] - alive[name]
        lines.append(f"{name:<11}{made:>7}{score.same[name]:>7}{killed:>8}{alive[name]:>9}")
    total, same, left = score.made.total(), score.same.total(), len(score.survivors)
    lines.append(
        f"{len(base.rules)} rules: {total} mutants, {same} mean the same, {total - same - left} killed, "
        f"{left} survive: {score.killed_percent:.2f} % killed, {time.perf_counter() - begin:.1f} s"
    )
    for one in score.survivors:
        given = witness_of(base.by_id[one.rule], one.broken)
        lines.append(f"survivor  {one.name}  {listed().get(one.name, f'NOT LISTED; differs on {given}')}")
    return lines, all(one.name in listed() for one in score.survivors)


if __name__ == "__main__":
    told, complete = report(load_rule_base())
    print("\n".join(told))  # noqa: T201  (its output)
    sys.exit(0 if complete else 1)

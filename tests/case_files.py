"""Reads the case files of the rules, one a rule at the path that its id spells, and holds a rule against a case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rehab.model.facts import FACTS, FactValue
from rehab.model.guard import evaluate
from rehab.model.rule import DoseRule, LimitRule, Rule, TargetRule, Unsure

CASES = Path(__file__).parent / "cases"
ANSWERS = {"fires": True, "no": False, "unknown": None}
GOALS = {"met": True, "missed": False, "unknown": None}
ALLOWED = {"name", "given", "expect", "value", "then", "goal", "replaces"}
THEN = ("asks", "applies", "skips", "none")  # what a rule does where it cannot tell


@dataclass(frozen=True)
class Case:
    """Facts, all others unknown, and the answer that the rule's guard must give.

    `value` is the interval of a dose or limit, `goal` how the goal of a target stands, `then` what unknown does:
    the rule asks, applies as if true, skips, or does none of these, because what is known makes the question idle.
    `replaces` names the doses that a dose stands in for.
    """

    name: str
    given: dict[str, FactValue]
    expect: str
    value: str | None = None
    then: str | None = None
    goal: str | None = None
    replaces: tuple[str, ...] | None = None

    def faults(self, rule: Rule) -> tuple[str, ...]:
        """What the rule does otherwise than the case says; empty when the case holds."""
        found = []
        if evaluate(rule.when, self.given) is not ANSWERS[self.expect]:
            found.append("guard")
        if self.value is not None:
            fits = isinstance(rule, DoseRule | LimitRule) and str(rule.value.interval(self.given)) == self.value
            found += [] if fits else ["value"]
        if self.then is not None and self.then != unknown_effect(rule, self.given):
            found.append("then")
        if self.goal is not None:
            fits = isinstance(rule, TargetRule) and evaluate(rule.goal, self.given) is GOALS[self.goal]
            found += [] if fits else ["goal"]
        if self.replaces is not None:
            fits = isinstance(rule, DoseRule) and rule.instead_of == self.replaces
            found += [] if fits else ["replaces"]
        return tuple(found)

    def holds_for(self, rule: Rule) -> bool:
        """Whether the rule does what the case says."""
        return not self.faults(rule)


def unknown_effect(rule: Rule, given: dict[str, FactValue]) -> str:
    """What the rule does where its guard cannot tell."""
    if not isinstance(rule, Unsure):
        return "none"
    if rule.if_unknown == "ask" and rule.ask_when is not None and evaluate(rule.ask_when, given) is False:
        return "none"
    return {"ask": "asks", "apply": "applies", "skip": "skips"}[rule.if_unknown]


@dataclass(frozen=True)
class CaseFile:
    """The cases of one rule."""

    path: Path
    rule: str
    cases: tuple[Case, ...]

    @property
    def id_of_path(self) -> str:
        """The rule id that the place of the file spells."""
        return ".".join(self.path.relative_to(CASES).with_suffix("").parts)


def paths() -> list[Path]:
    """Every case file."""
    return sorted(CASES.rglob("*.yaml"))


@cache
def read(path: Path) -> CaseFile:
    """One case file; a key too many or too few is an error of the test, not a passing case."""
    plain = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    assert set(plain) == {"rule", "cases"}, path
    return CaseFile(path, plain["rule"], tuple(_case(path, one) for one in plain["cases"]))


def _case(path: Path, plain: dict[str, Any]) -> Case:
    assert {"name", "given", "expect"} <= set(plain) <= ALLOWED, (path, plain)
    assert plain["expect"] in ANSWERS, (path, plain)
    assert "then" not in plain or (plain["expect"] == "unknown" and plain["then"] in THEN), (path, plain)
    assert "goal" not in plain or plain["goal"] in GOALS, (path, plain)
    for name, value in plain["given"].items():
        assert name in FACTS, f"{path}: no fact is called {name}"
        fact = FACTS[name]
        fits = {
            "truth": isinstance(value, bool),
            "number": not isinstance(value, bool | str) and fact.low <= value <= fact.high,
            "word": value in fact.allowed,
        }[fact.kind]  # fmt: skip
        assert fits, f"{path}: {value!r} is not possible for {name}"
    replaces = tuple(plain["replaces"]) if "replaces" in plain else None
    return Case(
        plain["name"], dict(plain["given"]), plain["expect"], plain.get("value"), plain.get("then"), plain.get("goal"),
        replaces,
    )  # fmt: skip

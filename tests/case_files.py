"""Reads the case files of the rules: one file a rule, at the path that its id spells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rehab.model.facts import FACTS, FactValue

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """Facts, all others unknown, and the answer that the rule's guard must give."""

    name: str
    given: dict[str, FactValue]
    expect: str
    value: str | None


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
    assert {"name", "given", "expect"} <= set(plain) <= {"name", "given", "expect", "value"}, (path, plain)
    for name, value in plain["given"].items():
        assert name in FACTS, f"{path}: no fact is called {name}"
        fact = FACTS[name]
        fits = {
            "truth": isinstance(value, bool),
            "number": not isinstance(value, bool | str) and fact.low <= value <= fact.high,
            "word": value in fact.allowed,
        }[fact.kind]  # fmt: skip
        assert fits, f"{path}: {value!r} is not possible for {name}"
    return Case(plain["name"], dict(plain["given"]), plain["expect"], plain.get("value"))

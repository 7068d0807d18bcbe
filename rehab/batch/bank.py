"""The case bank: people with expected prescriptions that were written from the sources by hand.

In: the cases under `rehab/knowledge/bank` and a rule base. Out: one `Outcome` an expectation, agreed or not, with both
values. Must not be here: expectations; they are data, and they are never taken from what the program answers.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from rehab.batch.bank_paths import NO_DOSE, Seen, value_at
from rehab.engine.derive import derive
from rehab.knowledge.load import DATA
from rehab.knowledge.yaml_source import read_file
from rehab.model.base import Record
from rehab.model.exercise import Exercise
from rehab.model.plan import SessionExercise
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan

__all__ = ["BANK", "Case", "Expectation", "Outcome", "Selection", "profile_of", "read_cases", "run"]

BANK = DATA / "bank"
START = date(2026, 11, 16)  # a Monday; every case is planned from this day
_MEASURED = "2026-11-15"
_PEOPLE = "people.yaml"


class Selection(Record):
    """A class of exercises of the week; keys are and-ed, the words of one key are or-ed."""

    id: tuple[str, ...] | None = None
    component: tuple[str, ...] | None = None
    position: tuple[str, ...] | None = None
    equipment: tuple[str, ...] | None = None
    tag: tuple[str, ...] | None = None
    limb_part: tuple[str, ...] | None = None
    helper: tuple[str, ...] | None = None

    def matches(self, placed: SessionExercise, one: Exercise) -> bool:
        """Whether an exercise, as it stands in the week, belongs to the class."""
        has: tuple[tuple[tuple[str, ...] | None, tuple[str | None, ...]], ...] = (
            (self.id, (one.id,)), (self.component, (one.component,)), (self.position, (one.position,)),
            (self.equipment, one.equipment), (self.tag, one.tags), (self.limb_part, (one.limb_part,)),
            (self.helper, (placed.helper,)),
        )  # fmt: skip
        return all(wanted is None or not set(wanted).isdisjoint(own) for wanted, own in has)


_TESTS = (
    "is", "one_of", "within", "contains", "lower_at_least", "upper_at_most", "at_least", "at_most", "has", "lacks",
)  # fmt: skip


class Expectation(Record):
    """One thing that a source says about this person's plan; `row` names the line of the evidence it comes from.

    With `path` exactly one test stands beside it; `present` and `absent` speak of the exercises of the week.
    `accepted` is the reason why a known disagreement may stand, `open` says what is still to be mended; one of these
    beside an expectation that agrees is a fault.
    """

    row: str
    why: str | None = None
    path: str | None = None
    is_: Any = Field(default=None, alias="is")
    one_of: tuple[Any, ...] | None = None
    within: tuple[float, float] | None = None
    contains: tuple[float, float] | None = None
    lower_at_least: float | None = None
    upper_at_most: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    has: tuple[str, ...] | None = None
    lacks: tuple[str, ...] | None = None
    present: Selection | None = None
    absent: Selection | None = None
    accepted: str | None = None
    open: str | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Expectation:
        tests = len(self._tests)
        selections = sum(one is not None for one in (self.present, self.absent))
        if (self.path is None and (tests or selections != 1)) or (self.path is not None and (tests != 1 or selections)):
            raise PydanticCustomError("expectation", "give a path with one test, or one of present, absent")
        if self.accepted is not None and self.open is not None:
            raise PydanticCustomError("expectation", "a disagreement is either accepted or open")
        return self

    @property
    def _tests(self) -> list[str]:
        return [name for name in _TESTS if ("is_" if name == "is" else name) in self.model_fields_set]

    @property
    def text(self) -> str:
        """What is expected, in one line."""
        if self.path is None:
            name = "present" if self.present is not None else "absent"
            chosen = (self.present or self.absent or Selection()).model_dump(exclude_none=True)
            return f"{name}: " + " and ".join(f"{key} {' or '.join(words)}" for key, words in chosen.items())
        (test,) = self._tests
        return f"{self.path} {test.replace('_', ' ')} {_plain(getattr(self, 'is_' if test == 'is' else test))}"

    def holds(self, seen: Seen) -> tuple[bool, str]:
        """Whether the plan agrees, and what it says instead."""
        if self.path is None:
            wanted = self.present or self.absent or Selection()
            found = sorted({one.id for placed, one in seen.exercises() if wanted.matches(placed, one)})
            return bool(found) == (self.present is not None), ", ".join(found) or "no exercise"
        value = value_at(self.path, seen)
        (test,) = self._tests
        if test in ("has", "lacks"):
            hits = [word for word in self.has or self.lacks or () if re.search(rf"\b{re.escape(word)}\b", str(value))]
            return (hits == list(self.has)) if self.has is not None else not hits, f"words found: {', '.join(hits)}"
        return self._holds(test, value), _plain(value)

    def _holds(self, test: str, value: Any) -> bool:
        if test == "is":
            return bool(value == self.is_)
        if test == "one_of":
            return value in (self.one_of or ())
        if value is None or value == NO_DOSE or isinstance(value, str):
            return False
        low, high = value if isinstance(value, tuple) else (value, value)
        return {
            "within": lambda: self.within is not None and self.within[0] <= low <= high <= self.within[1],
            "contains": lambda: self.contains is not None and low <= self.contains[0] <= self.contains[1] <= high,
            "lower_at_least": lambda: self.lower_at_least is not None and low >= self.lower_at_least,
            "upper_at_most": lambda: self.upper_at_most is not None and high <= self.upper_at_most,
            "at_least": lambda: self.at_least is not None and low >= self.at_least,
            "at_most": lambda: self.at_most is not None and high <= self.at_most,
        }[test]()


class Case(Record):
    """A person: a documented base person, what is different, and what the sources say about the plan."""

    id: str
    story: str
    person: str = "walker"
    profile: dict[str, Any] = Field(default_factory=dict)
    expect: tuple[Expectation, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation beside the program's answer."""

    case: Case
    expectation: Expectation
    agrees: bool
    answer: str

    @property
    def fault(self) -> bool:
        """A disagreement that nobody has listed, or a listed one that no longer occurs."""
        return self.agrees == (self.listed is not None)

    @property
    def listed(self) -> str | None:
        """The reason beside a known disagreement."""
        return self.expectation.accepted or self.expectation.open


def read_cases(folder: Path = BANK) -> tuple[tuple[Case, ...], dict[str, Any]]:
    """The cases in the order of their files, and the people they start from."""
    people = dict(read_file(folder / _PEOPLE).value)
    files = [path for path in sorted(folder.glob("*.yaml")) if path.name != _PEOPLE]
    return tuple(Case.model_validate(plain) for path in files for plain in read_file(path).value), people


def profile_of(case: Case, people: dict[str, Any]) -> Profile:
    """The base person with the places of the case changed; null makes a place unknown."""
    data: dict[str, Any] = copy.deepcopy(people[case.person])
    for name, value in case.profile.items():
        section, _, rest = name.partition(".")
        if section == "measures" and rest:
            others = [one for one in data["measures"] if one["measure"] != rest]
            data["measures"] = (*others, {"measure": rest, "value": value, "on": _MEASURED})
            continue
        *above, last = name.split(".")
        place = data
        for key in above:
            place = place.setdefault(key, {})
        place[last] = value
        if value is None:
            del place[last]
    return Profile.model_validate(data)


def run(base: RuleBase, cases: Sequence[Case], people: dict[str, Any]) -> Iterator[Outcome]:
    """Plan every case and hold every expectation against it."""
    for case in cases:
        profile = profile_of(case, people)
        seen = Seen(build_plan(profile, START, base), derive(profile, START, base).facts, base)
        for expectation in case.expect:
            agrees, answer = expectation.holds(seen)
            yield Outcome(case, expectation, agrees, answer)


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_plain(one) for one in value) + "]"
    return str(value)

"""The register of checks: a code, one sentence, and the explanation that its docstring gives.

In: functions decorated with `check`. Out: `CHECKS`, and the `Fault` that a check yields. Must not be here: any check.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rehab.knowledge.analysis.acting import Acting
from rehab.knowledge.analysis.boxes import Box, Union
from rehab.knowledge.analysis.relations import Relations, relations_of
from rehab.knowledge.analysis.search import find
from rehab.model.rule_base import RuleBase

__all__ = ["CHECKS", "Bench", "Check", "Fault", "check"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one or two entries; `witness` is a box of people on whom it shows."""

    code: str
    about: tuple[str, ...]
    sentence: str
    witness: Box | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What an accepted fault is known by."""
        return self.code, tuple(sorted(self.about))


@dataclass(frozen=True)
class Bench:
    """What every check works on: the rule base, the day, and the search over real people."""

    base: RuleBase
    today: date

    @cached_property
    def relations(self) -> Relations:
        """The relations between facts."""
        return relations_of(self.base)

    @cached_property
    def acting(self) -> Acting:
        """When the rules act."""
        return Acting(self.base)

    def find(self, *conditions: Union) -> Box | None:
        """A box of people who meet every condition, or None."""
        return find(conditions, self.relations)


Run = Callable[[Bench], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check; a table only tells, it is never a fault."""

    code: str
    title: str
    run: Run
    table: bool

    @property
    def explanation(self) -> str:
        """What the check looks for, why it matters and what to do, as `rehab rules explain` prints it."""
        return inspect.getdoc(self.run) or ""


CHECKS: dict[str, Check] = {}


def check(code: str, title: str, *, table: bool = False) -> Callable[[Run], Run]:
    """Register a check under its code."""

    def register(run: Run) -> Run:
        if code in CHECKS:
            raise ValueError(f"{code} is used twice")
        CHECKS[code] = Check(code, title, run, table)
        return run

    return register

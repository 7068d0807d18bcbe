"""Run every check, and set aside what has been accepted.

In: the bench and `accepted.yaml`. Out: a `Report`. An accepted fault that no longer occurs is itself a fault.
Must not be here: single checks, printing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from rehab.knowledge.analysis import checks_doses, checks_guards, checks_unknown, checks_unused, checks_words
from rehab.knowledge.analysis.codes import CHECKS, Bench, Check, Fault
from rehab.knowledge.yaml_source import read_file
from rehab.model.base import Day, OneOf, Record

__all__ = ["ACCEPTED", "OUTDATED", "Accepted", "Report", "lint", "read_accepted"]

ACCEPTED = Path(__file__).parents[1] / "accepted.yaml"
OUTDATED = "L901"
_MODULES = (checks_doses, checks_guards, checks_unknown, checks_unused, checks_words)  # importing them registers


class Accepted(Record):
    """Faults that stay, with the reason and who decided when; `each` is a fault of one entry, `pair` of two."""

    code: Annotated[str, OneOf(tuple(sorted(CHECKS)))]
    each: tuple[str, ...] = ()
    pair: Annotated[tuple[str, ...], Field(max_length=2)] = ()
    reason: Annotated[str, Field(min_length=20)]
    by: Annotated[str, Field(min_length=2)]
    on: Day

    @property
    def keys(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The faults that are meant."""
        pair = ((self.code, tuple(sorted(self.pair))),) if self.pair else ()
        return (*((self.code, (one,)) for one in self.each), *pair)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome: what must be mended, what was accepted, and the tables."""

    faults: tuple[Fault, ...]
    accepted: tuple[tuple[Fault, str], ...]
    tables: dict[str, tuple[Fault, ...]]


def read_accepted(path: Path = ACCEPTED) -> tuple[Accepted, ...]:
    """What has been accepted; raises `InputError` or `pydantic.ValidationError` when the file is not of the form."""
    plain: Any = read_file(path).value
    return TypeAdapter(tuple[Accepted, ...]).validate_python(plain)


def lint(bench: Bench, accepted: Iterable[Accepted], checks: Iterable[Check] | None = None) -> Report:
    """Every fault that has not been accepted, and every acceptance without its fault."""
    chosen = list(CHECKS.values() if checks is None else checks)
    found = {one.code: tuple(one.run(bench)) for one in chosen}
    reasons = {key: entry.reason for entry in accepted for key in entry.keys if entry.code in found}
    faults = [fault for one in chosen if not one.table for fault in found[one.code]]
    met = {fault.key for fault in faults}
    outdated = [
        Fault(OUTDATED, about, f"accepted as {code}, but it no longer occurs: take it out of the list")
        for code, about in reasons if (code, about) not in met
    ]  # fmt: skip
    return Report(
        (*(fault for fault in faults if fault.key not in reasons), *outdated),
        tuple((fault, reasons[fault.key]) for fault in faults if fault.key in reasons),
        {one.code: found[one.code] for one in chosen if one.table},
    )

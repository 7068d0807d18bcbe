"""Which rule or behaviour carries each row of the requirements.

In: the rule base and requirements.yaml. Out: one `Coverage` a row. Must not be here: the requirements themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rehab.knowledge.yaml_source import read_file
from rehab.model.base import OneOf, Record
from rehab.model.rule import REQUIREMENT
from rehab.model.rule_base import RuleBase

__all__ = ["Coverage", "Row", "coverage_of", "read_rows"]

_FILE = Path(__file__).parent / "requirements.yaml"


class Behaviour(Record):
    """Something the program does for a row, and the command or test that shows it."""

    what: str
    shown_by: str


class Row(Record):
    """One row of the documents, in our own words."""

    id: Annotated[str, Field(pattern=REQUIREMENT)]
    title: str
    behaviours: tuple[Behaviour, ...] = ()
    status: Annotated[str, OneOf(("complete", "partial"))]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A row with what carries it; `recalled` names the rules that rest on figures nobody here has read."""

    id: str
    title: str
    status: str
    rules: tuple[str, ...]
    behaviours: tuple[tuple[str, str], ...]
    recalled: tuple[str, ...]


def read_rows(path: Path = _FILE) -> tuple[Row, ...]:
    """The rows as data; raises `InputError` or `pydantic.ValidationError` when the file is not of the form."""
    return tuple(Row.model_validate(plain) for plain in read_file(path).value)


def coverage_of(base: RuleBase, rows: tuple[Row, ...] | None = None) -> Iterator[Coverage]:
    """Each row with the rules tagged with its id; without rule and behaviour it is missing, whatever the file says."""
    for row in rows if rows is not None else read_rows():
        tagged = [rule for rule in base.rules if row.id in rule.requirement]
        carried = bool(tagged) or bool(row.behaviours)
        yield Coverage(
            row.id, row.title, row.status if carried else "missing", tuple(rule.id for rule in tagged),
            tuple((one.what, one.shown_by) for one in row.behaviours),
            tuple(rule.id for rule in tagged if rule.cite.checked == "recalled"),
        )  # fmt: skip

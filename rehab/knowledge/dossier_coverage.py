"""Which rule, figure, exercise, fact, measure or behaviour carries each row of the evidence dossiers.

In: dossier.yaml and the rule base. Out: one `DossierRow` a row, and the faults of the list itself.
Must not be here: the rows, their reasons. A row that a citation names is matched by machine; a reason that says
"not encoded" beside such a row is a fault, because it no longer tells the truth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rehab.knowledge.yaml_source import read_file
from rehab.model import vocabulary as words
from rehab.model.base import OneOf, Record
from rehab.model.citation import Citation
from rehab.model.facts import FACTS
from rehab.model.rule import AdviceRule, AssessmentRule, EvidenceRule, Rule
from rehab.model.rule_base import RuleBase

__all__ = ["CARRIED", "DossierRow", "Entry", "dossier_rows", "dossier_text", "faults_of", "read_dossier"]

_FILE = Path(__file__).parent / "dossier.yaml"
CARRIED = ("rule", "fact", "measure", "advice", "evidence", "exercise", "layout", "parameter", "behaviour")
NOT_ENCODED = "not_encoded"
_KINDS = ("rule", "parameter", "formula", "anchor", "exercise", "fact", "measure", "test", "file")


class Entry(Record):
    """One row as listed: its own words and, where no citation names it, what carries it or why nothing does."""

    id: Annotated[str, Field(min_length=3, max_length=12)]
    what: Annotated[str, Field(min_length=3, max_length=200)]
    status: Annotated[str, OneOf((*CARRIED, NOT_ENCODED))] | None = None
    by: tuple[Annotated[str, Field(pattern=r"^[a-z]+:\S+$")], ...] = ()
    reason: Annotated[str, Field(min_length=10, max_length=400)] | None = None


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A row with what carries it; status is `missing` where neither a citation nor a hand carries or explains it."""

    id: str
    what: str
    status: str
    by: tuple[str, ...]
    reason: str | None


def read_dossier(path: Path = _FILE) -> tuple[Entry, ...]:
    """The list as data; raises `InputError` or `pydantic.ValidationError` when the file is not of the form."""
    return tuple(Entry.model_validate(plain) for plain in read_file(path).value)


def dossier_rows(base: RuleBase, entries: Sequence[Entry] | None = None) -> Iterator[DossierRow]:
    """Every row with what cites it, else with what the list says by hand."""
    cited = _cited(base)
    for one in entries if entries is not None else read_dossier():
        found = cited.get(one.id, ())
        if found:
            yield DossierRow(one.id, one.what, _status(found, base), (*found, *one.by), one.reason)
        else:
            yield DossierRow(one.id, one.what, one.status or "missing", one.by, one.reason)


def faults_of(base: RuleBase, entries: Sequence[Entry] | None = None) -> list[str]:
    """What is wrong with the list: rows without answer, doubles, names that do not exist, reasons that went stale.

    Tests and files are named too; whether they exist only the repository can say, so that is checked there.
    """
    listed = tuple(entries if entries is not None else read_dossier())
    ids = [one.id for one in listed]
    faults = [f"row {one} is listed twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    known = _names(base)
    cited = _cited(base)
    for one in listed:
        if one.id in cited:
            if one.status == NOT_ENCODED:
                faults.append(f"row {one.id} is listed as not encoded, yet {cited[one.id][0]} cites it")
        elif one.status is None:
            faults.append(f"row {one.id} is neither cited nor explained")
        elif one.status == NOT_ENCODED and one.reason is None:
            faults.append(f"row {one.id} is not encoded, and no reason is given")
        elif one.status != NOT_ENCODED and not one.by:
            faults.append(f"row {one.id} is said to be carried, but not by what")
        for name in one.by:
            kind, _, rest = name.partition(":")
            if kind not in _KINDS or (kind in known and rest not in known[kind]):
                faults.append(f"row {one.id}: {name} does not exist")
    return faults


def dossier_text(base: RuleBase) -> Iterator[str]:
    """The lines of the printed coverage, the counts last."""
    counts: dict[str, int] = defaultdict(int)
    partly = 0
    for row in dossier_rows(base):
        counts[row.status] += 1
        partly += bool(row.reason) and row.status != NOT_ENCODED
        yield f"{row.id}  {row.status}  {row.what}"
        if row.by:
            yield f"       by: {', '.join(row.by)}"
        if row.reason:
            yield f"       {'why not' if row.status == NOT_ENCODED else 'open'}: {row.reason}"
    yield ", ".join(f"{counts[status]} {status}" for status in (*CARRIED, NOT_ENCODED, "missing") if counts[status])
    yield f"{sum(counts.values())} rows, {partly} of the carried ones with something left open"


def _cited(base: RuleBase) -> Mapping[str, tuple[str, ...]]:
    """Row id -> what cites it, as kind:name; several rows of one citation are separated by a comma."""
    found: dict[str, list[str]] = defaultdict(list)
    named: list[tuple[str, Citation]] = [(f"rule:{rule.id}", rule.cite) for rule in base.rules]
    named += [(f"parameter:{name}", one.cite) for name, one in base.parameters.items()]
    named += [(f"formula:{name}", one.cite) for name, one in base.formulas.items()]
    named += [(f"anchor:{one.id}", one.cite) for one in base.anchors]
    named += [(f"measure:{entry.id}", one.cite) for entry in base.measures for one in entry.changes]
    for name, cite in named:
        for row in cite.row.split(", "):
            found[row].append(name)
    return {row: tuple(dict.fromkeys(names)) for row, names in found.items()}


def _names(base: RuleBase) -> dict[str, frozenset[str]]:
    return {
        "rule": frozenset(base.by_id), "parameter": frozenset(base.parameters), "formula": frozenset(base.formulas),
        "anchor": frozenset(one.id for one in base.anchors), "exercise": frozenset(base.exercise_by_id),
        "fact": frozenset(FACTS), "measure": frozenset((*words.MEASURES, *words.ASHWORTH_MEASURES)),
    }  # fmt: skip


def _status(names: Sequence[str], base: RuleBase) -> str:
    """How a cited row is carried: by a rule that acts if there is one, else by what speaks, shows or counts."""
    rules = [base.by_id[name.removeprefix("rule:")] for name in names if name.startswith("rule:")]
    if not rules:
        return "measure" if any(name.startswith("measure:") for name in names) else "parameter"
    kinds = {_kind(rule) for rule in rules}
    return next(kind for kind in ("rule", "measure", "advice", "evidence") if kind in kinds)


def _kind(rule: Rule) -> str:
    match rule:
        case AdviceRule():
            return "advice"
        case EvidenceRule():
            return "evidence"
        case AssessmentRule():
            return "measure"
    return "rule"

"""Everything that the rule base says about one component, as a table that a clinician can read and sign.

In: the rule base and the name of a component. Out: `DecisionTable`: plain strings, one row a rule. Must not be here:
layout, patients. A gate or precaution stands in the table when it can touch the component: by name, as part of the
whole session, or through an exercise of the library; a gate on exercises that nobody has written yet stands in all.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehab.knowledge.rule_words import guard_words, says_words, unknown_words
from rehab.model.exercise import Exercise, matches
from rehab.model.rule import (
    Bars,
    DoseRule,
    GateRule,
    LimitRule,
    PrecautionRule,
    ProgressionRule,
    Rule,
    Selector,
)  # fmt: skip
from rehab.model.rule_base import RuleBase
from rehab.model.vocabulary import COMPONENTS

__all__ = ["COLUMNS", "TABLES", "DecisionTable", "Section", "TableRow", "decision_table"]

TABLES = (*COMPONENTS, "week")
COLUMNS = ("Rule", "Applies when", "Says", "If unknown", "Source", "Grade", "Checked")
_SIGNED = ("Name", "Registration number", "Date", "Signature")
_TITLES = (
    ("Doses: what the sources ask for", DoseRule), ("Limits: what is safe", LimitRule),
    ("Gates: what closes it, and what opens it again", GateRule),
    ("Precautions: do it, but watch", PrecautionRule), ("Progression: when it moves", ProgressionRule),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableRow:
    """One rule; the fields stand in the order of `COLUMNS`."""

    rule: str
    applies: str
    says: str
    unknown: str
    source: str
    grade: str
    checked: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as plain cells."""
        return (self.rule, self.applies, self.says, self.unknown, self.source, self.grade, self.checked)


@dataclass(frozen=True, slots=True)
class Section:
    """The rules of one kind; there may be none, which is worth knowing."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """The table of one component, with what names exactly this content, and lines to sign on."""

    component: str
    version: str
    digest: str
    sections: tuple[Section, ...]
    references: tuple[str, ...]
    sign: tuple[str, ...] = _SIGNED

    @property
    def rule_count(self) -> int:
        """How many rules stand in the table."""
        return sum(len(section.rows) for section in self.sections)


def decision_table(base: RuleBase, component: str) -> DecisionTable:
    """The rules of one component, or of the whole `week`; raises `KeyError` for another word."""
    if component not in TABLES:
        raise KeyError(component)
    shown = [rule for rule in base.rules if _concerns(rule, component, base.exercises)]
    sections = tuple(
        Section(title, tuple(_row(rule) for rule in shown if isinstance(rule, kind))) for title, kind in _TITLES
    )
    cited = sorted({rule.cite.source for rule in shown})
    references = tuple(f"{name}: {base.sources[name].citation}" for name in cited)
    return DecisionTable(component, base.version, base.digest, sections, references)


def _concerns(rule: Rule, component: str, library: tuple[Exercise, ...]) -> bool:
    match rule:
        case DoseRule() | LimitRule():
            return rule.quantity.partition(".")[0] == component
        case GateRule():
            return _bars(rule.bars, component, library)
        case PrecautionRule():
            return rule.requires is None or _selects(rule.requires.exercises, component, library)
        case ProgressionRule():
            return rule.component == component
    return False


def _bars(bars: str | Bars, component: str, library: tuple[Exercise, ...]) -> bool:
    if isinstance(bars, str):
        return True
    if bars.exercises is not None:
        return _selects(bars.exercises, component, library)
    named = {*(bars.components or ()), *(name.partition(".")[0] for name in bars.quantities or ())}
    return component in named


def _selects(selector: Selector, component: str, library: tuple[Exercise, ...]) -> bool:
    """Whether the class has an exercise of the component; a class that is empty so far guards every component."""
    found = {one.component for one in library if matches(selector, one)}
    return component in found or (not found and component in (selector.component or COMPONENTS))


def _row(rule: Rule) -> TableRow:
    cite = rule.cite
    return TableRow(
        rule.id, guard_words(rule.when), says_words(rule), unknown_words(rule),
        f"{cite.source}, {cite.at} (row {cite.row}): {cite.states}", cite.grade or "not stated", cite.checked,
    )  # fmt: skip

"""Checks of what nothing uses, and of what nobody has looked at for long.

In: the bench. Out: faults. Must not be here: meaning of guards.
"""

from __future__ import annotations

from collections.abc import Iterator

from rehab.knowledge.analysis.codes import Bench, Fault, check
from rehab.model.facts import FACTS
from rehab.model.guard import facts_of
from rehab.model.rule import DoseRule, LimitRule, TargetRule, Unsure

__all__ = ["MONTHS_FRESH"]

MONTHS_FRESH = 24
_MONTHS = 12


@check("L501", "a fact that nothing asks for")
def fact_unused(bench: Bench) -> Iterator[Fault]:
    """A fact of the closed list that no guard of a rule or exercise and no bound asks for.

    A person fills it in and nothing follows. Write the rule, or accept it with what else uses it (a line of the page, a
    formula of the engine).
    """
    used: set[str] = set()
    for rule in bench.base.rules:
        used |= set(facts_of(rule.when))
        if isinstance(rule, DoseRule | LimitRule):
            used |= set(rule.value.fact_names)
        if isinstance(rule, Unsure) and rule.ask_when is not None:
            used |= set(facts_of(rule.ask_when))
        if isinstance(rule, TargetRule):
            used |= set(facts_of(rule.goal))
    for exercise in bench.base.exercises:
        used |= set(facts_of(exercise.needs)) | {f"equipment.{word}" for word in exercise.equipment}
        used |= set(facts_of(exercise.excludes)) if exercise.excludes is not None else set()
    for name in FACTS:
        if name not in used:
            yield Fault("L501", (name,), "no rule and no exercise asks for this fact")


@check("L502", "a source that nothing cites")
def source_unused(bench: Bench) -> Iterator[Fault]:
    """A source that no rule, formula, parameter, anchor, measure or exercise cites: dead weight, or a lost citation."""
    base = bench.base
    cited = {rule.cite.source for rule in base.rules} | {exercise.source for exercise in base.exercises}
    for entries in (base.formulas.values(), base.parameters.values(), base.anchors, base.threshold_by_name.values()):
        cited |= {entry.cite.source for entry in entries}
    for name in base.sources:
        if name not in cited:
            yield Fault("L502", (name,), "nothing cites this source")


@check("L601", "a source not looked at for too long")
def source_stale(bench: Bench) -> Iterator[Fault]:
    """A source whose `checked_on` lies more than 24 months before the day that is asked about (`--date`).

    Guidelines are replaced. Look whether the source still holds, and set the day.
    """
    for name, source in bench.base.sources.items():
        day = source.checked_on
        months = (bench.today.year - day.year) * _MONTHS + bench.today.month - day.month
        if (months, bench.today.day) > (MONTHS_FRESH, day.day):
            yield Fault("L601", (name,), f"last looked at on {day}, over {MONTHS_FRESH} months before {bench.today}")

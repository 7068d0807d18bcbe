"""Checks between the entries of a rule base: what one entry names, another must be.

In: read rules, exercises, sources and citations, with their places. Out: problems.
Must not be here: checks of one entry alone (the forms make those), analysis of what rules mean together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rehab.errors import Problem
from rehab.knowledge.problems import nearest
from rehab.knowledge.yaml_source import Located
from rehab.model.citation import Source
from rehab.model.exercise import Exercise
from rehab.model.rule import DoseRule

__all__ = ["crosscheck"]

Entry = tuple[Any, Located, int]


def crosscheck(
    rules: list[Entry],
    exercises: list[Entry],
    sources: dict[str, Source],
    cited: list[tuple[Any, Located, tuple[str | int, ...]]],
    measures: Sequence[Entry] = (),
) -> list[Problem]:
    """Every name that leads nowhere, every id used twice, every house figure that is not marked as one."""
    problems = [*_doubles(rules), *_doubles(exercises), *_doubles(measures)]
    for rule, where, index in rules:
        if isinstance(rule, DoseRule):
            problems += _exceptions(rule, rules, where, index)
    for entry, where, path in cited:
        problems += _citation(entry.cite, sources, where, path)
    problems += _exercises(exercises, sources)
    return problems


def _doubles(entries: Sequence[Entry]) -> Iterator[Problem]:
    seen: dict[str, Located] = {}
    for entry, where, index in entries:
        if entry.id in seen:
            first = seen[entry.id].file
            yield where.problem((index, "id"), "R020", f"The id '{entry.id}' is used a second time; see {first}.")
        seen.setdefault(entry.id, where)


def _citation(cite: Any, sources: dict[str, Source], where: Located, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if cite.source not in sources:
        hint = nearest(cite.source, sources)
        yield where.problem((*path, "source"), "R021", f"No source is called '{cite.source}'.", hint)
    elif (sources[cite.source].kind == "house") != (cite.checked == "house"):
        yield where.problem(
            (*path, "checked"), "R022", "`checked: house` belongs to the source of kind house, and only to it."
        )


def _exceptions(rule: DoseRule, rules: list[Entry], where: Located, index: int) -> Iterator[Problem]:
    doses = {other.id: other for other, _, _ in rules if isinstance(other, DoseRule)}
    for name in rule.instead_of:
        other = doses.get(name)
        if other is None:
            hint = nearest(name, doses)
            yield where.problem((index, "instead_of"), "R023", f"No dose rule is called '{name}'.", hint)
        elif other.quantity != rule.quantity:
            yield where.problem((index, "instead_of"), "R024", f"'{name}' doses another quantity.")
        elif other.instead_of:
            yield where.problem((index, "instead_of"), "R025", f"'{name}' is itself an exception.")


def _exercises(exercises: list[Entry], sources: dict[str, Source]) -> Iterator[Problem]:
    known: dict[str, Exercise] = {one.id: one for one, _, _ in exercises}
    for one, where, index in exercises:
        if one.source not in sources:
            yield where.problem((index, "source"), "R021", f"No source is called '{one.source}'.")
        for key, back in (("easier", "harder"), ("harder", "easier")):
            for name in getattr(one, key):
                other = known.get(name)
                if other is None:
                    hint = nearest(name, known)
                    yield where.problem((index, key), "R026", f"No exercise is called '{name}'.", hint)
                elif other.component != one.component:
                    yield where.problem((index, key), "R027", f"'{name}' belongs to another component.")
                elif one.id not in getattr(other, back):
                    yield where.problem((index, key), "R028", f"'{name}' does not name '{one.id}' as {back}.")

"""Single people out of boxes, to be handed to the engine: every threshold from both sides, every word, unknown.

In: conditions. Out: facts that real people have. `Conclusion` is what the engine, which lives a floor above and is
handed in, says of one of them. Must not be here: the engine, claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from rehab.knowledge.analysis.acting import crossed
from rehab.knowledge.analysis.boxes import Box, Region, Union, full, point
from rehab.knowledge.analysis.relations import Relations
from rehab.knowledge.analysis.safe_person import SAFE
from rehab.knowledge.analysis.search import find
from rehab.model.facts import Facts, FactValue
from rehab.model.interval import Interval

__all__ = ["Conclusion", "complete", "representatives", "samples"]

MOST = 40  # of one box; beyond it evenly spread ones are taken


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the engine says of one person: components planned, exercises with their help, allowed intervals."""

    planned: frozenset[str]
    offered: dict[str, str]
    doses: dict[str, Interval]
    facts: Facts
    asked_for: frozenset[str]


def representatives(conditions: Sequence[Union], relations: Relations) -> Iterator[dict[str, FactValue | None]]:
    """Facts of people who meet the conditions: in each box all combinations of the samples of its facts."""
    seen: set[tuple[tuple[str, FactValue | None], ...]] = set()
    for box in crossed(conditions):
        names = sorted(box)
        combinations = list(product(*(samples(name, box[name]) for name in names)))
        step = max(1, len(combinations) // MOST)
        for chosen in islice(combinations, 0, None, step):
            key = tuple(zip(names, chosen, strict=True))
            if key not in seen:
                seen.add(key)
                if find([({name: point(value) for name, value in key},)], relations) is not None:
                    yield dict(key)


def samples(name: str, region: Region) -> list[FactValue | None]:
    """All words; of an interval its ends, or just inside an open one, and one between; unknown where it may be."""
    values: list[FactValue | None] = sorted(region.words, key=str)
    if not region.span.empty:
        values += _numbers(name, region.span)
    return [*values, None] if region.unknown else values


def _numbers(name: str, span: Interval) -> list[FactValue | None]:
    whole = full(name).span
    low, high = max(span.low, whole.low), min(span.high, whole.high)
    safe = SAFE.get(name)
    nudge = min(_STEP, (high - low) / 4)
    first = low + nudge if span.low_open else low
    last = high - nudge if span.high_open else high
    between = safe if isinstance(safe, int | float) and span.contains(safe) else None
    return list(dict.fromkeys(value for value in (first, between, last) if value is not None))


_STEP = 0.1


def complete(facts: dict[str, FactValue | None], relations: Relations) -> Box | None:
    """A box around one person with these facts, else as safe as can be; None when nobody has them together."""
    return find([({name: point(value) for name, value in facts.items()},)], relations)

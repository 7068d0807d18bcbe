"""The register of safety claims that are code, and what such a claim may use.

In: functions decorated with `claim`. Out: `CLAIMS`, and a `Counter` for each breach. The engine lives a floor above, so
it is handed in as a function. Must not be here: any claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rehab.knowledge.analysis.boxes import Box
from rehab.knowledge.analysis.codes import Bench
from rehab.knowledge.analysis.people import Conclusion
from rehab.model.facts import FactValue
from rehab.model.profile import Profile

__all__ = ["CLAIMS", "CodeClaim", "Conclude", "Counter", "Trial", "claim"]

Conclude = Callable[[Profile], Conclusion]


@dataclass(frozen=True, slots=True)
class Counter:
    """One breach of a claim: what happens, and to whom, where a person shows it."""

    what: str
    box: Box | None = None


@dataclass(slots=True)
class Trial:
    """What a claim in code may use, and how many things or people it has looked at."""

    bench: Bench
    conclude: Callable[[dict[str, FactValue | None]], Conclusion | None]
    looked_at: int = 0


Run = Callable[[Trial], Iterator[Counter]]


@dataclass(frozen=True, slots=True)
class CodeClaim:
    """A claim whose one sentence is data and whose proof is code."""

    id: str
    claim: str
    method: str
    run: Run


CLAIMS: dict[str, CodeClaim] = {}


def claim(name: str, sentence: str, method: str) -> Callable[[Run], Run]:
    """Register a claim."""

    def register(run: Run) -> Run:
        CLAIMS[name] = CodeClaim(name, sentence, method, run)
        return run

    return register

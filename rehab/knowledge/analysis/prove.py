"""Prove every safety claim, or find a person who breaks it.

In: the bench, the claims, the engine as a function. Out: one `Proof` a claim. A claim of `invariants.yaml` is proven
over the boxes, which speak of the rules, and then tried on people by the engine, the code that runs the rules.
Must not be here: printing, single claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import isclose, prod
from typing import Any

from rehab.errors import InternalFault
from rehab.knowledge.analysis import claims_data, claims_engine
from rehab.knowledge.analysis.boxes import Box, Union, full
from rehab.knowledge.analysis.claims import CLAIMS, CodeClaim, Conclude, Trial
from rehab.knowledge.analysis.codes import Bench
from rehab.knowledge.analysis.invariants import Invariant, questions
from rehab.knowledge.analysis.people import Conclusion, complete, representatives
from rehab.knowledge.analysis.witness import person, profile_data, profile_text, told
from rehab.model import vocabulary
from rehab.model.exercise import matches
from rehab.model.facts import FACTS, FactValue
from rehab.model.profile import Profile

__all__ = ["CLAIMS", "Proof", "profile_of", "prove", "prove_all"]

_MODULES = (claims_data, claims_engine)  # importing them registers
_ROUNDING = 1e-6
# Each person is tried as safe as can be, and in circumstances in which more is planned.
_BESIDES: tuple[dict[str, FactValue | None], ...] = (
    {},
    {"care.early_exercise_unlocked": True, "care.setting": "inpatient_rehab", "deficits.arm": "moderate",
     "swallowing.status": "failed", "swallowing.safe": False, "swallowing.any_exercise_cleared": True,
     "swallowing.cleared.masako": True},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome for one claim; where it is broken: how, and a profile on which it shows."""

    id: str
    claim: str
    method: str
    size: str
    holds: bool
    broken_by: str = ""
    witness: str = ""


def prove_all(
    bench: Bench, invariants: Iterable[Invariant], conclude: Conclude, start: date, only: str | None = None
) -> Iterator[Proof]:
    """Every claim in turn; `only` keeps those whose id begins so."""
    claims: list[Invariant | CodeClaim] = [*invariants, *CLAIMS.values()]
    for claim in claims:
        if only is None or claim.id.startswith(only):
            yield prove(bench, claim, conclude, start)


def prove(bench: Bench, claim: Invariant | CodeClaim, conclude: Conclude, start: date) -> Proof:
    """One claim."""
    if isinstance(claim, Invariant):
        return _by_boxes(bench, claim, conclude, start)
    trial = Trial(bench, lambda facts: _concluded(bench, facts, conclude, start))
    counter = next(iter(claim.run(trial)), None)
    size = f"{trial.looked_at} looked at"
    if counter is None:
        return Proof(claim.id, claim.claim, claim.method, size, holds=trial.looked_at > 0,
                     broken_by="" if trial.looked_at else "there was nothing to look at")  # fmt: skip
    text = _witness(bench, counter.box, set(counter.box), start, counter.what) if counter.box is not None else ""
    return Proof(claim.id, claim.claim, claim.method, size, holds=False, broken_by=counter.what, witness=text)


def _by_boxes(bench: Bench, claim: Invariant, conclude: Conclude, start: date) -> Proof:
    touched: list[Union] = []
    asked = list(questions(claim, bench.acting))
    for what, conditions in asked:
        touched += conditions
        met = bench.find(*conditions)
        if met is not None:
            names = {name for union in conditions for box in union for name in box}
            text = _witness(bench, met, names, start, what)
            return Proof(claim.id, claim.claim, "boxes", _size(touched), holds=False, broken_by=what, witness=text)
    tried = 0
    for facts, more in product(list(representatives([claim.people], bench.relations)), _BESIDES):
        concluded = _concluded(bench, {**more, **facts}, conclude, start)
        if concluded is None:
            continue
        tried += 1
        breach = _breach(bench, claim, concluded)
        if breach:
            box = complete({**more, **facts}, bench.relations)
            text = _witness(bench, box or {}, set(facts), start, breach)
            return Proof(claim.id, claim.claim, "engine", f"{tried} people", holds=False,
                         broken_by=breach, witness=text)  # fmt: skip
    nobody = bench.find(claim.people) is None
    size = f"{_size(touched)}, {len(asked)} questions; engine on {tried} people"
    return Proof(claim.id, claim.claim, "boxes and engine", size, holds=not nobody and bool(asked),
                 broken_by="the claim is about nobody" if nobody or not asked else "")  # fmt: skip


def _breach(bench: Bench, claim: Invariant, seen: Conclusion) -> str:
    """What the engine does against the claim, or nothing."""
    by_id = bench.base.exercise_by_id
    wrong: Iterable[str] = ()
    if claim.barred == "session":
        wrong = seen.planned
    elif claim.barred is not None and not isinstance(claim.barred, str):
        bars = claim.barred
        wrong = (
            seen.planned & set(bars.components) if bars.components
            else set(bars.quantities) & seen.doses.keys() if bars.quantities
            else [one for one in seen.offered if bars.exercises and matches(bars.exercises, by_id[one])]
        )  # fmt: skip
    elif claim.absent is not None:
        wrong = [one for one in seen.offered if matches(claim.absent, by_id[one])]
    elif claim.helper is not None:
        least = vocabulary.HELPER_LEVELS.index(claim.helper.helper)
        wrong = [
            f"{one} with helper {level}" for one, level in seen.offered.items()
            if matches(claim.helper.exercises, by_id[one]) and vocabulary.HELPER_LEVELS.index(level) < least
        ]  # fmt: skip
    elif claim.at_most is not None:
        span = seen.doses.get(claim.at_most.quantity)
        wrong = [f"{claim.at_most.quantity} {span}"] if span is not None and span.high > claim.at_most.value else []
    elif claim.never_asked_for is not None:
        wrong = seen.asked_for & set(claim.never_asked_for)
    return ", ".join(sorted(wrong))


def _concluded(
    bench: Bench, facts: dict[str, FactValue | None], conclude: Conclude, start: date
) -> Conclusion | None:
    box = complete(facts, bench.relations)
    data = _data(bench, box, start) if box is not None else None
    if data is None:
        return None
    concluded = conclude(profile_of(data))
    wrong = [name for name, value in facts.items() if not _same(concluded.facts.get(name), value)]
    if wrong:
        raise InternalFault(f"the made-up person has other facts than meant: {', '.join(sorted(wrong))}")
    return concluded


def _same(one: FactValue | None, other: FactValue | None) -> bool:
    """Equal, but for the rounding of a number on its way through the profile."""
    if isinstance(one, bool | str) or isinstance(other, bool | str) or one is None or other is None:
        return one == other
    return isclose(one, other, abs_tol=_ROUNDING)


def _data(bench: Bench, box: Box, start: date) -> dict[str, Any] | None:
    facts = person(box, bench.relations)
    return None if facts is None else profile_data(facts, start)


def profile_of(data: Any) -> Profile:
    """The profile of plain values, lists taken as the strict reader hands them on."""
    return Profile.model_validate(_tuples(data))


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(each) for key, each in value.items()}
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def _witness(bench: Bench, box: Box, names: set[str], start: date, what: str) -> str:
    facts = person(box, bench.relations)
    if facts is None:
        return ""
    remark = f"Made up: {what}\nfirst day of the plan {start}\n{told(facts, names)}"
    return profile_text(profile_data(facts, start), remark)


def _size(unions: Iterable[Union]) -> str:
    """How many kinds of people the comparisons tell apart."""
    ends: dict[str, set[float]] = {}
    for union in unions:
        for box in union:
            for name, region in box.items():
                ends.setdefault(name, set()).update((region.span.low, region.span.high))
    kinds = prod(_kinds(name, found) for name, found in ends.items())
    return f"{kinds:.2g} kinds of people over {len(ends)} facts" if ends else "everybody"


def _kinds(name: str, ends: set[float]) -> int:
    whole = full(name)
    if FACTS[name].kind != "number":
        return len(whole.words) + whole.unknown
    inner = {end for end in ends if whole.span.contains(end)} - {whole.span.low, whole.span.high}
    return len(inner) * 2 + 1 + whole.unknown

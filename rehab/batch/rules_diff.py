"""Whose plans change, and how, when one rule base takes the place of another.

In: two rule bases, a folder of profiles, a day. Out: one `Effect` a profile, by the patient's id; never a name.
Must not be here: files of plans, printing, what changed in the rules themselves (that is `knowledge/change.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rehab.errors import InputError
from rehab.exchange.profile_file import read_profile
from rehab.model.plan import Plan
from rehab.model.rule_base import RuleBase
from rehab.model.settings import Settings
from rehab.planning.build import build_plan
from rehab.review.diff import differences

__all__ = ["Effect", "effects_on"]

_ALWAYS = "made from another rules"  # true of every pair of plans here, so it says nothing
# What the comparison of two plans leaves out, and what it is called.
_ELSEWHERE = {
    "advice": "advice", "stop_signs": "stop signs", "assessments": "assessments due", "progressions": "progressions",
    "risk_factors": "risk factors", "evidence": "evidence shown", "excluded": "what was left out and why",
    "minutes": "ledger of minutes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """One profile: the lines that differ; `why` when it cannot be read under one of the rule bases."""

    patient: str
    lines: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


def effects_on(paths: Sequence[Path], start: date, old: RuleBase, new: RuleBase) -> Iterator[Effect]:
    """Each profile planned under both rule bases and compared; a profile that cannot be read is a row of its own."""
    settings = Settings()
    for path in paths:
        try:
            before, after = read_profile(path, start, old), read_profile(path, start, new)
        except InputError as error:
            yield Effect(path.name, why=tuple(str(one) for one in error.problems))
            continue
        then, now = build_plan(before, start, old, settings), build_plan(after, start, new, settings)
        yield Effect(before.patient.id, tuple(_lines(then, now)))


def _lines(before: Plan, after: Plan) -> Iterator[str]:
    yield from (line for line in differences(before, after) if line != _ALWAYS)
    for name, words in _ELSEWHERE.items():
        then, now = _told(before, name), _told(after, name)
        if then != now:
            fewer, more = len(then - now), len(now - then)
            yield f"{words}: {fewer} gone or changed, {more} new or changed"


def _told(plan: Plan, name: str) -> set[str]:
    """The entries of one part of a plan, as text."""
    value = getattr(plan, name)
    return {one.model_dump_json() for one in value} if isinstance(value, tuple) else {value.model_dump_json()}

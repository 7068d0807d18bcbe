"""What a profile leaves unknown, and why it matters.

In: a profile, the first day, the rule base. Out: one line a question or fact. Must not be here: decisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rehab.engine.prescribe import prescribe
from rehab.engine.screen import applies
from rehab.model.guard import facts_of
from rehab.model.profile import Profile
from rehab.model.rule import Unsure
from rehab.model.rule_base import RuleBase

__all__ = ["unknowns"]


def unknowns(profile: Profile, start: date, base: RuleBase) -> Iterator[str]:
    """Each open question once, with the facts it waits for; then the facts that other rules had to assume."""
    facts = prescribe(profile, start, base).derived.facts
    asked: dict[str, set[str]] = {}
    assumed: dict[str, set[str]] = {}
    for rule in base.of_kind(Unsure):
        if applies(rule, facts) is not None:
            continue
        missing = {name for name in facts_of(rule.when) if facts.get(name) is None}
        if rule.ask is not None:
            asked.setdefault(rule.ask, set()).update(missing)
        else:
            for name in missing:
                assumed.setdefault(name, set()).add(rule.id)
    for question, missing in sorted(asked.items()):
        yield f"asked: {question} (unknown: {', '.join(sorted(missing))})"
    for name, rules in sorted(assumed.items()):
        yield f"assumed at the cautious end: {name} (rules: {', '.join(sorted(rules))})"

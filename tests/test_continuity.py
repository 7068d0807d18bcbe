"""What is known is done: a next plan goes on with the exercises of the one before."""

from __future__ import annotations

from datetime import timedelta

from people import START, plan_with, profile_with

from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan


def test_a_next_plan_keeps_its_exercises(base: RuleBase) -> None:
    """A week later, with other likings in the order of choice, nothing is exchanged without a reason."""
    first = plan_with({"goals": [{"text": "Write", "task": "write"}]})
    later = build_plan(profile_with(), START + timedelta(days=7), base, week=2, previous=first)
    assert set(first.cards) == set(later.cards)
    assert set(plan_with().cards) != set(first.cards)
    assert later.previous == first.digest


def test_a_rule_and_a_wish_do_change_an_exercise_and_it_is_said(base: RuleBase) -> None:
    """A banned exercise and one that a new fact bars leave the plan; each is named with its reason."""
    first = plan_with()
    banned = sorted(first.cards)[0]
    person = profile_with({"preferences.never": [banned], "measures.fac": 2})
    later = build_plan(person, START, base, week=2, previous=first)
    said = {finding.message.split(" ")[0]: finding for finding in later.findings if finding.code == "exercise.dropped"}
    standing = {name for name, card in first.cards.items() if card.position in ("standing", "walking", "stairs")}
    assert standing
    assert {banned, *standing} <= set(said)
    assert set(said) == set(first.cards) - set(later.cards)
    assert "not wanted" in said[banned].message or said[banned].rule is not None

"""Boxes say exactly what guards, gates and exercises say; the search finds somebody exactly where there is somebody."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from people import START, tuples
from planted import guard

from rehab.engine.derive import derive
from rehab.engine.prescribe import prescribe
from rehab.engine.screen import applies
from rehab.knowledge.analysis.acting import Acting, silent, speaks
from rehab.knowledge.analysis.boxes import WHOLE, Answer, Union, boxes_of, contains, full, meet, point, words
from rehab.knowledge.analysis.prove import profile_of
from rehab.knowledge.analysis.relations import Relations, relations_of
from rehab.knowledge.analysis.search import find, values_in
from rehab.knowledge.analysis.witness import person, profile_data
from rehab.knowledge.load import load_rule_base
from rehab.model.facts import FACTS, Facts, FactValue
from rehab.model.guard import AnyGuard, evaluate, facts_of
from rehab.model.profile import Profile
from rehab.model.rule import Unsure

BASE = load_rule_base()
RELATIONS = relations_of(BASE)
ACTING = Acting(BASE)
FREE = Relations((), ())
SOME = ("vitals.systolic", "measures.fac", "stroke.phase", "care.medically_stable", "schedule.minutes_per_day",
        "deficits.arm")  # fmt: skip
NUMBERS = {"vitals.systolic": (40, 110, 180, 300), "measures.fac": (0, 2.5, 3, 5),
           "schedule.minutes_per_day": (0, 29, 30, 480)}  # fmt: skip
ANSWERS: dict[Answer, Callable[[bool | None], bool]] = {
    "true": lambda answer: answer is True, "false": lambda answer: answer is False,
    "not_true": lambda answer: answer is not True, "not_false": lambda answer: answer is not False,
}  # fmt: skip


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    """A comparison of one of a few facts."""
    name = draw(st.sampled_from(SOME))
    if name in NUMBERS:
        sign = draw(st.sampled_from(("at_least", "above", "at_most", "below")))
        return {"fact": name, sign: draw(st.sampled_from(NUMBERS[name]))}
    known = FACTS[name].allowed or (True, False)
    if draw(st.booleans()):
        return {"fact": name, draw(st.sampled_from(("is", "is_not"))): draw(st.sampled_from(known))}
    some = draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
    return {"fact": name, draw(st.sampled_from(("one_of", "none_of"))): tuple(some)}


GUARDS = st.recursive(
    leaves(), lambda inner: st.builds(
        lambda key, parts: {key: tuple(parts)}, st.sampled_from(("all", "any")), st.lists(inner, min_size=1, max_size=3)
    ), max_leaves=6,
)  # fmt: skip


@st.composite
def some_facts(draw: st.DrawFn) -> dict[str, FactValue]:
    """A value or unknown for each of the few facts; what is counted is whole."""
    values: dict[str, Any] = {}
    for name in SOME:
        if name in NUMBERS:
            near = [near for one in NUMBERS[name] for near in (one - 1, one, one + 1, one + 0.25)]
            fits = [one for one in near if full(name).span.contains(one) and (name not in WHOLE or one == int(one))]
            values[name] = draw(st.sampled_from([*fits, None]))
        else:
            values[name] = draw(st.sampled_from([*(FACTS[name].allowed or (True, False)), None]))
    if values["stroke.phase"] is None:
        values["stroke.phase"] = "acute"
    return {name: value for name, value in values.items() if value is not None}


def inside(union: Union, facts: Facts) -> bool:
    """Whether the facts lie in one of the boxes."""
    return any(contains(box, facts) for box in union)


@settings(max_examples=400)
@given(GUARDS, some_facts())
def test_a_guard_is_its_boxes(plain: Any, facts: Facts) -> None:
    """Facts, unknown ones included, lie in the boxes of an answer exactly when the guard gives that answer."""
    one = guard(plain)
    for answer, fits in ANSWERS.items():
        assert inside(boxes_of(one, answer), facts) == fits(evaluate(one, facts)), answer


@settings(max_examples=60)
@given(strategies.profiles())
def test_the_rules_are_their_boxes(data: dict[str, Any]) -> None:
    """On random people every guard, every gate's silence and every precaution is what the engine says."""
    facts = derive(profile_from(data), START, BASE).facts
    assert BASE.rules
    for rule in BASE.rules:
        answer = evaluate(rule.when, facts)
        assert inside(boxes_of(rule.when), facts) == (answer is True), rule.id
        assert inside(boxes_of(rule.when, "false"), facts) == (answer is False), rule.id
        if isinstance(rule, Unsure):
            acts = applies(rule, facts) is not False
            assert inside(silent(rule), facts) != acts, rule.id
            assert all(inside(union, facts) for union in speaks(rule)) == acts, rule.id


@settings(max_examples=60)
@given(strategies.profiles())
def test_offered_exercises_are_their_boxes(data: dict[str, Any]) -> None:
    """On random people the engine offers exactly the exercises whose conditions hold, where it plans the component."""
    made = prescribe(profile_from(data), START, BASE)
    planned = {part.component: part for part in made.prescription.prescribed}
    for exercise in BASE.exercises:
        may = all(inside(union, made.derived.facts) for union in ACTING.offered(exercise))
        part = planned.get(exercise.component)
        does = part is not None and exercise.id in {one.exercise.id for one in part.exercises}
        assert may == does or (may and part is None), exercise.id
        less = ACTING.helped_less(exercise, "nearby")
        if does and part is not None:
            given = next(one.helper for one in part.exercises if one.exercise.id == exercise.id)
            alone = less is not None and all(inside(union, made.derived.facts) for union in less)
            assert alone == (given == "none"), exercise.id


def profile_from(data: dict[str, Any]) -> Profile:
    """A profile of plain random values, unwanted exercises left out."""
    return Profile.model_validate(tuples({**data, "preferences": {"never": []}}))


@settings(max_examples=150)
@given(strategies.profiles())
def test_real_people_keep_the_relations(data: dict[str, Any]) -> None:
    """Every relation that the search relies on holds for the facts that the engine derives from any profile."""
    readings = data["vitals"]
    if readings["systolic"] is not None and readings["diastolic"] is not None:
        readings["diastolic"] = min(readings["diastolic"], readings["systolic"] - 1)
    facts = derive(profile_from(data), START, BASE).facts
    assert RELATIONS.unions
    for union in RELATIONS.unions:
        assert inside(union, facts), sorted({name for box in union for name in box})[:4]
    for one in RELATIONS.sums:
        if all(name in facts for name in one.names):
            total = one.constant + sum(factor * float(facts[name]) for name, factor in one.terms)
            assert abs(total) < 1e-6 if one.equal else total < 0 if one.strict else total <= 0, one


def test_the_meet_of_boxes_is_what_lies_in_both() -> None:
    """Boxes meet fact by fact; nothing in common is None; a box that takes nothing away gives the first back itself."""
    first = {"stroke.phase": words("acute", "chronic"), "vitals.systolic": full("vitals.systolic")}
    assert meet(first, {"stroke.phase": words("acute")}) == {**first, "stroke.phase": words("acute")}
    assert meet(first, {"stroke.phase": words("hyperacute")}) is None
    assert meet(first, {"stroke.phase": words("acute", "chronic", "hyperacute")}) is first


@settings(max_examples=300)
@given(st.lists(GUARDS, min_size=1, max_size=5))
def test_the_search_is_exact(plains: list[Any]) -> None:
    """A box is found exactly when some combination of values meets all guards, and everything in it meets them."""
    guards: list[AnyGuard] = [guard(plain) for plain in plains]
    names = sorted({name for one in guards for name in facts_of(one)})
    found = find([boxes_of(one) for one in guards], FREE)
    cells = [
        [*sorted({near for one in NUMBERS[name] for near in (one, one + 0.5 if name not in WHOLE else one + 1)
                  if full(name).span.contains(near)} | {full(name).span.low}), None]
        if name in NUMBERS else [*(FACTS[name].allowed or (True, False)), None] for name in names
    ]  # fmt: skip
    anybody = any(
        all(evaluate(one, {name: value for name, value in zip(names, chosen, strict=True) if value is not None}) is True
            for one in guards)
        for chosen in product(*cells)
    )  # fmt: skip
    assert (found is not None) == anybody
    if found is not None:
        chosen_values = values_in(found, FREE, lambda _name, _region: None)
        assert chosen_values is not None
        known = {name: value for name, value in chosen_values.items() if value is not None}
        assert all(evaluate(one, known) is True for one in guards)


def test_relations_make_people_impossible() -> None:
    """What derived facts rule out is found impossible: over a sum, over a phase, over a list, over a score."""
    def nobody(*leaves_: dict[str, Any]) -> bool:
        return find([boxes_of(guard(one)) for one in leaves_], RELATIONS) is None

    late = {"fact": "stroke.hours_since", "at_least": 168}
    assert nobody(late, {"fact": "stroke.phase", "is": "acute"})
    assert not nobody({"fact": "stroke.hours_since", "below": 168}, {"fact": "stroke.phase", "is": "acute"})
    assert nobody({"fact": "measures.berg_balance", "at_most": 20}, {"fact": "deficits.balance", "is": "moderate"})
    assert nobody({"fact": "swallowing.safe", "is": True}, {"fact": "swallowing.status", "is": "failed"})
    assert nobody({"fact": "vitals.spo2", "at_most": 90}, {"fact": "vitals.spo2_minus_target", "above": 45})
    assert nobody({"fact": "conditions.heart_disease", "is": False}, {"fact": "conditions.heart_failure", "is": True})
    unknown = {"conditions.copd": point(None), "conditions.diabetes": words(False)}
    assert find([(unknown,)], RELATIONS) is None


def test_a_found_person_is_that_person() -> None:
    """For each guard of the rule base, the person found meets it after profile and derivation, too."""
    tried = 0
    for rule in BASE.rules:
        if rule.when == "always":
            continue
        box = find([boxes_of(rule.when)], RELATIONS)
        assert box is not None, rule.id
        facts = person(box, RELATIONS)
        assert facts is not None, rule.id
        made = derive(profile_of(profile_data(facts, START)), START, BASE).facts
        assert evaluate(rule.when, made) is True, rule.id
        tried += 1
    assert tried > 150

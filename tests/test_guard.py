"""The guard language: three answers, and what is learned never takes an answer back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from rehab.model.facts import FactValue
from rehab.model.guard import AnyGuard, Guard, evaluate, facts_of, guard_text

READ: TypeAdapter[AnyGuard] = TypeAdapter(Guard)
T, F, U = True, False, None
A, B, C = "conditions.copd", "conditions.diabetes", "conditions.cancer"
RATE, PHASE = "vitals.resting_heart_rate", "stroke.phase"


def both(kind: str) -> AnyGuard:
    """Two facts joined."""
    return READ.validate_python({kind: ({"fact": A, "is": True}, {"fact": B, "is": True})})


def facts(one: bool | None, other: bool | None) -> dict[str, FactValue]:
    """The two facts, an unknown one left out."""
    return {name: value for name, value in ((A, one), (B, other)) if value is not None}


@pytest.mark.parametrize(
    ("one", "other", "all_", "any_"),
    [
        (T, T, T, T), (T, F, F, T), (T, U, U, T), (F, T, F, T), (F, F, F, F), (F, U, F, U), (U, T, U, T), (U, F, F, U),
        (U, U, U, U),
    ],
)  # fmt: skip
def test_the_truth_tables_are_kleenes(
    one: bool | None, other: bool | None, all_: bool | None, any_: bool | None
) -> None:
    """`all` and `any` give Kleene's strong answers, and only the unknown that matters stays unknown."""
    assert evaluate(both("all"), facts(one, other)) is all_
    assert evaluate(both("any"), facts(one, other)) is any_


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [("at_least", F, T, T), ("above", F, F, T), ("at_most", T, T, F), ("below", T, F, F)],
)
def test_a_comparison_knows_its_end(comparison: str, below: bool, at: bool, above: bool) -> None:
    """Each comparison decides just below, at and just above its number as its word says; unknown stays so."""
    guard = READ.validate_python({"fact": RATE, comparison: 100.0})
    answers = [evaluate(guard, {RATE: value}) for value in (99.999, 100.0, 100.001)]
    assert answers == [below, at, above]
    assert evaluate(guard, {}) is None


@pytest.mark.parametrize(
    ("comparison", "constant", "acute", "chronic"),
    [("is", "acute", T, F), ("is_not", "acute", F, T), ("one_of", ("acute",), T, F), ("none_of", ("acute",), F, T)],
)
def test_words_are_compared_whole(comparison: str, constant: Any, acute: bool, chronic: bool) -> None:
    """Equality and membership of words decide both ways, and are unknown for an unknown fact."""
    guard = READ.validate_python({"fact": PHASE, comparison: constant})
    assert evaluate(guard, {PHASE: "acute"}) is acute
    assert evaluate(guard, {PHASE: "chronic"}) is chronic
    assert evaluate(guard, {}) is None


def test_is_false_is_a_comparison() -> None:
    """`is: false` asks for a known no, and is not taken for a comparison that is missing."""
    guard = READ.validate_python({"fact": A, "is": False})
    assert [evaluate(guard, known) for known in ({A: False}, {A: True}, {})] == [True, False, None]


def test_always_needs_no_fact() -> None:
    """`always` is true even when nothing is known."""
    assert evaluate(READ.validate_python("always"), {}) is True


LEAVES = st.one_of(
    st.builds(lambda fact, value: {"fact": fact, "is": value}, st.sampled_from((A, B, C)), st.booleans()),
    st.builds(
        lambda comparison, value: {"fact": RATE, comparison: value},
        st.sampled_from(("at_least", "above", "at_most", "below")), st.sampled_from((50.0, 100.0)),
    ),
    st.builds(
        lambda comparison, values: {"fact": PHASE, comparison: tuple(values)},
        st.sampled_from(("one_of", "none_of")), st.sets(st.sampled_from(("acute", "chronic")), min_size=1),
    ),
)  # fmt: skip
GUARDS: st.SearchStrategy[AnyGuard] = st.recursive(
    LEAVES,
    lambda parts: st.builds(
        lambda kind, some: {kind: tuple(some)}, st.sampled_from(("all", "any")), st.lists(parts, min_size=1, max_size=3)
    ),
    max_leaves=8,
).map(READ.validate_python)
WORLDS = st.fixed_dictionaries(
    {A: st.booleans(), B: st.booleans(), C: st.booleans(), RATE: st.sampled_from((40.0, 50.0, 75.0, 100.0, 120.0)),
     PHASE: st.sampled_from(("acute", "chronic", "late_subacute"))}
)  # fmt: skip


@given(GUARDS, WORLDS, st.sets(st.sampled_from((A, B, C, RATE, PHASE))))
def test_learning_never_takes_an_answer_back(guard: AnyGuard, world: dict[str, FactValue], hidden: set[str]) -> None:
    """An answer given while facts are hidden is the answer that the whole truth gives."""
    known = {name: value for name, value in world.items() if name not in hidden}
    early = evaluate(guard, known)
    if early is not None:
        assert evaluate(guard, world) is early


@given(GUARDS, WORLDS)
def test_the_whole_truth_always_answers(guard: AnyGuard, world: dict[str, FactValue]) -> None:
    """With every fact known there is no third answer."""
    assert evaluate(guard, world) in (True, False)


@given(GUARDS)
def test_a_guard_reads_back(guard: AnyGuard) -> None:
    """A guard survives being written out and read again, and its text names every fact it asks for."""
    again = READ.validate_python(READ.dump_python(guard, by_alias=True, exclude_none=True))
    assert again == guard
    assert facts_of(guard)
    assert all(name in guard_text(guard) for name in facts_of(guard))


@pytest.mark.parametrize(
    "plain",
    [
        {"fact": A, "is": True, "is_not": True}, {"fact": A}, {"fact": A, "at_least": 1.0}, {"fact": RATE, "is": 60.0},
        {"fact": "conditions.nothing", "is": True}, {"fact": PHASE, "is": "yesterday"}, {"fact": RATE, "above": 900.0},
        {"all": ()}, {"any": ()}, {"not": {"fact": A, "is": True}}, "never", {"fact": A, "is": "true"},
    ],
    ids=["two", "none", "order-of-truth", "equality-of-number", "fact", "word", "span", "all", "any", "not", "bare",
         "text"],
)  # fmt: skip
def test_a_guard_that_cannot_be_meant_is_refused(plain: Any) -> None:
    """Two comparisons, none, an unfitting one, an unknown fact or word, an impossible number: all refused."""
    with pytest.raises(ValidationError):
        READ.validate_python(plain)

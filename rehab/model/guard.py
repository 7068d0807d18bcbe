"""The guard language: comparisons of one fact with constants, joined by all and any, with three answers.

In: facts. Out: True, False, or None for "cannot tell" (Kleene's strong logic).
Must not be here: arithmetic, expressions, priorities. What cannot be said is a missing fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from rehab.model.base import OneOf, Record
from rehab.model.facts import FACTS, Fact, Facts, FactValue

__all__ = ["All", "AnyGuard", "AnyOf", "Guard", "Leaf", "evaluate", "facts_of", "guard_text", "leaves_of"]

_EQUALITY = ("is_", "is_not", "one_of", "none_of")
_ORDER = ("at_least", "above", "at_most", "below")
Constant = bool | float | str


class Leaf(Record):
    """One fact compared with constants; exactly one comparison."""

    fact: Annotated[str, OneOf(tuple(FACTS))]
    is_: Annotated[Constant | None, Field(alias="is")] = None
    is_not: Constant | None = None
    one_of: tuple[Constant, ...] | None = None
    none_of: tuple[Constant, ...] | None = None
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _one_fitting_comparison(self) -> Leaf:
        used = [name for name in (*_EQUALITY, *_ORDER) if getattr(self, name) is not None]
        if len(used) != 1:
            raise PydanticCustomError(
                "guard", "a comparison of '{fact}' needs exactly one of is, is_not, one_of, none_of, at_least, "
                "above, at_most, below", {"fact": self.fact})  # fmt: skip
        fact = FACTS[self.fact]
        if (fact.kind == "number") != (used[0] in _ORDER):
            raise PydanticCustomError(
                "guard", "'{fact}' is a {kind} and cannot be compared with '{op}'",
                {"fact": self.fact, "kind": fact.kind, "op": used[0].rstrip("_")})  # fmt: skip
        for constant in self.constants:
            _check_constant(fact, constant)
        return self

    @property
    def comparison(self) -> str:
        """The name of the comparison that is used, such as at_least or is_."""
        return next(name for name in (*_EQUALITY, *_ORDER) if getattr(self, name) is not None)

    @property
    def constants(self) -> tuple[Constant, ...]:
        """The constants that the fact is compared with."""
        value = getattr(self, self.comparison)
        return tuple(value) if isinstance(value, tuple) else (value,)


def _check_constant(fact: Fact, constant: Constant) -> None:
    fits = (
        isinstance(constant, bool) if fact.kind == "truth"
        else constant in fact.allowed if fact.kind == "word"
        else not isinstance(constant, bool | str) and fact.low <= constant <= fact.high
    )  # fmt: skip
    if not fits:
        expected = (
            "true or false" if fact.kind == "truth"
            else ", ".join(fact.allowed) if fact.kind == "word"
            else f"{fact.low:g} to {fact.high:g} {fact.unit}"
        )  # fmt: skip
        raise PydanticCustomError(
            "guard", "'{value}' is not possible for '{fact}' ({expected})",
            {"value": str(constant), "fact": fact.name, "expected": expected})  # fmt: skip


class All(Record):
    """True when every part is; false as soon as one is."""

    all: Annotated[tuple[Guard, ...], Field(min_length=1)]


class AnyOf(Record):
    """True as soon as one part is; false when every part is."""

    any: Annotated[tuple[Guard, ...], Field(min_length=1)]


def _branch(value: Any) -> str | None:
    """The branch that is meant, so that an error speaks of that branch and not of all four."""
    if value == "always":
        return "always_true"
    for key, tag in (("all", "all_of"), ("any", "any_of"), ("fact", "leaf")):
        if (isinstance(value, dict) and key in value) or (isinstance(value, Record) and hasattr(value, key)):
            return tag
    return None


Guard = Annotated[
    Annotated[Leaf, Tag("leaf")]
    | Annotated[All, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[Literal["always"], Tag("always_true")],
    Discriminator(
        _branch,
        custom_error_type="guard",
        custom_error_message="a guard is `always`, {all: […]}, {any: […]} or {fact: NAME, comparison: constant}",
    ),
]
AnyGuard = Leaf | All | AnyOf | Literal["always"]
All.model_rebuild()
AnyOf.model_rebuild()


def evaluate(guard: AnyGuard, facts: Facts) -> bool | None:
    """True, False, or None when the unknown facts decide."""
    match guard:
        case Leaf():
            value = facts.get(guard.fact)
            return None if value is None else _compare(guard, value)
        case All():
            unknown = False
            for part in guard.all:
                answer = evaluate(part, facts)
                if answer is False:
                    return False
                unknown = unknown or answer is None
            return None if unknown else True
        case AnyOf():
            unknown = False
            for part in guard.any:
                answer = evaluate(part, facts)
                if answer is True:
                    return True
                unknown = unknown or answer is None
            return None if unknown else False
        case _:
            return True


def _compare(leaf: Leaf, value: FactValue) -> bool:
    if leaf.is_ is not None:
        return value == leaf.is_
    if leaf.one_of is not None:
        return value in leaf.one_of
    if leaf.is_not is not None:
        return value != leaf.is_not
    if leaf.none_of is not None:
        return value not in leaf.none_of
    assert not isinstance(value, str)  # noqa: S101  (the fact's kind was checked when the guard was read)
    if leaf.at_least is not None:
        return value >= leaf.at_least
    if leaf.above is not None:
        return value > leaf.above
    if leaf.at_most is not None:
        return value <= leaf.at_most
    return leaf.below is not None and value < leaf.below


def leaves_of(guard: AnyGuard) -> Iterator[Leaf]:
    """Every comparison of a guard, from left to right."""
    match guard:
        case Leaf():
            yield guard
        case All():
            for part in guard.all:
                yield from leaves_of(part)
        case AnyOf():
            for part in guard.any:
                yield from leaves_of(part)
        case _:
            return


def facts_of(guard: AnyGuard) -> tuple[str, ...]:
    """The names of the facts that a guard asks for, in order, each once."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves_of(guard)))


_SIGNS = {
    "is_": "is", "is_not": "is not", "one_of": "is one of", "none_of": "is none of",
    "at_least": "≥", "above": ">", "at_most": "≤", "below": "<",
}  # fmt: skip


def _leaf_text(leaf: Leaf) -> str:
    constants = ", ".join(
        str(c).lower() if isinstance(c, bool) else f"{c:g}" if isinstance(c, float | int) else c
        for c in leaf.constants
    )
    return f"{leaf.fact} {_SIGNS[leaf.comparison]} {constants}"


def guard_text(guard: AnyGuard, say_leaf: Callable[[Leaf], str] = _leaf_text) -> str:
    """The guard as one line; `say_leaf` words a comparison, and what stands in brackets belongs together."""
    match guard:
        case Leaf():
            return say_leaf(guard)
        case All():
            return " and ".join(_bracketed(part, say_leaf) for part in guard.all)
        case AnyOf():
            return " or ".join(_bracketed(part, say_leaf) for part in guard.any)
        case _:
            return "always"


def _bracketed(guard: AnyGuard, say_leaf: Callable[[Leaf], str]) -> str:
    text = guard_text(guard, say_leaf)
    return f"({text})" if isinstance(guard, All | AnyOf) else text

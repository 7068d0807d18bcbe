"""Rule bases with one planted defect, so that a check or a claim can be seen to fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from rehab.model.exercise import Exercise
from rehab.model.guard import Guard
from rehab.model.rule import AnyRule, Bounds
from rehab.model.rule_base import RuleBase

Plant = Callable[[RuleBase], RuleBase]
_GUARD: TypeAdapter[Any] = TypeAdapter(Guard)


def guard(plain: Any) -> Any:
    """A guard from plain values."""
    return _GUARD.validate_python(plain)


def fact(name: str, **comparison: Any) -> dict[str, Any]:
    """A comparison as plain values; `is_` stands for `is`."""
    return {"fact": name, **{key.rstrip("_") if key == "is_" else key: value for key, value in comparison.items()}}


def rebuilt(base: RuleBase, **parts: Any) -> RuleBase:
    """The rule base with some parts exchanged, unchecked: a defect need not be of the form."""
    return RuleBase.model_construct(**{**{name: getattr(base, name) for name in RuleBase.model_fields}, **parts})


def without(*names: str) -> Plant:
    """Take rules away."""

    def plant(base: RuleBase) -> RuleBase:
        assert set(names) <= set(base.by_id)
        return rebuilt(base, rules=tuple(rule for rule in base.rules if rule.id not in names))

    return plant


def rule(*names: str, **fields: Any) -> Plant:
    """Change fields of rules."""

    def plant(base: RuleBase) -> RuleBase:
        assert set(names) <= set(base.by_id)
        return rebuilt(
            base, rules=tuple(one.model_copy(update=fields) if one.id in names else one for one in base.rules)
        )

    return plant


def exercise(name: str, **fields: Any) -> Plant:
    """Change fields of one exercise."""

    def plant(base: RuleBase) -> RuleBase:
        assert name in base.exercise_by_id
        return rebuilt(base, exercises=tuple(
            one.model_copy(update=fields) if one.id == name else one for one in base.exercises
        ))  # fmt: skip

    return plant


def added(like: str, **fields: Any) -> Plant:
    """Add a rule that is like another but for some fields, an id among them."""

    def plant(base: RuleBase) -> RuleBase:
        extra: AnyRule = base.by_id[like].model_copy(update=fields)
        return rebuilt(base, rules=(*base.rules, extra))

    return plant


def added_exercise(like: str, **fields: Any) -> Plant:
    """Add an exercise that is like another but for some fields, an id among them."""

    def plant(base: RuleBase) -> RuleBase:
        extra: Exercise = base.exercise_by_id[like].model_copy(update={"easier": (), "harder": (), **fields})
        return rebuilt(base, exercises=(*base.exercises, extra))

    return plant


def both(first: Plant, second: Plant) -> Plant:
    """Two changes that make one defect: what the rules and the library both prevent."""
    return lambda base: second(first(base))


def bounds(**ends: Any) -> Bounds:
    """The interval of a dose or a limit, unchecked."""
    return Bounds(**ends)


def cited(base: RuleBase, name: str, **fields: Any) -> RuleBase:
    """Change fields of one rule's citation."""
    return rule(name, cite=base.by_id[name].cite.model_copy(update=fields))(base)

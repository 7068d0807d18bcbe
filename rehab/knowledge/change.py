"""The difference of two rule bases as data: what was added, what was removed, what was changed and how.

In: two rule bases. Out: one `Change` an entry, with a line for each field in words. Must not be here: patients, plans,
judgement whether a change is right. A changed interval says whether it became wider: that permits more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rehab.knowledge.rule_words import bounds_words, guard_words
from rehab.model.base import Record
from rehab.model.rule import Bounds
from rehab.model.rule_base import RuleBase

__all__ = ["Change", "changes_between"]

_GUARDS = ("when", "goal", "ask_when", "needs", "excludes")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs; `details` has a line for each field that changed."""

    part: str
    name: str
    how: str  # added | removed | changed
    details: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The change without its details."""
        return f"{self.part} {self.how}: {self.name}"


def changes_between(old: RuleBase, new: RuleBase) -> Iterator[Change]:
    """Every difference: version, rules, exercises, sources, formulas, parameters, anchors, measures; by name."""
    if old.version != new.version:
        yield Change("version", new.version, "changed", (f"{old.version} -> {new.version}",))
    yield from _entries("rule", old.by_id, new.by_id)
    yield from _entries("exercise", old.exercise_by_id, new.exercise_by_id)
    for part, name in (("source", "sources"), ("formula", "formulas"), ("parameter", "parameters")):
        yield from _entries(part, getattr(old, name), getattr(new, name))
    yield from _entries("anchor", {one.id: one for one in old.anchors}, {one.id: one for one in new.anchors})
    yield from _entries("measure", old.measure_by_id, new.measure_by_id)


def _entries(part: str, old: Mapping[str, Record], new: Mapping[str, Record]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is None and after is not None:
            yield Change(part, name, "added", tuple(_told(key, value) for key, value in _fields(after)))
        elif after is None:
            yield Change(part, name, "removed")
        elif before is not None and before != after:
            yield Change(part, name, "changed", tuple(_fields_changed(before, after)))


def _fields(entry: Record) -> Iterator[tuple[str, Any]]:
    """The fields that say something, with the parts of a citation and the words by reader as fields of their own."""
    for key in type(entry).model_fields:
        value = getattr(entry, key)
        if value is None or value == () or key == "id":
            continue
        if key in ("cite", "say"):
            for inner in type(value).model_fields:
                if getattr(value, inner) is not None:
                    yield f"{key}.{inner}", getattr(value, inner)
        else:
            yield key, value


def _told(key: str, value: Any) -> str:
    return f"{key}: {_text(key, value)}"


def _fields_changed(before: Record, after: Record) -> Iterator[str]:
    old, new = dict(_fields(before)), dict(_fields(after))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            then, now = (_text(key, one[key]) if key in one else "nothing" for one in (old, new))
            yield f"{key}: {then} -> {now}{_width(old.get(key), new.get(key))}"


def _text(key: str, value: Any) -> str:
    if key in _GUARDS:
        return guard_words(value)
    if isinstance(value, Bounds):
        return str(value.constant) if value.constant is not None else bounds_words(value)
    if isinstance(value, Record):
        return ", ".join(_told(*pair) for pair in _fields(value))
    if not isinstance(value, tuple):
        return str(value)
    return ", ".join(_text("", one) if isinstance(one, Record) else str(one) for one in value)


def _width(old: Any, new: Any) -> str:
    """Whether a constant interval became wider or narrower, or only moved."""
    then = old.constant if isinstance(old, Bounds) else None
    now = new.constant if isinstance(new, Bounds) else None
    if then is None or now is None:
        return ""
    if now.within(then):
        return " (narrower)"
    return " (wider: permits more)" if then.within(now) else " (moved)"

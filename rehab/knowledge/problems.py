"""From what pydantic found to sentences with file, line, column and the nearest name.

In: a `ValidationError` and the located file. Out: `Problem`s. Works from pydantic's error types, never from its English.
Must not be here: rules about the content of a profile or a rule.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from rehab.errors import Problem
from rehab.knowledge.yaml_source import Located, PathKey

__all__ = ["nearest", "problems_of"]

_TYPES = {
    "bool_type": "true or false", "int_type": "a whole number", "float_type": "a number",
    "string_type": "text", "date_type": "a date such as 2026-11-16", "tuple_type": "a list",
    "list_type": "a list", "dict_type": "a mapping of keys", "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys", "is_instance_of": "a value of another kind",
    "mapping_type": "a mapping of keys", "datetime_type": "a date and time", "int_from_float": "a whole number",
}  # fmt: skip
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"), "greater_than": ("above", "gt"),
    "less_than_equal": ("at most", "le"), "less_than": ("below", "lt"),
}  # fmt: skip


def nearest(word: object, allowed: Iterable[str]) -> str:
    """'Did you mean …?' for the closest allowed word, or the list when it is short, or nothing."""
    options = [str(option) for option in allowed]
    found = difflib.get_close_matches(str(word), options, n=1, cutoff=0.6)
    if found:
        return f"Did you mean '{found[0]}'?"
    return f"Allowed: {', '.join(options)}." if 0 < len(options) <= 12 else ""


def problems_of(error: ValidationError, located: Located, model: type[BaseModel], prefix: str) -> list[Problem]:
    """Every problem of a validation, once per place; `prefix` is the letter of the codes (P profile, R rule …)."""
    found: dict[tuple[PathKey, str], Problem] = {}
    for detail in error.errors(include_url=False):
        path = _path_in_file(detail["loc"], located)
        code, sentence, hint, of_key = _sentence(detail, path, located, model)
        problem = located.problem(path, prefix + code, sentence, hint, of_key=of_key)
        found.setdefault((path, problem.code), problem)
    return sorted(found.values())


def _path_in_file(loc: tuple[str | int, ...], located: Located) -> PathKey:
    """The part of a pydantic location that exists in the file; union branches add names of their own."""
    path: PathKey = ()
    for part in loc:
        longer = (*path, part)
        if longer in located.positions or longer in located.keys or (part is loc[-1] and isinstance(part, str)):
            path = longer
    return path


def _sentence(
    detail: Any, path: PathKey, located: Located, model: type[BaseModel]
) -> tuple[str, str, str, bool]:
    kind = detail["type"]
    context = detail.get("ctx") or {}
    name = _dotted(path)
    given = detail.get("input")
    if kind == "extra_forbidden":
        return "001", f"'{path[-1]}' is not a known key here.", nearest(path[-1], _keys_of(model, path[:-1])), True
    if kind == "missing":
        return "002", f"'{name}' is required and missing.", "", False
    if kind in ("vocabulary", "literal_error", "union_tag_invalid"):
        allowed = context.get("allowed") or _quoted(context.get("expected", context.get("expected_tags", "")))
        return "003", f"'{name}' does not know the word '{_short(given)}'.", nearest(given, allowed), False
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return "004", f"'{name}' must be {words} {context[key]:g}, not {_short(given)}.", "", False
    if kind in _TYPES:
        return "005", f"'{name}' must be {_TYPES[kind]}, not {_kind_of(given)}.", "", False
    if kind == "finite_number":
        return "004", f"'{name}' must be a finite number.", "", False
    if kind == "string_pattern_mismatch":
        return "006", f"'{name}' has a form that is not allowed: '{_short(given)}'.", _pattern_hint(name), False
    if kind in ("string_too_long", "too_long"):
        return "007", f"'{name}' is too long; at most {context.get('max_length')} are allowed.", "", False
    if kind in ("string_too_short", "too_short"):
        return "007", f"'{name}' is empty.", "", False
    return "008", f"'{name}': {detail['msg']}." if name else f"{detail['msg']}.", "", False


def _pattern_hint(name: str) -> str:
    if name.endswith("patient.id"):
        return "An id has letters, digits, dot, dash and underscore, begins with a letter or digit, at most 64 long."
    return ""


def _dotted(path: PathKey) -> str:
    return ".".join(str(part) for part in path)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return f"the number {_short(value)}"
        case str():
            return f"the text '{_short(value)}'"
        case list() | tuple():
            return "a list"
        case _:
            return "a mapping"


def _quoted(expected: str) -> list[str]:
    return [part for index, part in enumerate(str(expected).split("'")) if index % 2]


def _keys_of(model: type[BaseModel], path: PathKey) -> list[str]:
    """The keys that a record at this path may have, for the nearest name."""
    current: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        fields = getattr(current, "model_fields", {})
        chosen = next((f for n, f in fields.items() if part in (n, f.alias)), None)
        current = _record_in(chosen.annotation) if chosen is not None else None
        if current is None:
            return []
    return [info.alias or key for key, info in getattr(current, "model_fields", {}).items()]


def _record_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _record_in(inner)
        if found is not None:
            return found
    return None

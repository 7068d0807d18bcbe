"""From what pydantic found to sentences with file, line, column and the nearest name.

In: a `ValidationError` and the located file. Out: `Problem`s. Works from pydantic's error types, not its English.
Must not be here: rules about the content of a profile or a rule.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from rehab.errors import Problem
from rehab.knowledge.yaml_source import Located, PathKey

__all__ = ["nearest", "problems_of", "records_in"]

_MOST = 100  # sentences; whoever has more mends these first
_FEW = 12  # words that may be listed all
_SHOWN = 40  # letters of a wrong value that are shown
_GROUP = "a group of lines `key: value`"
_TYPES = {
    "bool_type": "true or false", "int_type": "a whole number", "int_from_float": "a whole number",
    "float_type": "a number", "string_type": "text", "tuple_type": "a list", "list_type": "a list",
    "date_type": "a date such as 2026-11-16", "datetime_type": "a date and time such as 2026-11-16T14:30",
    "dict_type": _GROUP, "model_type": _GROUP, "model_attributes_type": _GROUP, "mapping_type": _GROUP,
}  # fmt: skip
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"), "greater_than": ("above", "gt"),
    "less_than_equal": ("at most", "le"), "less_than": ("below", "lt"),
}  # fmt: skip
_TRUTH = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def nearest(word: object, allowed: Iterable[str]) -> str:
    """'Did you mean …?' for the closest allowed word, or the list when it is short, or nothing."""
    options = [str(option) for option in allowed]
    plain = str(word)[:80].strip().lower().replace(" ", "_").replace("-", "_")
    found = difflib.get_close_matches(plain, options, n=1, cutoff=0.65)
    if found:
        return f"Did you mean '{found[0]}'?"
    return f"Allowed: {', '.join(options)}." if 0 < len(options) <= _FEW else ""


def problems_of(error: ValidationError, located: Located, form: Any, prefix: str) -> list[Problem]:
    """Every problem of a validation, once per place; `prefix` is the letter of the codes (P profile, R rule …).

    `form` is the record, or the choice of records, that the file was read as.
    """
    placed = [(_path_in_file(detail, located), detail) for detail in error.errors(include_url=False)]
    placed.sort(key=lambda pair: located.place(pair[0], of_key=True))
    found: dict[tuple[PathKey, str], Problem] = {}
    for path, detail in placed[:_MOST]:
        code, sentence, hint, of_key = _sentence(detail, path, located, form)
        problem = located.problem(path, prefix + code, sentence, hint, of_key=of_key)
        found.setdefault((path, problem.code), problem)
    for path, _ in placed[_MOST : _MOST + 1]:
        rest = f"From here on there are {len(placed) - _MOST} more problems; mend those above first."
        found[path, "099"] = located.problem(path, f"{prefix}099", rest, of_key=True)
    return sorted(found.values())


def _path_in_file(detail: Any, located: Located) -> PathKey:
    """The part of a pydantic location that exists in the file; union branches add names of their own."""
    path: PathKey = ()
    for part in detail["loc"]:
        longer = (*path, part)
        if longer in located.positions or longer in located.keys:
            path = longer
    absent = detail["type"] == "missing" and path[-1:] != detail["loc"][-1:]
    return (*path, detail["loc"][-1]) if absent else path


def _sentence(detail: Any, path: PathKey, located: Located, form: Any) -> tuple[str, str, str, bool]:
    """Code, sentence, hint, and whether the key is meant and not its value."""
    kind = detail["type"]
    context = detail.get("ctx") or {}
    name = _dotted(path)
    given = detail.get("input")
    if kind == "extra_forbidden":
        key = str(path[-1]) if path else "?"
        hint = nearest(key, _keys_of(form, path[:-1], located.value))
        return "001", f"'{_short(key)}' is not a known key here.", _comma_hint(key) or hint, True
    if kind == "missing":
        return "002", f"'{name}' is required and missing.", "", False
    if kind in ("vocabulary", "literal_error"):
        allowed = context.get("allowed") or _quoted(context.get("expected", ""))
        return "003", f"'{name}' does not know the word '{_short(given)}'.", nearest(given, allowed), False
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return "004", f"'{name}' must be {words} {context[key]:g}, not {_short(given)}.", "", False
    if kind in _TYPES:
        if given is None:
            return "005", f"'{name}' has no value; it must be {_TYPES[kind]}.", "", False
        return "005", f"'{name}' must be {_TYPES[kind]}, not {_kind_of(given)}.", _type_hint(kind, given), False
    return *_other(kind, name, detail, context), False


def _other(kind: str, name: str, detail: Any, context: dict[str, Any]) -> tuple[str, str, str]:
    """The rarer kinds; whoever wrote a check of their own wrote the sentence as well."""
    given = detail.get("input")
    if kind == "finite_number":
        return "004", f"'{name}' must be a finite number.", ""
    if kind == "string_pattern_mismatch":
        return "006", f"'{name}' has a form that is not allowed: '{_short(given)}'.", _pattern_hint(name)
    if kind in ("string_too_long", "too_long"):
        what = "letters" if isinstance(given, str) else "entries"
        return "007", f"'{name}' is too long; at most {context.get('max_length')} {what} are allowed.", ""
    if kind in ("string_too_short", "too_short"):
        return "007", f"'{name}' is empty or too short; at least {context.get('min_length')} needed.", ""
    if kind == "json_invalid":
        return "008", "The file is not complete JSON; it was cut off or changed by hand.", ""
    said = str(detail["msg"])
    return "008", f"'{name}': {said}." if name else f"{said[:1].upper()}{said[1:]}.", ""


def _pattern_hint(name: str) -> str:
    if name.endswith("patient.id"):
        return "An id has letters, digits, dot, dash and underscore, begins with a letter or digit, at most 64 long."
    return ""


def _comma_hint(key: str) -> str:
    return "Decimals are written with a point, such as 36.6." if key.isdigit() else ""


def _type_hint(kind: str, given: object) -> str:
    """What to type instead, where the slip is one of the usual ones."""
    word = str(given).strip().lower()
    if kind == "bool_type" and isinstance(given, str | int):
        plain = _TRUTH.get(word) or ("true" if word in ("1", "true") else "false" if word in ("0", "false") else "")
        return f"Write {plain} without quotes." if plain else ""
    if kind == "string_type" and isinstance(given, bool | int | float):
        return "Put it in quotes if it is meant."
    if kind in ("float_type", "int_type") and isinstance(given, str):
        if word.replace(".", "", 1).isdigit():
            return "Leave the quotes out."
        return _comma_hint(word.replace(",", "", 1)) if "," in word else ""
    if _TYPES[kind] == _GROUP and isinstance(given, str) and ":" in given:
        return "After the colon a space is needed."
    if _TYPES[kind] == "a list" and isinstance(given, str):
        return "Put it in brackets: [ ]."
    return ""


def _dotted(path: PathKey) -> str:
    """The path for a reader; entries of a list count from 1."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{_short(part)}" for part in path)
    return text.removeprefix(".")


def _short(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = f"{value:.15g}" if isinstance(value, float) else text
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "…"


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the word {_short(value)}"
        case int() | float():
            return f"the number {_short(value)}"
        case str():
            return f"the text '{_short(value)}'"
        case list() | tuple():
            return "a list"
        case _:
            return _GROUP


def _quoted(expected: str) -> list[str]:
    return [part for index, part in enumerate(str(expected).split("'")) if index % 2]


def _keys_of(form: Any, path: PathKey, plain: Any) -> list[str]:
    """The keys that a record at this path may have, for the nearest name."""
    current = _fitting(form, plain)
    for part in path:
        if isinstance(part, int):
            plain = plain[part] if isinstance(plain, tuple) else None
            continue
        plain = plain.get(part) if isinstance(plain, dict) else None
        if current is None:
            continue
        chosen = next((one for name, one in current.model_fields.items() if part in (name, one.alias)), None)
        current = None if chosen is None else _fitting(chosen.annotation, _first(plain))
    return [] if current is None else list(_named(current))


def _first(plain: Any) -> Any:
    return plain[0] if isinstance(plain, tuple) and plain else plain


def _fitting(form: Any, plain: Any) -> type[BaseModel] | None:
    """Of the records that may stand here the one of the same kind, else the one with the most keys in common."""

    def fits(record: type[BaseModel]) -> tuple[bool, int]:
        kind = record.model_fields.get("kind")
        same = isinstance(plain, dict) and kind is not None and plain.get("kind") in get_args(kind.annotation)
        return same, len(set(_named(record)) & set(plain)) if isinstance(plain, dict) else 0

    return max(records_in(form), key=fits, default=None)


def _named(record: type[BaseModel]) -> list[str]:
    return [info.alias or key for key, info in record.model_fields.items()]


def records_in(annotation: Any) -> list[type[BaseModel]]:
    """Every record that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [record for inner in get_args(annotation) for record in records_in(inner)]

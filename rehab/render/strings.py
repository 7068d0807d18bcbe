"""Every string of a view, wherever it lies.

In: a view: frozen dataclasses of strings and of tuples of the same. Out: its strings, in order.
Must not be here: anything about one of the documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

__all__ = ["strings_of"]


def strings_of(value: object) -> Iterator[str]:
    """The strings of a view, in the order of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from strings_of(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings_of(getattr(value, field.name))

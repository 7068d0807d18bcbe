"""Reading YAML 1.2 (and so JSON) into plain values, with the line and column of every node.

In: bytes of one file. Out: `Located`: plain values and the position of each path; every fault as a `Problem`.
Must not be here: what the values mean. Only mappings, lists, text, numbers, truth values and null come out:
tags, anchors and aliases are refused, and size and depth are bounded, so that no file can exhaust the machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)  # fmt: skip

from rehab.errors import EnvironmentFailure, InputError, Problem

__all__ = ["Located", "PathKey", "read_file", "read_text"]

PathKey = tuple[str | int, ...]
MAXIMUM_BYTES = 2_000_000
MAXIMUM_DEPTH = 24
MAXIMUM_NODES = 200_000
_INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,17})\Z")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d{1,3})?\Z")
_WORDS: dict[str, object] = {
    "": None, "null": None, "~": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass
class Located:
    """A read file: `value` is plain data, `positions` the 1-based line and column of each path."""

    file: str
    value: Any
    positions: dict[PathKey, tuple[int, int]] = field(default_factory=dict)
    keys: dict[PathKey, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: PathKey, *, of_key: bool = False) -> tuple[int, int]:
        """Where a path stands; the nearest enclosing node if the path itself is not in the file."""
        if of_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))

    def problem(
        self, path: PathKey, code: str, sentence: str, suggestion: str = "", *, of_key: bool = False
    ) -> Problem:
        """A problem at a path of this file."""
        line, column = self.place(path, of_key=of_key)
        return Problem(self.file, line, column, code, sentence, suggestion)


def read_file(path: Path, shown_as: str | None = None) -> Located:
    """Read one file; raises `InputError` for its faults, `EnvironmentFailure` when the disk fails."""
    name = shown_as or str(path)
    try:
        if path.is_dir():
            raise InputError([Problem(name, 0, 0, "Y001", "This is a folder, not a file.")])
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError:
        raise InputError([Problem(name, 0, 0, "Y001", "There is no such file.")]) from None
    except PermissionError:
        raise InputError([Problem(name, 0, 0, "Y001", "The file may not be read (permission denied).")]) from None
    except (OSError, ValueError) as error:
        raise EnvironmentFailure(f"{name}: the file could not be read: {error}") from None
    if len(data) > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // 1_000_000
        raise InputError([Problem(name, 0, 0, "Y002", f"The file is larger than {limit} MB.")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise InputError([Problem(name, line, column, "Y003", "The file is not UTF-8 text.")]) from None
    return read_text(text, name)


def read_text(text: str, name: str) -> Located:
    """Read YAML text; raises `InputError` with every fault that could be found."""
    reader = _Reader(name)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = " ".join(str(error.problem or error.context or "not readable").split())
        reader.problems.append(Problem(name, line, column, "Y004", f"This is not readable as YAML: {what}."))
    except YAMLError as error:
        what = " ".join(str(error).split())[:160]
        reader.problems.append(Problem(name, 1, 1, "Y004", f"This is not readable as YAML: {what}."))
    except RecursionError:
        reader.problems.append(Problem(name, 1, 1, "Y005", f"The file is nested deeper than {MAXIMUM_DEPTH} levels."))
    if reader.problems:
        raise InputError(reader.problems)
    if reader.documents == 0:
        raise InputError([Problem(name, 0, 0, "Y006", "The file is empty.")])
    return Located(name, _frozen(reader.root), reader.positions, reader.keys)


def _frozen(value: Any) -> Any:
    """Lists as tuples, as strict records want them; the depth is bounded by the reader."""
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in value.items()}
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


class _Stop(MarkedYAMLError):
    """Ends the reading early at a bound."""


@dataclass
class _Open:
    container: dict[str, Any] | list[Any]
    path: PathKey
    key: str | None = None
    refused: bool = False


class _Reader:
    """Builds plain values from parser events, iteratively, so that depth costs no recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Any = None
        self.documents = 0
        self.nodes = 0
        self.positions: dict[PathKey, tuple[int, int]] = {}
        self.keys: dict[PathKey, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._open: list[_Open] = []

    def take(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAXIMUM_NODES:
            raise _Stop(problem=f"the file holds more than {MAXIMUM_NODES} parts", problem_mark=event.start_mark)
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise _Stop(problem="a file holds one document only", problem_mark=event.start_mark)
            case AliasEvent():
                self._fault(event, "Y007", "Anchors and aliases (& and *) are not used here; write the value out.")
                self._value(event, None)
            case MappingStartEvent() | SequenceStartEvent():
                self._check_node(event)
                self._start(event, {} if isinstance(event, MappingStartEvent) else [])
            case MappingEndEvent() | SequenceEndEvent():
                self._open.pop()
            case ScalarEvent():
                self._check_node(event)
                self._scalar(event)
            case _:
                pass

    def _fault(self, event: Any, code: str, sentence: str) -> None:
        mark = event.start_mark
        if len(self.problems) < 100:
            self.problems.append(Problem(self.name, mark.line + 1, mark.column + 1, code, sentence))

    def _check_node(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(event, "Y007", "Anchors and aliases (& and *) are not used here; write the value out.")
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("!", "None"):
            self._fault(event, "Y008", f"The tag {str(tag)[:60]} is not allowed.")

    def _start(self, event: Any, container: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= MAXIMUM_DEPTH:
            raise _Stop(problem=f"nested deeper than {MAXIMUM_DEPTH} levels", problem_mark=event.start_mark)
        path = self._value(event, container)
        self._open.append(_Open(container, path))

    def _scalar(self, event: Any) -> None:
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.container, dict) and top.key is None:
            self._key(event, top)
            return
        self._value(event, _plain(event))

    def _key(self, event: Any, top: _Open) -> None:
        key = str(event.value)
        path = (*top.path, key)
        mark = event.start_mark
        if isinstance(top.container, dict) and key in top.container:
            first = self.keys[path][0]
            self._fault(event, "Y009", f"The key '{key[:60]}' stands here a second time; it is already on line {first}.")
            top.refused = True
        else:
            self.keys[path] = (mark.line + 1, mark.column + 1)
            top.refused = False
        top.key = key

    def _value(self, event: Any, value: Any) -> PathKey:
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if not self._open:
            self.root = value
            self.positions[()] = place
            return ()
        top = self._open[-1]
        if isinstance(top.container, list):
            path: PathKey = (*top.path, len(top.container))
            top.container.append(value)
        elif top.key is None:
            self._fault(event, "Y010", "A key must be a plain word, not a list or a mapping.")
            top.key = ""
            return self._value(event, value)
        else:
            path = (*top.path, top.key)
            if not top.refused:
                top.container[top.key] = value
            top.key = None
        self.positions.setdefault(path, place)
        return path


def _plain(event: Any) -> Any:
    """A scalar by the YAML 1.2 core schema; dates stay text, and so do yes, no, on and off."""
    text = str(event.value)
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text

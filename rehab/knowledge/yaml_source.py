"""Reading YAML 1.2 (and so JSON) into plain values, with the line and column of every node.

In: bytes of one file. Out: `Located`: plain values and the position of each path; every fault as a `Problem`.
Must not be here: what the values mean. Only mappings, lists, text, numbers, truth values and null come out:
tags, anchors and aliases are refused, and size and depth are bounded, so that no file can exhaust the machine.
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)  # fmt: skip

from rehab.errors import InputError, Problem
from rehab.knowledge.source_bytes import bytes_of, visible
from rehab.knowledge.yaml_faults import explained

__all__ = ["Located", "PathKey", "read_file", "read_text"]

PathKey = tuple[str | int, ...]
MAXIMUM_DEPTH = 24
MAXIMUM_NODES = 60_000
MAXIMUM_FAULTS = 100
_INTEGER = re.compile(r"[-+]?\d{1,18}", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", re.ASCII)
# The parser needs minutes for a tag of a million letters; directives (%) are for other programs. Both are found first.
_TAG = re.compile(r'![^\s"]*')
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_LONGEST_TAG = 500
_NO_TAGS = "Words that begin with ! (tags) and lines that begin with % are not used here."
_SHOWN = 20
_NUMBERED = re.compile(r"\\U([0-9A-Fa-f]{8})")
_HALVES = re.compile("[\ud800-\udfff]")
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
        return Problem(self.file, line, column, code, visible(sentence), visible(suggestion))


def read_file(path: Path, shown_as: str | None = None) -> Located:
    """Read one file; raises `InputError` for its faults, `EnvironmentFailure` when the disk fails."""
    name = visible(shown_as or str(path))
    data = bytes_of(path, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        hint = "Save it again with the encoding UTF-8."
        raise InputError([Problem(name, line, column, "Y003", "The file is not UTF-8 text.", hint)]) from None
    return read_text(text, name)


def read_text(text: str, name: str) -> Located:
    """Read YAML text; raises `InputError` with every fault that could be found."""
    reader = _Reader(name)
    try:
        _refuse_tags(text)
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except YAMLError as error:
        line, column, sentence = explained(error, text)
        reader.problems.append(Problem(name, line, column, "Y004", sentence))
    except _Stop as stop:
        reader.problems.append(Problem(name, stop.line, stop.column, stop.code, stop.sentence))
    except (ValueError, OverflowError):  # the parser does not check the number behind a backslash
        at = next((one.start() for one in _NUMBERED.finditer(text) if int(one[1], 16) > sys.maxunicode), 0)
        sentence = "A backslash is followed by a number that stands for no character."
        reader.problems.append(Problem(name, *_line_and_column(text, at), "Y004", sentence))
    if reader.problems:
        raise InputError(reader.problems)
    if reader.root is None:
        raise InputError([Problem(name, 0, 0, "Y006", "The file is empty.")])
    return Located(name, _frozen(reader.root), reader.positions, reader.keys)


def _refuse_tags(text: str) -> None:
    long = (found.start() for found in _TAG.finditer(text) if found.end() - found.start() > _LONGEST_TAG)
    first = _DIRECTIVE.search(text)
    at = next(long, None) if first is None else first.start()
    if at is not None:
        line, column = _line_and_column(text, at)
        raise _Stop(line, column, "Y008", _NO_TAGS)


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _frozen(value: Any) -> Any:
    """Lists as tuples, as strict records want them; the depth is bounded by the reader."""
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in value.items()}
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


class _Stop(Exception):
    """Ends the reading early at a bound."""

    def __init__(self, line: int, column: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.column, self.code, self.sentence = line, column, code, sentence


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
            raise _stop_at(event, "Y011", f"The file holds more than {MAXIMUM_NODES} values.")
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise _stop_at(event, "Y012", "A second document begins here; a file holds one only.")
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
        if len(self.problems) >= MAXIMUM_FAULTS:
            raise _stop_at(event, "Y015", "There are more faults than these; the rest of the file was not read.")
        self.problems.append(Problem(self.name, mark.line + 1, mark.column + 1, code, visible(sentence)))

    def _check_node(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(event, "Y007", "Anchors and aliases (& and *) are not used here; write the value out.")
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")[:60]
            self._fault(event, "Y008", f"Words that begin with ! (tags) are not used here: {shown}.")

    def _start(self, event: Any, container: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= MAXIMUM_DEPTH:
            raise _stop_at(event, "Y005", f"The file is nested deeper than {MAXIMUM_DEPTH} levels.")
        path = self._value(event, container)
        self._open.append(_Open(container, path))

    def _scalar(self, event: Any) -> None:
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.container, dict) and top.key is None:
            self._key(event, top)
            return
        self._value(event, self._plain(event))

    def _key(self, event: Any, top: _Open) -> None:
        key = self._text(event)
        path = (*top.path, key)
        mark = event.start_mark
        if isinstance(top.container, dict) and key in top.container:
            line, shown = self.keys[path][0], key[:_SHOWN]
            self._fault(event, "Y009", f"The key '{shown}' stands here a second time; it is already on line {line}.")
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
            raise _stop_at(event, "Y010", "A key must be a plain word, not something in brackets or braces.")
        else:
            path = (*top.path, top.key)
            if not top.refused:
                top.container[top.key] = value
            top.key = None
        self.positions.setdefault(path, place)
        return path

    def _text(self, event: Any) -> str:
        """The text of a scalar; the two halves of a character that JSON writes apart are put together."""
        text = str(event.value)
        if not _HALVES.search(text):
            return text
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            self._fault(event, "Y014", "Here stands one half of a character, which is not text.")
            return _HALVES.sub("?", text)

    def _plain(self, event: Any) -> Any:
        """A scalar by the YAML 1.2 core schema; dates stay text, and so do yes, no, on and off."""
        text = self._text(event)
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and text.isascii():
            number = float(text)
            if math.isfinite(number):
                return number
            self._fault(event, "Y013", f"The number {text[:_SHOWN]}{text[_SHOWN:] and '…'} is too large.")
        return text


def _stop_at(event: Any, code: str, sentence: str) -> _Stop:
    return _Stop(event.start_mark.line + 1, event.start_mark.column + 1, code, sentence)

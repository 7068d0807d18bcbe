"""From the YAML files of the rule base to one `RuleBase`, or to every problem in them at once.

In: a folder with rules/, exercises/, sources.yaml, formulas.yaml, measures.yaml, version.yaml and others.
Out: a validated rule base.
Must not be here: evaluation; looking at a patient. A validated copy is kept in the user's cache, under a name that
is the digest of every byte read, because reading YAML is much slower than checking it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydantic
from pydantic import TypeAdapter, ValidationError

from rehab import __version__
from rehab.errors import InputError, Problem
from rehab.knowledge.crosscheck import crosscheck
from rehab.knowledge.problems import problems_of
from rehab.knowledge.yaml_source import Located, PathKey, read_file
from rehab.model.citation import Source
from rehab.model.exercise import Exercise
from rehab.model.measure import Measure
from rehab.model.rule import AnyRule
from rehab.model.rule_base import Anchor, Formula, Parameter, RuleBase

__all__ = ["DATA", "load_rule_base"]

DATA = Path(__file__).parent
_FORMS: tuple[tuple[str, Any], ...] = (("rules", AnyRule), ("exercises", Exercise))


def load_rule_base(folder: Path = DATA, *, use_cache: bool = True) -> RuleBase:
    """Read the rule base; raises `InputError` with every problem, each with file, line and column."""
    files = _files(folder)
    key = _key(files)
    if use_cache and (kept := _from_cache(key)) is not None:
        return kept
    base = _read(folder, files)
    if use_cache:
        _to_cache(key, base)
    return base


def _files(folder: Path) -> list[Path]:
    single = ("version.yaml", "sources.yaml", "formulas.yaml", "parameters.yaml", "anchors.yaml", "measures.yaml")
    names = [folder / name for name in single]
    return names + [path for part, _ in _FORMS for path in sorted((folder / part).glob("*.yaml"))]


def _read(folder: Path, files: list[Path]) -> RuleBase:
    problems: list[Problem] = []
    located: dict[str, Located] = {}
    for path in files:
        try:
            located[str(path)] = read_file(path, str(path.relative_to(folder.parent)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    version, sources, formulas, parameters, anchors, measures = (located[str(path)] for path in files[:6])
    entries: dict[str, list[tuple[Any, Located, int]]] = {}
    for part, form in _FORMS:
        entries[part] = list(_entries(folder / part, form, located, problems))
    read_sources = dict(_mapping(sources, Source, problems))
    read_formulas = dict(_mapping(formulas, Formula, problems))
    read_parameters = dict(_mapping(parameters, Parameter, problems))
    read_anchors = list(_list(anchors, Anchor, problems))
    read_measures = list(_list(measures, Measure, problems))
    named = list(_mapping(version, str, problems))
    if [key for key, _ in named] != ["version"] and not problems:
        problems.append(version.problem((), "R000", "The file must hold the key `version` with a text, no other."))
    cited: list[tuple[Any, Located, PathKey]] = []
    cited += [(entry, where, (index, "cite")) for entry, where, index in (*entries["rules"], *read_anchors)]
    cited += [(entry, formulas, (name, "cite")) for name, entry in read_formulas.items()]
    cited += [(entry, parameters, (name, "cite")) for name, entry in read_parameters.items()]
    cited += [
        (one, where, (index, "changes", number, "cite"))
        for entry, where, index in read_measures for number, one in enumerate(entry.changes)
    ]  # fmt: skip
    problems += crosscheck(entries["rules"], entries["exercises"], read_sources, cited, read_measures)
    if problems:
        raise InputError(problems)
    return RuleBase(
        version=named[0][1],
        rules=tuple(sorted((entry for entry, _, _ in entries["rules"]), key=lambda rule: rule.id)),
        exercises=tuple(sorted((entry for entry, _, _ in entries["exercises"]), key=lambda one: one.id)),
        sources=dict(sorted(read_sources.items())),
        formulas=dict(sorted(read_formulas.items())),
        parameters=dict(sorted(read_parameters.items())),
        anchors=tuple(entry for entry, _, _ in read_anchors),
        measures=tuple(entry for entry, _, _ in read_measures),
    )


def _entries(
    folder: Path, form: Any, located: dict[str, Located], problems: list[Problem]
) -> Iterator[tuple[Any, Located, int]]:
    for name, source in located.items():
        if Path(name).parent == folder:
            yield from _list(source, form, problems)


def _list(source: Located, form: Any, problems: list[Problem]) -> Iterator[tuple[Any, Located, int]]:
    if not isinstance(source.value, tuple):
        problems.append(source.problem((), "R000", "The file must be a list of entries."))
        return
    adapter = TypeAdapter(form)
    for index, plain in enumerate(source.value):
        try:
            yield adapter.validate_python(plain), source, index
        except ValidationError as error:
            problems += problems_of(error, _Part(source, index), form, "R")


def _mapping(source: Located, form: Any, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    if not isinstance(source.value, dict):
        problems.append(source.problem((), "R000", "The file must be a mapping from names to entries."))
        return
    adapter = TypeAdapter(form)
    for key, plain in source.value.items():
        try:
            yield key, adapter.validate_python(plain, strict=True)
        except ValidationError as error:
            problems += problems_of(error, _Part(source, key), form, "R")


class _Part(Located):
    """One entry of a file, addressed from its own root."""

    def __init__(self, whole: Located, key: str | int) -> None:
        cut = {path[1:]: place for path, place in whole.positions.items() if path[:1] == (key,)}
        keys = {path[1:]: place for path, place in whole.keys.items() if path[:1] == (key,)}
        super().__init__(whole.file, whole.value[key], cut, keys)


def _key(files: list[Path]) -> str:
    digest = hashlib.sha256(f"{__version__} {pydantic.VERSION}".encode())
    code = sorted((DATA.parent / "model").glob("*.py"))
    for path in (*code, *files):
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def _cache_file(key: str) -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "rehab" / f"rules-{key}.json"


def _from_cache(key: str) -> RuleBase | None:
    try:
        return RuleBase.model_validate_json(_cache_file(key).read_bytes())
    except (OSError, ValidationError, RuntimeError):
        return None


def _to_cache(key: str, base: RuleBase) -> None:
    """Keep the copy if the disk allows; a cache that cannot be written costs time, never correctness."""
    try:
        target = _cache_file(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_text(base.model_dump_json(by_alias=True), encoding="utf-8")
        part.replace(target)
    except (OSError, RuntimeError):
        return

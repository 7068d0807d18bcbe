"""Profiles changed at random: whatever comes out, only `InputError` may escape, and what is accepted can be planned.

The changes: a value deleted, replaced by one of another type, moved, renamed, written twice; bytes cut off or spoilt.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rehab.errors import InputError
from rehab.exchange.plan_file import read_plan
from rehab.exchange.profile_file import read_profile
from rehab.knowledge.yaml_source import read_file
from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan

START = date(2026, 11, 16)
PROFILES = sorted((Path(__file__).parents[1] / "profiles").glob("*.yaml"))
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 10**17, 1e308, -1e-300, "", "x", "none", "left", "2026-11-16", "2026-02-30",
    "0001-01-01", "9999-12-31T23:59", "24:00", "00:00", "x" * 3000, "\u202eevil", "\ud800", "\0", "{{ 7 }}", "../x",
    "é", [], {}, [None], [[]], [{}], {"": None}, {"fact": 1}, ["left"], [1, 2], {"on": "2026-11-01"},
)  # fmt: skip
SPOIL = b":{}[]&*!|>%@`\'\"#-?,~\t\n\r\0\xff\xc3\xed =\\0e.<"


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in inner for found in _paths(part, (*path, key)))]


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def _change(value: Any, chance: random.Random) -> None:
    """One change of plain values, in place."""
    *above, last = chance.choice(_paths(value)[1:])
    holder = _at(value, tuple(above))
    match chance.randrange(5):
        case 0:
            del holder[last]
        case 1:
            holder[last] = copy.deepcopy(chance.choice(STRANGE))
        case 2:
            holder[last] = json.loads(json.dumps(_at(value, chance.choice(_paths(value)[1:]))))
        case 3 if isinstance(holder, dict):
            holder[last + chance.choice(("", "s", " ", "_", "\n"))] = holder.pop(last)
        case _:
            old = holder[last]
            holder[last] = chance.choice(([old], {"value": old}, str(old), [copy.deepcopy(old) for _ in range(9)]))


def _values(data: bytes, chance: random.Random) -> bytes:
    value = json.loads(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        if len(_paths(value)) > 1:
            _change(value, chance)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _bytes(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 10))):
        at, length = chance.randrange(len(data) + 1), chance.choice((0, 1, 1, 5, 60))
        middle = bytes(chance.choices(SPOIL, k=chance.choice((0, 1, 1, 3))))
        match chance.randrange(4):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[at : at + length] + data[at:]
            case _:
                data = data[:at] + middle + data[at + length :]
    return data


def _plain(path: Path) -> bytes:
    return json.dumps(read_file(path).value).encode()


def _fuzz(
    runs: int, seed: int, change: Callable[[bytes, random.Random], bytes], folder: Path, base: RuleBase
) -> tuple[int, int]:
    """How many changed profiles were accepted, and how many refused."""
    chance, accepted = random.Random(seed), 0  # noqa: S311  (repeatable on purpose)
    originals = [_plain(path) if change is _values else path.read_bytes() for path in PROFILES]
    assert originals
    path = folder / "p.yaml"
    for number in range(runs):
        data = change(originals[number % len(originals)], chance)
        path.write_bytes(data)
        try:
            profile = read_profile(path, START, base)
        except InputError as error:
            _fit_to_print(error, data)
            continue
        except Exception as error:
            raise AssertionError(f"run {number}: {data!r}") from error
        accepted += 1
        if change is _values or number % 5 == 0:
            try:
                build_plan(profile, START, base).to_json().encode()
            except Exception as error:
                raise AssertionError(f"run {number} could not be planned: {data!r}") from error
    return accepted, runs - accepted


def _fit_to_print(error: InputError, data: bytes) -> None:
    assert error.problems, data
    assert all(str(one).isprintable() and one.sentence.endswith(".") for one in error.problems), data


@pytest.mark.parametrize("change", [_values, _bytes], ids=["values", "bytes"])
def test_a_changed_profile_is_read_or_refused(
    change: Callable[[bytes, random.Random], bytes], tmp_path: Path, base: RuleBase
) -> None:
    accepted, refused = _fuzz(250, 7, change, tmp_path, base)
    assert accepted > 10
    assert refused > 100


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("change", [_values, _bytes], ids=["values", "bytes"])
def test_many_changed_profiles(
    change: Callable[[bytes, random.Random], bytes], seed: int, tmp_path: Path, base: RuleBase
) -> None:
    accepted, refused = _fuzz(5000, 100 + seed, change, tmp_path, base)
    assert min(accepted, refused) > 100


@pytest.mark.parametrize("runs", [20, pytest.param(2000, marks=pytest.mark.nightly)])
def test_a_changed_plan_is_read_or_refused(runs: int, tmp_path: Path, base: RuleBase) -> None:
    chance = random.Random(runs)  # noqa: S311  (repeatable on purpose)
    text = build_plan(read_profile(PROFILES[0], START, base), START, base).to_json().encode()
    path, refused = tmp_path / "x.plan.json", 0
    for number in range(runs):
        path.write_bytes((_values if number % 2 else _bytes)(text, chance))
        try:
            read_plan(path)
        except InputError:
            refused += 1
    assert refused > runs // 2

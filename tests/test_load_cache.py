"""The kept copy of the rule base: it is the rule base, and it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from rehab.knowledge import load
from rehab.model.rule_base import RuleBase


def test_the_kept_copy_is_the_rule_base(base: RuleBase) -> None:
    """Written as JSON and read back, every rule, exercise, source and measure is the same."""
    again = RuleBase.model_validate_json(base.model_dump_json(by_alias=True))
    assert again == base
    assert again.digest == base.digest


def test_the_second_load_reads_no_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one load the next one comes from the cache, however the slow way would end."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = load.load_rule_base()
    assert list((tmp_path / "rehab").glob("rules-*.json"))

    def refuse(*_: object) -> RuleBase:
        raise AssertionError("read again")

    monkeypatch.setattr(load, "_read", refuse)
    assert load.load_rule_base() == first

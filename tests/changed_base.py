"""A rule base with a planted defect, so that a check can show that it fails."""

from __future__ import annotations

from typing import Any

from rehab.model.rule_base import RuleBase


def changed(base: RuleBase, *, without: tuple[str, ...] = (), **changes: Any) -> RuleBase:
    """The rule base without some rules and with other parts exchanged; what it keeps by heart is made anew."""
    assert set(without) <= set(base.by_id)
    parts = {name: getattr(base, name) for name in RuleBase.model_fields}
    parts["rules"] = tuple(rule for rule in base.rules if rule.id not in without)
    return RuleBase(**{**parts, **changes})

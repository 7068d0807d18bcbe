"""JSON Schemas of the contract.

In: which one. Out: a plain mapping. Must not be here: schemas written by hand; they follow the records.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from rehab.model.plan import Plan
from rehab.model.profile import Profile
from rehab.model.rule import AnyRule

__all__ = ["schema_of"]

_FORMS: dict[str, Any] = {"profile": Profile, "plan": Plan, "rule": AnyRule}


def schema_of(what: str) -> dict[str, Any]:
    """The schema of `profile`, `plan` or `rule`; raises `KeyError` for any other word."""
    made = TypeAdapter(_FORMS[what]).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"rehab.{what}/1", **made}

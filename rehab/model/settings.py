"""What a site sets for its own pages: whom to call, which emergency number, which formula.

In: plain values. Out: a frozen `Settings`. Without a file everything is empty: the page then has a line to write on.
Must not be here: invented numbers of any kind.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rehab.model.base import OneOf, Record, ShortText
from rehab.model.rule_base import digest_of

__all__ = ["Settings"]

Phone = Annotated[str, Field(pattern=r"^[0-9+()/ .-]{2,30}$")]


class Settings(Record):
    """The settings of one site; `team_phone` and `emergency_number` are printed as they stand."""

    schema_: Annotated[Literal["rehab.settings/1"], Field(alias="schema")] = "rehab.settings/1"
    site_name: ShortText | None = None
    team_name: ShortText | None = None
    team_phone: Phone | None = None
    out_of_hours_phone: Phone | None = None
    emergency_number: Phone | None = None
    maximum_heart_rate_formula: Annotated[str, OneOf(("tanaka", "fox"))] = "tanaka"
    paper: Annotated[str, OneOf(("a4", "letter"))] = "a4"

    @property
    def digest(self) -> str:
        """Names exactly these settings."""
        return digest_of(self.model_dump(mode="json", by_alias=True))

"""Where a figure comes from, and how well that was checked.

In: plain values. Out: `Citation` (place in a source) and `Source` (the full reference).
Must not be here: the figures themselves.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rehab.model.base import Day, OneOf, Record

__all__ = ["CHECKED", "SOURCE_KINDS", "Citation", "Source", "provenance_of"]

CHECKED = ("primary", "secondary", "recalled", "house")
SOURCE_KINDS = (
    "guideline", "statement", "overview", "trial", "review", "scale", "formula", "regulator", "house",
)  # fmt: skip
_PROVENANCE = {
    "guideline": "guideline", "statement": "guideline", "regulator": "guideline", "overview": "overview",
    "trial": "trial or review", "review": "trial or review", "scale": "trial or review", "formula": "formula",
    "house": "house",
}  # fmt: skip


class Citation(Record):
    """A place in a source. `states` restates the figure in our own words, so that words and numbers can be compared.

    `checked` says who read it: primary (the source or its issuing body), secondary (somebody quoting it), recalled
    (nobody on the project), house (our own choice). `row` names the row of the evidence dossier.
    """

    source: str
    at: Annotated[str, Field(min_length=1, max_length=300)]
    row: Annotated[str, Field(min_length=1, max_length=80)]
    states: Annotated[str, Field(min_length=1, max_length=600)]
    grade: Annotated[str, Field(max_length=200)] | None = None
    checked: Annotated[str, OneOf(CHECKED)]


class Source(Record):
    """A full reference; `checked_on` is the day on which a person last looked whether it still holds."""

    citation: Annotated[str, Field(min_length=5, max_length=800)]
    kind: Annotated[str, OneOf(SOURCE_KINDS)]
    body: str | None = None
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    doi: str | None = None
    url: str | None = None
    checked_on: Day


def provenance_of(source: Source) -> str:
    """One of the kinds that are printed differently: guideline, overview, trial or review, formula, house."""
    return _PROVENANCE[source.kind]

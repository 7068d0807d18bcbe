"""The strict base of every record, and the field types that records share.

In: plain values as a reader found them. Out: frozen pydantic models; wrong input raises `pydantic.ValidationError`.
Must not be here: files, positions, wording for patients.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

__all__ = ["ClockTime", "Day", "Moment", "Notice", "OneOf", "Record", "ShortText", "Text"]

_CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
# Control characters, marks that turn or hide text, tags of the last plane; halves of a character.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)


class Record(BaseModel):
    """A frozen value; unknown keys, wrong types, infinities and truth values used as numbers are refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True)
class OneOf:
    """Restricts a word to a closed vocabulary, and lets the error carry the words that would be allowed."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "enum": list(self.words)}

    def _check(self, word: str) -> str:
        if word in self.words:
            return word
        raise PydanticCustomError(
            "vocabulary", "'{word}' is not a known word", {"word": word, "allowed": list(self.words)}
        )


def _read_day(value: Any) -> Any:
    if isinstance(value, datetime):
        raise PydanticCustomError("day", "a date without a time is expected, such as 2026-11-16")
    if isinstance(value, str):
        day = _parsed(value, _DAY, date.fromisoformat)
        if day is None:
            raise PydanticCustomError(
                "day", "'{value}' is not a date that exists; write it as 2026-11-16", {"value": value[:40]}
            )
        return day
    return value


def _read_moment(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("date_type")
    moment = _parsed(value, _DAY, date.fromisoformat) or _parsed(value, _MOMENT, datetime.fromisoformat)
    if moment is None:
        raise PydanticCustomError(
            "day",
            "'{value}' is not a date or a date and time that exists; write 2026-11-16 or 2026-11-16T14:30",
            {"value": value[:40]},
        )
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        raise PydanticCustomError("day", "a time is local: leave the time zone out")
    return moment


def _parsed(value: str, form: re.Pattern[str], parse: Callable[[str], date]) -> date | None:
    """The day or moment, or None where the form is another one or the calendar has no such day."""
    try:
        return parse(value) if form.fullmatch(value) else None
    except ValueError:
        return None


def _read_clock(value: Any) -> Any:
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        return value
    raise PydanticCustomError("clock", "a time of day is written in quotes as hours and minutes, such as \"09:30\"")


def _plain_text(value: Any) -> Any:
    if isinstance(value, str) and _CONTROL.search(value):
        raise PydanticCustomError("control_character", "the text holds an invisible control character; type it again")
    return value


Day = Annotated[date, BeforeValidator(_read_day)]
Moment = Annotated[datetime | date, BeforeValidator(_read_moment)]
ClockTime = Annotated[str, BeforeValidator(_read_clock), Field(json_schema_extra={"pattern": _CLOCK.pattern})]
ShortText = Annotated[str, BeforeValidator(_plain_text), Field(min_length=1, max_length=80)]
Text = Annotated[str, BeforeValidator(_plain_text), Field(min_length=1, max_length=600)]


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark about one place of a record: the path to it, a code and one sentence."""

    path: tuple[str | int, ...]
    code: str
    sentence: str

"""Options that several commands share.

In: words of the shell. Out: values of the model, or a usage error. Must not be here: the work of a command.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

__all__ = ["DATE", "PATH", "first_day", "speak_utf8"]


_DAY = re.compile(r"(19|20|21)\d\d-\d\d-\d\d", re.ASCII)


class _Date(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.fail(f"'{value}' is not a date from 1900 to 2199; write it as 2026-11-16.", param, ctx)
        return day


DATE = _Date()
PATH = click.Path(path_type=Path)


def first_day(chosen: date | None) -> date:
    """The first day of the planned week; today where none is named."""
    return chosen or date.today()


def speak_utf8() -> None:
    """Print degree signs and dashes even where the shell claims to know ASCII only."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")

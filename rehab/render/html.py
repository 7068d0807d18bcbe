"""From a view to HTML: templates and style sheets, found in the wheel or in the repository.

In: the name of a template and a view of plain strings. Out: HTML in which every string of the view is text.
Must not be here: choice of words, rounding, the page engine.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import rehab
from rehab.errors import EnvironmentFailure

__all__ = ["page_html", "style"]


@cache
def _folder() -> Path:
    """`rehab/_templates` of a wheel, otherwise `templates/` beside the package."""
    package = Path(rehab.__file__).parent
    for folder in (package / "_templates", package.parent / "templates"):
        if (folder / "patient.html").is_file():
            return folder
    raise EnvironmentFailure("The page templates are missing from this installation.")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_folder()), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


def page_html(template: str, view: Any, **more: str) -> str:
    """The HTML of one document; `more` are words of layout such as the density."""
    return _environment().get_template(template).render(view=view, **more)


def style(name: str) -> str:
    """The text of a style sheet."""
    return (_folder() / name).read_text(encoding="utf-8")

"""From HTML to a tagged PDF (PDF/UA-1), with nothing fetched and no complaint of the page engine passed over.

In: HTML, names of style sheets, page size. Out: laid-out documents, and bytes that are the same for the same HTML.
Must not be here: words, views. One renderer serves a whole process: style sheets and font set-up are kept.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from rehab.errors import EnvironmentFailure, InternalFault
from rehab.render import fonts
from rehab.render.html import style

__all__ = ["Renderer", "renderer", "texts_of"]

_VARIANT = "pdf/ua-1"
# Said where an optional library of the machine is missing; the PDF is valid without it.
_HARMLESS = ("Using fontTools instead of HarfBuzz-Subset",)
_COLLECT_AFTER = 100_000  # objects
_SIZES = {"a4": "210mm 297mm", "letter": "216mm 279mm"}


class _Complaints(logging.Handler):
    """Keeps what the page engine says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith(_HARMLESS):
            self.said.append(record.getMessage())


@contextmanager
def _no_complaints() -> Iterator[None]:
    """Whatever the page engine warns of is a fault: a page with a warning is not handed to anybody."""
    logger, handler = logging.getLogger("weasyprint"), _Complaints()
    level, passed_on = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = passed_on
    if handler.said:
        raise InternalFault("The page engine complained: " + "; ".join(handler.said))


class Renderer:
    """The page engine of this process."""

    def __init__(self) -> None:
        gc.set_threshold(_COLLECT_AFTER)  # a layout makes millions of short-lived boxes and few cycles
        fonts.prepare()
        try:
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher
        except OSError as error:
            raise EnvironmentFailure(f"The page engine cannot be loaded: {error}") from None
        self._engine = weasyprint
        self._fetcher = URLFetcher(allowed_protocols=())
        self._fonts = FontConfiguration()
        self._styles: dict[tuple[str, str], list[Any]] = {}

    def lay_out(self, html: str, name: str, paper: str) -> Any:
        """The document laid out on pages; `name` is that of its style sheet."""
        with _no_complaints():
            page = self._engine.HTML(string=html, base_url=None, url_fetcher=self._fetcher)
            return page.render(font_config=self._fonts, stylesheets=self._style(name, paper), pdf_variant=_VARIANT)

    def bytes_of(self, document: Any) -> bytes:
        """The PDF of a laid-out document."""
        with _no_complaints():
            data: bytes = document.write_pdf(pdf_variant=_VARIANT)
        return data

    def _style(self, name: str, paper: str) -> list[Any]:
        if (name, paper) not in self._styles:
            text = f"@page {{ size: {_SIZES[paper]} }}\n{style('page.css')}\n{style(name)}"
            sheet = self._engine.CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher)
            self._styles[name, paper] = [sheet]
        return self._styles[name, paper]


@cache
def renderer() -> Renderer:
    """The one renderer of this process."""
    return Renderer()


def texts_of(document: Any) -> tuple[str, ...]:
    """The words of each page as they were laid out, in reading order, the foot of the page last."""
    return tuple("".join(_words(page._page_box)) for page in document.pages)


def _words(box: Any) -> Iterator[str]:
    text = getattr(box, "text", None)
    if text is not None:
        yield f"{text}\n"
    for child in getattr(box, "children", ()):
        yield from _words(child)

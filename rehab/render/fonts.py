"""The one font of both documents, found by itself on every machine, and the check that it has every letter.

In: the installed font package; texts with the name of their place. Out: FONTCONFIG_FILE set to this font alone.
Must not be here: fetching fonts, falling back to fonts of the machine. `prepare` runs before weasyprint is imported.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from rehab.errors import EnvironmentFailure, InputError, InternalFault, Problem

__all__ = ["FAMILY", "check_own_texts", "check_texts", "missing_characters", "prepare"]

FAMILY = "Atkinson Hyperlegible"
_PACKAGE = "fontpkg_atkinson_hyperlegible"
_FACES = ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf")
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@cache
def _folder() -> Path:
    try:
        folder = Path(str(files(_PACKAGE) / "files"))
    except ModuleNotFoundError:
        raise EnvironmentFailure(f"The font package {_PACKAGE} is not installed; nothing can be printed.") from None
    missing = [name for name in _FACES if not (folder / name).is_file()]
    if missing:
        raise EnvironmentFailure(f"The font {FAMILY} is not whole: {', '.join(missing)} is missing.")
    return folder


@cache
def prepare() -> Path:
    """Write a fontconfig file that knows this font only, and name it to the page engine; once a process."""
    folder = _folder()
    place = tempfile.TemporaryDirectory(prefix="rehab-fonts-")
    _kept.append(place)
    config = Path(place.name) / "fonts.conf"
    config.write_text(_CONFIG.format(fonts=escape(str(folder)), cache=escape(place.name)), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    return config


_kept: list[tempfile.TemporaryDirectory[str]] = []  # removed when the process ends


@cache
def _letters() -> frozenset[int]:
    """What both faces can print."""
    from fontTools.ttLib import TTFont

    maps = []
    for name in _FACES:
        with TTFont(_folder() / name, lazy=True) as font:
            maps.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*maps)


def missing_characters(text: str) -> str:
    """The characters of a text that the font does not have, each once, in order."""
    known = _letters()
    return "".join(dict.fromkeys(letter for letter in text if not letter.isspace() and ord(letter) not in known))


def check_texts(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse texts of the user that cannot be printed; all of them at once, each with its place."""
    problems = [
        Problem(place, 0, 0, "D001", f"The printed page has no letter for {_shown(missing)}.",
                "Write it with Latin letters.")
        for place, text in texts if (missing := missing_characters(text))
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def check_own_texts(texts: Iterable[str]) -> None:
    """The same for texts of ours: there it is a bug."""
    for text in texts:
        if missing := missing_characters(text):
            raise InternalFault(f"The font has no letter for {_shown(missing)} in: {text[:80]}")


def _shown(letters: str) -> str:
    return ", ".join(f"'{letter}' (U+{ord(letter):04X})" for letter in letters)

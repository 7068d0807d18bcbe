"""What the YAML parser complains of, in the words of somebody who does not know YAML.

In: an exception of the parser. Out: line, column and one plain sentence.
Must not be here: reading; what values mean.
"""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

__all__ = ["explained"]

# A part of the parser's own sentence -> (True: the fault is where the thing began, a plain sentence)
_PLAIN: tuple[tuple[str, bool, str], ...] = (
    ("character '\\t'", False, "A tab stands where spaces belong; indent with spaces only."),
    ("cannot start any token", False, "A text may not begin with this character; put the text in quotes."),
    ("mapping values are not allowed", False,
     "There is a second colon in this line, or the line is indented wrongly; put text with a colon in quotes."),
    ("mapping keys are not allowed", False, "A question mark may not stand here; put the text in quotes."),
    ("sequence entries are not allowed", False, "A dash for a list entry may not stand here; begin a new line."),
    ("unexpected end of stream", True, "A quotation mark is opened here and never closed."),
    ("unexpected document separator", True, "A quotation mark is opened here and never closed."),
    ("could not find expected ':'", True, "A colon is missing after this word."),
    ("expected ',' or '}'", True, "The brace { that opens here is not closed, or a comma is missing inside."),
    ("expected ',' or ']'", True, "The bracket [ that opens here is not closed, or a comma is missing inside."),
    ("expected the node content", False, "Something is missing or left over here: a value, a comma or a bracket."),
    ("expected <block end>", False, "The indentation does not fit the lines above, or a dash or colon is missing."),
    ("escape sequence", False, "A backslash is followed by letters that mean nothing; use single quotes for the text."),
    ("unknown escape character", False,
     "A backslash is followed by a letter that means nothing; use single quotes for such text."),
    ("indentation indicator", False, "After | or > the text begins on the next line."),
    ("document start", False, "Something is left over here after the end of the data."),
    ("document end marker", False, "Something is left over here after the end of the data."),
)  # fmt: skip


def explained(error: YAMLError, text: str) -> tuple[int, int, str]:
    """Line and column, counted from 1, and a sentence; the parser's own words only where no plain ones are known."""
    if isinstance(error, ReaderError):
        before = text[: error.position]
        line, column = before.count("\n") + 1, error.position - before.rfind("\n")
        code = ord(text[error.position : error.position + 1] or "\0")
        return line, column, f"The file holds a character that is not text (U+{code:04X}); save it as UTF-8 text."
    if not isinstance(error, MarkedYAMLError):
        return 1, 1, f"This is not readable as YAML: {_one_line(error)}."
    said = _one_line(error.problem or error.context or "not readable")
    unknown = ("", False, f"This is not readable as YAML: {said}.")
    _, at_beginning, sentence = next((known for known in _PLAIN if known[0] in said), unknown)
    mark = (at_beginning and error.context_mark) or error.problem_mark or error.context_mark
    return (mark.line + 1, mark.column + 1, sentence) if mark else (1, 1, sentence)


def _one_line(said: object) -> str:
    return " ".join(str(said).split())[:160]

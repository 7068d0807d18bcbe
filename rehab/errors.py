"""The exception tree and the exit codes of every command.

In: nothing. Out: the exceptions that the floors above raise, each with the exit code that a shell sees.
Must not be here: wording for patients, knowledge of files or rules.

    RehabError
    ├── InputError            1   the user's file or option is wrong; carries every problem at once
    ├── EnvironmentFailure    5   disk, fonts, permissions: nothing is wrong with the input
    └── InternalFault        70   a bug of ours; a traceback may be shown
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["EnvironmentFailure", "ExitCode", "InputError", "InternalFault", "Problem", "RehabError"]


class ExitCode(IntEnum):
    """What a shell or a scheduler is told when a command ends."""

    DONE = 0
    BAD_INPUT = 1
    USAGE = 2
    CLINICIAN_MUST_DECIDE = 3
    NO_SESSION_REMAINS = 4
    ENVIRONMENT_FAILED = 5
    BUG = 70


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with one place of an input; line and column count from 1, 0 means the whole file."""

    file: str
    line: int
    column: int
    code: str
    sentence: str
    suggestion: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        hint = f" {self.suggestion}" if self.suggestion else ""
        return f"{place}: {self.code} {self.sentence}{hint}"


class RehabError(Exception):
    """Base of everything this program raises on purpose."""

    exit_code: ExitCode = ExitCode.BUG


class InputError(RehabError):
    """The input cannot be used; every problem found is listed, not only the first."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class EnvironmentFailure(RehabError):
    """The machine failed us: a full disk, a missing font, a folder that cannot be written."""

    exit_code = ExitCode.ENVIRONMENT_FAILED


class InternalFault(RehabError):
    """Something that the program's own checks say cannot happen."""

    exit_code = ExitCode.BUG

"""Plans as files: read one back, and write files whole or not at all.

In: paths, bytes. Out: plans; files that are complete or absent.
Must not be here: making documents; deciding whether a plan may be replaced.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from pydantic import ValidationError

from rehab.errors import EnvironmentFailure, InputError, Problem
from rehab.knowledge.problems import problems_of
from rehab.knowledge.source_bytes import bytes_of, visible
from rehab.knowledge.yaml_source import read_file
from rehab.model.plan import Plan

__all__ = ["read_plan", "write_all"]


def read_plan(path: Path) -> Plan:
    """Read a plan.json; raises `InputError` when it is not one."""
    try:
        return Plan.model_validate_json(bytes_of(path, visible(str(path))))
    except ValidationError as error:
        located = read_file(path)  # slower, but it knows lines and columns
        if not isinstance(located.value, dict):
            raise InputError([located.problem((), "L000", "The file is not a plan.")]) from None
        raise InputError(problems_of(error, located, Plan, "L")) from None


def write_all(files: dict[Path, bytes]) -> None:
    """Write every file beside its place first, and only when all are on the disk put them into place."""
    mark = secrets.token_hex(4)  # two runs at once never write into the same part
    parts = {target: target.with_name(f".{target.name}.{mark}.part") for target in files}
    try:
        for folder in {target.parent for target in files}:
            folder.mkdir(parents=True, exist_ok=True)
        for target, data in files.items():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, f"'{visible(target.name)}' is a folder")
            _write(parts[target], data)
        for target, part in parts.items():
            part.replace(target)
    except OSError as error:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink()
        raise _unwritten(error, next(iter(files)).parent) from None


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _unwritten(error: OSError, folder: Path) -> InputError | EnvironmentFailure:
    """A wrong name is the user's to mend; a full or locked disk is not."""
    name = visible(str(folder))
    match error:
        case FileExistsError() | NotADirectoryError():
            why = "A file stands where this folder should be, so nothing was written."
        case IsADirectoryError():
            why = f"Nothing was written: {error.strerror}, and a file of this name should be written."
        case _:
            return EnvironmentFailure(f"{name}: the files could not be written: {error.strerror or error}.")
    return InputError([Problem(name, 0, 0, "W001", why)])

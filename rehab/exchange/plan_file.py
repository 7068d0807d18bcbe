"""Plans as files: read one back, and write files whole or not at all.

In: paths, bytes. Out: plans; files that are complete or absent.
Must not be here: making documents; deciding whether a plan may be replaced.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pydantic import ValidationError

from rehab.errors import EnvironmentFailure, InputError
from rehab.knowledge.problems import problems_of
from rehab.knowledge.yaml_source import MAXIMUM_BYTES, read_file
from rehab.model.plan import Plan

__all__ = ["read_plan", "write_all"]


def read_plan(path: Path) -> Plan:
    """Read a plan.json; raises `InputError` when it is not one."""
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= MAXIMUM_BYTES else b""
        return Plan.model_validate_json(data)
    except (OSError, ValidationError) as error:
        located = read_file(path)  # slower, but it knows lines and columns
        if not isinstance(located.value, dict) or isinstance(error, OSError):
            raise InputError([located.problem((), "L000", "The file is not a plan.")]) from None
        raise InputError(problems_of(error, located, Plan, "L")) from None


def write_all(files: dict[Path, bytes]) -> None:
    """Write every file beside its place first, and only when all are on the disk put them into place."""
    parts: list[tuple[Path, Path]] = []
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.{os.getpid()}.part")
            parts.append((part, target))
            with part.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        for part, target in parts:
            part.replace(target)
    except OSError as error:
        for part, _ in parts:
            with contextlib.suppress(OSError):
                part.unlink()
        reason = error.strerror or str(error)
        raise EnvironmentFailure(f"The files could not be written to {parts[-1][1].parent if parts else '?'}: {reason}.") \
            from None

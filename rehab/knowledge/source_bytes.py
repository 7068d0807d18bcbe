"""The bytes of one file that somebody hands in, in bounded time and memory.

In: a path. Out: its bytes. Wrong names, folders, pipes, devices and files that are too large are `InputError`;
a disk that fails is `EnvironmentFailure`. Must not be here: what the bytes mean.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from rehab.errors import EnvironmentFailure, InputError, Problem

__all__ = ["MAXIMUM_BYTES", "bytes_of", "visible"]

MAXIMUM_BYTES = 1_000_000
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe must not keep us waiting
_WHY = {
    errno.ENOENT: "There is no such file.",
    errno.ENOTDIR: "There is no such file: a part of its path is not a folder.",
    errno.EISDIR: "This is a folder, not a file.",
    errno.EACCES: "The file may not be read (permission denied).",
    errno.EPERM: "The file may not be read (permission denied).",
    errno.ELOOP: "There is no such file: the links lead in a circle.",
    errno.ENAMETOOLONG: "No file can have so long a name.",
    errno.ENXIO: "This is a device or a pipe, not a file.",
}


def visible(text: str) -> str:
    """The text with every character written out that a terminal would act on or not show."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def bytes_of(path: Path, name: str) -> bytes:
    """The whole file; a pipe or a device is refused unread, because reading it may never end."""
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(MAXIMUM_BYTES + 1) if stat.S_ISREG(mode) else None
    except OSError as error:
        why = _WHY.get(error.errno or 0)
        if why is None:
            raise EnvironmentFailure(f"{name}: the file could not be read: {error.strerror or error}.") from None
        raise _refused(name, "Y001", why) from None
    except ValueError:
        raise _refused(name, "Y001", "No file can have this name.") from None
    if data is None:
        raise _refused(name, "Y001", _WHY[errno.ENXIO])
    if len(data) > MAXIMUM_BYTES:
        raise _refused(name, "Y002", f"The file is larger than {MAXIMUM_BYTES // 1_000_000} MB.")
    return data


def _refused(name: str, code: str, sentence: str) -> InputError:
    return InputError([Problem(name, 0, 0, code, sentence)])

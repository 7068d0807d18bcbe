#!/usr/bin/env python3
"""Set the project up on this machine, then run it.

    python3 run.py demo     one example patient's plan, as PDF, in out/demo
    python3 run.py test     lint, types, floors and the fast tests
    python3 run.py setup    only the set-up, with the developers' tools

Safe to run again: an unchanged .venv is used as it is, a half-finished one is built anew.
Settings of pip, uv, proxy and certificates are honoured.
"""
# Standard library only, and nothing that Python 3.6 cannot read: an old Python must get a sentence,
# not a traceback.

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "set-up.txt"  # written last: what the environment was made from, and where
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
DEMO_PROFILE = "profiles/overview-left-hemiparesis.yaml"
DEMO_OUT = "out/demo"
NEEDS_A_CLINICIAN = 3  # exit code of `rehab plan`
# What WeasyPrint opens, by its names on Linux and on macOS.
NEEDED = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
)
PANGO_ON_DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


class Stop(Exception):
    """One sentence for the person, and the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def run(*command: object, stdout: "int | None" = None) -> None:
    words = [str(word) for word in command]
    code = subprocess.call(words, cwd=str(ROOT), stdout=stdout)
    if code:
        raise Stop("'{}' failed (exit code {}); see above.".format(" ".join(words), code))


def opens(*names: str) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def needs_pango() -> bool:
    return not all(opens(*names) for names in NEEDED)


def needs_venv_module() -> bool:
    return importlib.util.find_spec("ensurepip") is None


def provide_system_packages(with_venv: bool) -> None:
    """Install what only the system can give, or say which one command does."""
    pango, venv = needs_pango(), with_venv and needs_venv_module()
    if not (pango or venv):
        return
    if not (sys.platform.startswith("linux") and shutil.which("apt-get")):
        raise Stop("Missing: {}. Please run:  {}".format(
            " and ".join(["Pango"] * pango + ["Python's venv"] * venv), other_system_command()), 2)
    packages = PANGO_ON_DEBIAN * pango + ("python{}.{}-venv".format(*sys.version_info),) * venv
    install = ("apt-get", "install", "-y", "--no-install-recommends", *packages)
    root = as_root()
    if root is None:
        raise Stop("System packages are missing. Please run:  sudo apt-get update && sudo "
                   + " ".join(install), 2)
    print("Installing system packages:", *packages, flush=True)
    apt = (*root, "env", "DEBIAN_FRONTEND=noninteractive")
    subprocess.call([*apt, "apt-get", "update", "-qq"])  # if it fails, the lists at hand may do
    run(*apt, *install, "-qq", "-o", "Dpkg::Use-Pty=0", stdout=subprocess.DEVNULL)
    importlib.invalidate_caches()
    if needs_pango() or (with_venv and needs_venv_module()):
        raise Stop("This Python does not find what apt-get installed; use the system's python3.", 2)


def as_root() -> "tuple[str, ...] | None":
    """The words to put before a command so that it runs as root, None if that needs a password."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and not subprocess.call(
        ["sudo", "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        return ("sudo", "-n")
    return None


def other_system_command() -> str:
    if sys.platform == "darwin":
        return "brew install pango"
    if shutil.which("dnf"):
        return "sudo dnf install python3 pango"
    return "(your package manager) install pango harfbuzz fontconfig python3-venv"


def digest() -> str:
    """What the environment depends on: a change of it means installing again."""
    total = hashlib.sha256()
    for name in (*sorted(LOCKS.values()), "pyproject.toml"):
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def stamp_of_venv() -> "list[str]":
    """Kind and digest of a .venv that can be built on; empty if it is missing, broken or moved."""
    if not (STAMP.is_file() and python_works()):
        return []
    lines = STAMP.read_text().splitlines()
    return lines[:2] if lines[2:] == [str(VENV)] else []


def python_works() -> bool:
    try:
        return subprocess.call([str(BIN / "python"), "-c", ""]) == 0
    except OSError:
        return False


def set_up(kind: str) -> None:
    """Make .venv hold the locked packages of `kind` ("run" or "dev") and the project itself."""
    stamp = stamp_of_venv()
    kind = "dev" if "dev" in stamp else kind  # never take the developers' tools away
    uv = shutil.which("uv")
    provide_system_packages(with_venv=not (stamp or uv))
    if stamp == [kind, digest()]:
        return
    if uv:
        try:
            install(kind, fresh=not stamp, uv=uv)
        except Stop as failure:
            print(failure, "Trying again with pip.", flush=True)
            stamp = []
        else:
            return
    provide_system_packages(with_venv=True)
    install(kind, fresh=not stamp, uv=None)


def install(kind: str, fresh: bool, uv: "str | None") -> None:
    python = BIN / "python"
    if fresh:
        print("Building .venv", flush=True)
        shutil.rmtree(str(VENV), ignore_errors=True)
        if uv:
            run(uv, "venv", "--quiet", "--seed", "--python", sys.executable, VENV)
        else:
            run(sys.executable, "-m", "venv", VENV)
    else:
        STAMP.unlink()
    print("Installing", LOCKS[kind], flush=True)
    pip = (uv, "pip", "install", "--python", python) if uv else (python, "-m", "pip", "install")
    run(*pip, "--quiet", "--require-hashes", "-r", LOCKS[kind])
    run(*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    STAMP.write_text("\n".join((kind, digest(), str(VENV))))


def demo() -> int:
    set_up("run")
    day = "2026-11-16"
    code = subprocess.call(
        [str(BIN / "rehab"), "plan", DEMO_PROFILE, "-o", DEMO_OUT, "--date", day], cwd=str(ROOT))
    if code not in (0, NEEDS_A_CLINICIAN):
        return code
    papers = sorted((ROOT / DEMO_OUT).glob("*.pdf"))
    if not papers:
        raise Stop("rehab wrote no PDF into {}.".format(DEMO_OUT))
    if code == NEEDS_A_CLINICIAN:
        print("\nThe plan is written; a clinician must decide the points above before it is used.")
    print("\nOpen:", *papers, sep="\n  ")
    return 0


def test() -> int:
    set_up("dev")
    failed = []
    for name, *options in (
        ("ruff", "check", "."),
        ("mypy",),
        ("lint-imports", "--no-logo"),
        ("pytest", "-q", "-rs", "-n", "auto"),  # last, so that its counts close the output
    ):
        print("\n== {}".format(name), flush=True)
        if subprocess.call([str(BIN / name), *options], cwd=str(ROOT)):
            failed.append(name)
    if failed:
        raise Stop("Failed: {}.".format(", ".join(failed)))
    return 0


def setup() -> int:
    set_up("dev")
    return 0


def main(arguments: "list[str]") -> int:
    commands = {"demo": demo, "test": test, "setup": setup}
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        if sys.version_info < (3, 11):
            raise Stop("Python 3.11 or newer is needed; this is Python {}.{} ({}).".format(
                sys.version_info[0], sys.version_info[1], sys.executable), 2)
        if os.name != "posix":
            raise Stop("Linux or macOS is needed; on Windows, use WSL.", 2)
        if len(arguments) != 1 or arguments[0] not in commands:
            raise Stop("Usage: python3 run.py demo | test | setup", 2)
        return commands[arguments[0]]()
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

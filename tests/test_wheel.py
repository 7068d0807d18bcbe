"""The wheel alone, in a clean environment and an empty folder, does the main job."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def call(folder: Path, *command: str | Path, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command without this process's Python settings; what it printed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode in codes, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def install_clean(folder: Path, wheel: Path) -> Path:
    """The folder of programs of a new environment that holds the wheel.

    For speed, the wheel's dependencies are not installed again: a .pth file points to those of the
    running environment. The project's own editable install stays out of sight, as Python reads no
    .pth of a folder that a .pth names.
    """
    venv.create(folder, with_pip=False)
    programs = folder / "bin"
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python")
    call(folder, *pip, "install", "--no-deps", "--no-index", "--quiet", wheel)
    return programs


@pytest.mark.slow
def test_the_wheel_works_alone(tmp_path: Path) -> None:
    dist, empty = tmp_path / "dist", tmp_path / "empty"
    empty.mkdir()
    call(ROOT, sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", dist)
    (wheel,) = dist.glob("*.whl")
    programs = install_clean(tmp_path / "venv", wheel)
    rehab = programs / "rehab"

    where = call(empty, programs / "python", "-c", "import rehab; print(*rehab.__path__)")
    package = Path(where.strip())
    assert package.is_relative_to(tmp_path), "the wheel's rehab, not the editable one"
    assert list((package / "_templates").rglob("*.css"))

    assert "Usage: rehab" in call(empty, rehab, "--help")
    assert call(empty, rehab, "rules", "list").strip()

    profile = package / "_profiles" / "overview-left-hemiparesis.yaml"
    # 3: the plan is written, and a clinician must decide something
    call(empty, rehab, "plan", profile, "-o", "out", "--date", "2026-11-16", codes=(0, 3))
    assert len(list(empty.glob("out/*.pdf"))) == 2
    assert len(list(empty.glob("out/*.plan.json"))) == 1

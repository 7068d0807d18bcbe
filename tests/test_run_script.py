"""run.py is the first thing that a new machine meets: it must start anywhere and speak plainly."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent
SOURCE = (ROOT / "run.py").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A copy of the project with an unbuilt .venv; the list fills with what would be run."""
    for name in (*run.LOCKS.values(), "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", venv)
    monkeypatch.setattr(run, "BIN", venv / "bin")
    monkeypatch.setattr(run, "STAMP", venv / "set-up.txt")
    monkeypatch.setattr(run, "needs_pango", lambda: False)
    monkeypatch.setattr(run, "needs_venv_module", lambda: False)
    monkeypatch.setattr(run, "python_works", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    commands: list[str] = []

    def record(*command: object, **_: object) -> None:
        commands.append(" ".join(map(str, command)))
        run.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(run, "run", record)
    return commands


@pytest.fixture
def bare_machine(project: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Debian with neither Pango nor venv, and an ordinary user without sudo."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: name == "apt-get" and "/usr/bin/apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(run, "needs_pango", lambda: True)
    monkeypatch.setattr(run, "needs_venv_module", lambda: True)
    return project


def test_imports_the_standard_library_only() -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(SOURCE)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported
    assert imported <= sys.stdlib_module_names


def test_an_old_python_can_read_it() -> None:
    ast.parse(SOURCE, feature_version=(3, 7))


def test_refuses_an_old_python(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as old:
        old.setattr(sys, "version_info", (3, 9, 18, "final", 0))
        code = run.main(["demo"])
    assert code == 2
    assert "Python 3.11 or newer is needed; this is Python 3.9" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["demonstrate"], ["demo", "now"]])
def test_an_unknown_command_is_a_usage_error(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "run.py", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "Usage: python3 run.py demo | test | setup\n"


@pytest.mark.parametrize(
    "name",
    ["run.py", "pyproject.toml", "Makefile", ".ci/run", *run.LOCKS.values()],
)
def test_names_no_host_and_no_folder_of_a_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.findall(r"\w+://|--(?:extra-)?index-url|--find-links", text)
    assert not re.findall(r"\b[\w-]+\.(?:com|io|net|org)\b", text)
    assert not re.findall(r"(?<![\w.])/(?:home|opt|root|tmp|work)/", text)


@pytest.mark.parametrize("name", run.LOCKS.values())
def test_every_locked_package_has_a_version_and_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\d\S*", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}$", entry), entry


def test_without_root_it_prints_the_one_command(
    bare_machine: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["demo"]) == 2
    command = capsys.readouterr().err.partition("Please run:  ")[2]
    assert command.startswith("sudo apt-get update && sudo apt-get install -y ")
    assert {"libpango-1.0-0", "libpangoft2-1.0-0"} <= set(command.split())
    assert re.search(r"python3\.\d+-venv\n$", command), "all that is missing, at once"
    assert not bare_machine


def test_elsewhere_it_prints_that_systems_command(
    bare_machine: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as mac:
        mac.setattr(sys, "platform", "darwin")
        assert run.main(["demo"]) == 2
    assert "Please run:  brew install pango" in capsys.readouterr().err
    assert not bare_machine


def test_sets_up_once(project: list[str]) -> None:
    run.set_up("run")
    assert len(project) == 3
    assert "-m venv" in project[0]
    assert "--require-hashes -r requirements.lock" in project[1]
    assert "--no-deps" in project[2]
    run.set_up("run")
    assert len(project) == 3


def test_developers_tools_come_on_top_and_stay(project: list[str]) -> None:
    run.set_up("run")
    run.set_up("dev")
    assert len(project) == 5, "installs again, but into the same environment"
    assert "-r requirements-dev.lock" in project[3]
    run.set_up("run")
    assert len(project) == 5


def test_a_new_lock_is_installed(project: list[str]) -> None:
    run.set_up("run")
    with (run.ROOT / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    run.set_up("run")
    assert len(project) == 5


def test_a_half_finished_environment_is_built_anew(project: list[str]) -> None:
    run.VENV.mkdir()
    left_over = run.VENV / "left-over"
    left_over.touch()
    run.set_up("run")
    assert not left_over.exists()
    assert len(project) == 3


def test_a_moved_environment_is_built_anew(
    project: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.set_up("run")
    moved = run.VENV.rename(run.VENV.with_name(".venv-moved"))
    monkeypatch.setattr(run, "VENV", moved)
    monkeypatch.setattr(run, "STAMP", moved / "set-up.txt")
    run.set_up("run")
    assert len(project) == 6


def test_if_uv_fails_pip_is_tried(project: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    record = run.run

    def fails_as_uv(*command: object) -> None:
        record(*command)
        if command[0] == "uv" and "install" in command:
            raise run.Stop("uv cannot reach the index.")

    monkeypatch.setattr(run, "run", fails_as_uv)
    monkeypatch.setattr(shutil, "which", lambda name: "uv" if name == "uv" else None)
    run.set_up("run")
    assert [command.startswith("uv ") for command in project] == [True, True, False, False, False]
    assert run.STAMP.exists()

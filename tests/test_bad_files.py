"""Paths that are no files, disks that are full, processes that die: a sentence, an exit code, and nothing half done.

Each command runs in a process of its own with limits on memory and processor time, so that a flood or a wait shows.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rehab.errors import EnvironmentFailure, InputError
from rehab.exchange.plan_file import read_plan, write_all
from rehab.exchange.profile_file import read_profile
from rehab.model.rule_base import RuleBase

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "profiles" / "overview-left-hemiparesis.yaml"
MEMORY = 300 * 1024 * 1024
SECONDS = 5
NOBODY = 65534

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="devices and limits of Linux")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that already holds the rule base, so that a process is quick and its limits mean the input."""
    folder = tmp_path_factory.mktemp("cache")
    done = _rehab(folder, "check", str(GOOD), "--date", "2026-11-16", limited=False)
    assert done.returncode == 0, done.stderr
    return folder


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _rehab(
    cache: Path, *words: str, cwd: Path | None = None, limited: bool = True,
    out: int = subprocess.PIPE, prepare: Callable[[], None] = lambda: None,
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    def before() -> None:
        if limited:
            _limit()
        prepare()

    return subprocess.run(
        [sys.executable, "-m", "rehab.cli.main", *words],
        stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, text=True, cwd=cwd or ROOT, timeout=30,
        check=False, preexec_fn=before,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", "LC_ALL": "C"},
    )  # fmt: skip


def _plan(cache: Path, profile: str, output: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
    words = ("plan", profile, "-o", output, "--only", "json", "--date", "2026-11-16")
    return _rehab(cache, *words, cwd=cwd, **more)  # type: ignore[arg-type]


def _no_traceback(done: subprocess.CompletedProcess[str]) -> None:
    assert "Traceback" not in done.stderr
    assert "bug of the program" not in done.stderr


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "p.yaml")
    return "p.yaml"


def _circle(folder: Path) -> str:
    (folder / "p.yaml").symlink_to("q.yaml")
    (folder / "q.yaml").symlink_to("p.yaml")
    return "p.yaml"


def _large(folder: Path) -> str:
    with (folder / "p.yaml").open("wb") as stream:
        for _ in range(60):
            stream.write(b"x" * 1_000_000)
    return "p.yaml"


def _endless_hole(folder: Path) -> str:
    with (folder / "p.yaml").open("wb") as stream:
        stream.truncate(10**12)
    return "p.yaml"


def _below_a_file(folder: Path) -> str:
    (folder / "file").touch()
    return "file/p.yaml"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda _: "missing.yaml", "There is no such file.", id="missing"),
        pytest.param(lambda _: ".", "This is a folder, not a file.", id="folder"),
        pytest.param(lambda _: "", "This is a folder, not a file.", id="no-name"),
        pytest.param(_pipe, "This is a device or a pipe, not a file.", id="pipe"),
        pytest.param(lambda _: "/dev/zero", "This is a device or a pipe, not a file.", id="endless-device"),
        pytest.param(lambda _: "/dev/full", "This is a device or a pipe, not a file.", id="full-device"),
        pytest.param(lambda _: "/dev/stdin", "This is a device or a pipe, not a file.", id="standard-input"),
        pytest.param(_circle, "the links lead in a circle", id="circle-of-links"),
        pytest.param(_below_a_file, "a part of its path is not a folder", id="below-a-file"),
        pytest.param(_large, "Y002 The file is larger than 1 MB.", id="sixty-megabytes"),
        pytest.param(_endless_hole, "Y002 The file is larger than 1 MB.", id="a-terabyte-of-nothing"),
        pytest.param(lambda _: "x" * 300, "No file can have so long a name.", id="long-name"),
        pytest.param(lambda _: "a\x1b[31m\nb.yaml", "a\\x1b[31m\\nb.yaml: Y001 There is no such file.", id="odd-name"),
        pytest.param(lambda _: os.fsdecode(b"a\xff.yaml"), "There is no such file.", id="name-that-is-not-utf-8"),
    ],
)
def test_a_profile_that_is_no_file(make: Callable[[Path], str], words: str, cache: Path, tmp_path: Path) -> None:
    done = _plan(cache, make(tmp_path), "out", tmp_path)
    _no_traceback(done)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [("check",), ("explain",), ("plan", str(GOOD), "-o", "out", "--settings")])
def test_every_reader_refuses_a_pipe(command: tuple[str, ...], cache: Path, tmp_path: Path) -> None:
    done = _rehab(cache, *command, _pipe(tmp_path), cwd=tmp_path)
    _no_traceback(done)
    assert done.returncode == 1
    assert "Y001 This is a device or a pipe" in done.stderr


@pytest.mark.parametrize("name", ["anchors-in-thousands", "key-twice", "two-slips-at-once"])
def test_a_broken_profile_ends_with_1_and_writes_nothing(name: str, cache: Path, tmp_path: Path) -> None:
    done = _plan(cache, str(ROOT / "tests" / "broken" / "profiles" / f"{name}.yaml"), "out", tmp_path)
    _no_traceback(done)
    assert (done.returncode, done.stdout) == (1, "")
    assert all(f"{name}.yaml:" in line for line in done.stderr.splitlines())
    assert list(tmp_path.iterdir()) == []


def test_check_goes_on_after_a_broken_profile(cache: Path, tmp_path: Path) -> None:
    done = _rehab(cache, "check", "missing.yaml", str(GOOD), "--date", "2026-11-16", cwd=tmp_path)
    assert done.returncode == 1
    assert "no problem found" in done.stdout
    assert "missing.yaml: Y001" in done.stderr


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "20261116", "2026-W47-1", "tomorrow"])
def test_a_date_that_cannot_be_is_a_usage_error(day: str, cache: Path, tmp_path: Path) -> None:
    done = _rehab(cache, "plan", str(GOOD), "-o", "out", "--date", day, cwd=tmp_path)
    _no_traceback(done)
    assert done.returncode == 2
    assert f"'{day}' is not a date" in done.stderr


@pytest.mark.parametrize(
    ("output", "code", "words"),
    [
        ("file", 1, "A file stands where this folder should be"),
        ("file/below", 1, "A file stands where this folder should be"),
        ("/dev/full", 1, "A file stands where this folder should be"),
        ("/proc/nowhere", 5, "could not be written"),
    ],
)
def test_an_output_that_is_no_folder(output: str, code: int, words: str, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    done = _plan(cache, str(GOOD), output, tmp_path)
    _no_traceback(done)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder with one file, both shut; the test runs as somebody to whom permissions apply."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "p.yaml").touch(mode=0o000)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def test_an_output_folder_that_may_not_be_written(locked: Path) -> None:
    with pytest.raises(EnvironmentFailure, match=r"the files could not be written: Permission denied\.") as caught:
        write_all({locked / "a": b"1", locked / "b": b"2"})
    assert caught.value.exit_code == 5
    assert [path.name for path in locked.iterdir()] == ["p.yaml"]


def test_a_profile_that_may_not_be_read(locked: Path, base: RuleBase) -> None:
    with pytest.raises(InputError) as caught:
        read_profile(locked / "p.yaml", date(2026, 11, 16), base)
    assert [one.sentence for one in caught.value.problems] == ["The file may not be read (permission denied)."]


def test_a_cache_that_may_not_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    done = _rehab(tmp_path / "cache", "check", str(GOOD), "--date", "2026-11-16", limited=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_damaged_cache_is_read_again(tmp_path: Path) -> None:
    first = _rehab(tmp_path, "check", str(GOOD), "--date", "2026-11-16", limited=False)
    kept = list((tmp_path / "rehab").iterdir())
    assert len(kept) == 1
    kept[0].write_bytes(kept[0].read_bytes()[:1000])
    again = _rehab(tmp_path, "check", str(GOOD), "--date", "2026-11-16", limited=False)
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, "")


def _small_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_no_room_for_the_files(cache: Path, tmp_path: Path) -> None:
    """A limit on the size of files stops the writing in the middle, as a full disk does."""
    done = _plan(cache, str(GOOD), "out", tmp_path, prepare=_small_files)
    _no_traceback(done)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "out: the files could not be written: File too large.\n"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 kB, where the machine allows one to be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", folder], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk(cache: Path, small_disk: Path) -> None:
    done = _plan(cache, str(GOOD), str(small_disk), small_disk)
    _no_traceback(done)
    assert (done.returncode, done.stdout) == (5, "")
    assert "No space left on device" in done.stderr
    assert list(small_disk.iterdir()) == []


@pytest.mark.parametrize("words", [("--help",), ("schema", "profile"), ("check", str(GOOD)), ("rules", "list")])
def test_a_full_terminal(words: tuple[str, ...], cache: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = _rehab(cache, *words, cwd=tmp_path, out=full.fileno())
    _no_traceback(done)
    assert done.returncode == 5
    assert "No space left on device" in done.stderr


def test_one_failing_file_leaves_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(InputError, match="'b' is a folder"):
        write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_what_stood_there_stays_when_the_disk_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", _fail)
    with pytest.raises(EnvironmentFailure, match="could not be written: No space left on device"):
        write_all({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def _fail(_: int) -> None:
    raise OSError(28, "No space left on device")


_WRITE = """
import os, sys, time
from pathlib import Path
from rehab.exchange import plan_file
real, calls = os.fsync, []
def fsync(handle):
    real(handle); calls.append(handle)
    if len(calls) == 2:
        print("here", flush=True); time.sleep(60)
os.fsync = fsync
folder = Path(sys.argv[1])
plan_file.write_all({folder / name: b"new" * 100_000 for name in ("a", "b", "c")})
"""


def test_killed_while_writing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with subprocess.Popen([sys.executable, "-c", _WRITE, tmp_path], stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "here\n"
        run.kill()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == ["a"]
    write_all({tmp_path / name: b"new" for name in ("a", "b", "c")})
    assert [(tmp_path / name).read_bytes() for name in ("a", "b", "c")] == [b"new"] * 3


def test_killed_at_any_moment(cache: Path, tmp_path: Path) -> None:
    """Whenever it dies, what stands under a final name is a whole plan."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    words = ("plan", str(GOOD), "-o", str(tmp_path), "--only", "json", "--date", "2026-11-16")
    for wait in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4):
        with subprocess.Popen(
            [sys.executable, "-m", "rehab.cli.main", *words], cwd=ROOT, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as run:  # fmt: skip
            time.sleep(wait)
            run.kill()
        for path in tmp_path.glob("*.plan.json"):
            assert read_plan(path).plan_id == "P-0001-week01"


def test_two_runs_at_once(cache: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    words = ("plan", str(GOOD), "-o", str(tmp_path), "--only", "json", "--date", "2026-11-16")
    runs = [
        subprocess.Popen([sys.executable, "-m", "rehab.cli.main", *words], cwd=ROOT, env=environment,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]  # fmt: skip
    ends = [(run.communicate(timeout=60), run.returncode) for run in runs]
    assert [code for _, code in ends] == [0] * 4, ends
    plans = list(tmp_path.glob("*.plan.json"))
    assert plans
    assert {read_plan(path).plan_id for path in plans} == {"P-0001-week01"}
    assert not list(tmp_path.glob(".*"))


def test_a_new_profile_replaces_nothing(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.yaml").write_text("mine", encoding="utf-8")
    done = _rehab(cache, "new", "kept.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "kept.yaml").read_text(encoding="utf-8") == "mine"
    for name in ("none/x.yaml", "kept.yaml/x.yaml", "."):
        done = _rehab(cache, "new", name, cwd=tmp_path)
        _no_traceback(done)
        assert done.returncode == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"schema": "rehab.plan/1"}', '{"schema": "rehab.plan/1", "week": NaN}', "[" * 20_000, "\0"]
)
def test_a_file_that_is_no_plan(text: str, tmp_path: Path, base: RuleBase) -> None:
    assert base.rules
    path = tmp_path / "x.plan.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(path)
    assert all(str(one).isprintable() for one in caught.value.problems)

"""The command line: what each command prints and writes, its exit code, and never a traceback for a user's mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from people import data_with
from ruamel.yaml import YAML

from rehab import __version__
from rehab.cli.main import cli, main
from rehab.exchange.schemas import schema_of
from rehab.model.rule_base import RuleBase

PROFILES = Path(__file__).resolve().parents[1] / "profiles"
SAMPLE = PROFILES / "overview-left-hemiparesis.yaml"
DATE = ("--date", "2026-11-16")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process, through its real entry point."""

    def call(*words: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["rehab", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        return Done(int(ended.value.code or 0), captured.out, captured.err)

    return call


def written(folder: Path, changes: dict[str, Any] | None = None, name: str = "person.json") -> Path:
    """A profile as a file."""
    path = folder / name
    path.write_text(json.dumps(data_with(changes)), encoding="utf-8")
    return path


def commands() -> list[tuple[str, ...]]:
    """Every command and subcommand by its words, the program itself included."""
    found: list[tuple[str, ...]] = [()]
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, other) for other in command.list_commands(context)]
    return found


def test_help_lists_every_command(run: Run) -> None:
    """`rehab --help` names every command, each with one line."""
    done = run("--help")
    names = [words[0] for words in commands() if len(words) == 1]
    assert {"new", "check", "plan", "explain", "rules", "exercises", "schema"} <= set(names)
    assert done.code == 0
    lines = [line.split(maxsplit=1) for line in done.out.partition("Commands")[2].splitlines() if line.strip(" :")]
    assert [line[0] for line in lines if len(line) == 2] == names


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words) or "rehab")
def test_every_help_has_an_example(words: tuple[str, ...], run: Run) -> None:
    """The help of every command shows its usage and a line that can be typed."""
    done = run(*words, "--help")
    assert done.code == 0
    assert "Usage: rehab" in done.out
    begin = " ".join(("rehab", *words))
    assert any(line.strip().startswith(begin) for line in done.out.splitlines())


def test_about_says_what_it_is_for(run: Run) -> None:
    """`rehab --about` says the intended use, who it is not for, the limits and that nothing leaves the machine."""
    done = run("--about")
    assert done.code == 0
    for words in ("Intended use", "Not for", "Limits", "nothing leaves the machine", "not a certified medical device"):
        assert words in done.out


def test_the_version_is_the_packages(run: Run) -> None:
    """`rehab --version` prints the version of the package."""
    assert __version__ in run("--version").out


@pytest.mark.parametrize(
    "words", [("plann",), ("plan",), ("plan", SAMPLE), ("schema", "nothing"), ("check",),
              ("plan", SAMPLE, "-o", "x", "--week", "0"),
              ("plan", SAMPLE, "-o", "x", "--date", "16.11.2026"), ("rules", "list", "--kind", "doze"), ("new",)],
    ids=["command", "no-profile", "no-folder", "schema", "check", "week", "date", "kind", "new"],
)  # fmt: skip
def test_wrong_usage_ends_two(words: tuple[str | Path, ...], run: Run) -> None:
    """A wrong word on the command line ends with 2, says why, and prints nothing else."""
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert "Error" in done.err


def test_a_mistyped_command_gets_the_nearest(run: Run) -> None:
    """A mistyped command is answered with the command that was probably meant."""
    assert "plan" in run("plann").err.rpartition("'plann'")[2]


def test_new_writes_a_profile_that_can_be_filled_in(run: Run, tmp_path: Path) -> None:
    """`new` writes a commented profile in which everything is unknown; filled in, it passes `check`."""
    path = tmp_path / "anna.yaml"
    assert run("new", path).code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server")
    plain = YAML(typ="safe", pure=True).load(text)
    assert plain["schema"] == "rehab.profile/1"
    assert set(plain["deficits"].values()) == {None}
    filled = text.replace("  age: null", "  age: 68").replace("  onset: null ", "  onset: 2026-09-20 ")
    filled = filled.replace("  affected_side: null", "  affected_side: left")
    path.write_text(filled, encoding="utf-8")
    done = run("check", path, *DATE)
    assert (done.code, done.err) == (0, "")


def test_new_never_overwrites(run: Run, tmp_path: Path) -> None:
    """`new` leaves an existing file as it is, and says that a folder is missing."""
    path = tmp_path / "anna.yaml"
    path.write_text("mine", encoding="utf-8")
    assert run("new", path).code == 1
    assert path.read_text(encoding="utf-8") == "mine"
    done = run("new", tmp_path / "nowhere" / "anna.yaml")
    assert done.code == 1
    assert "folder" in done.err


def test_check_says_every_problem_at_once(run: Run, tmp_path: Path) -> None:
    """`check` lists all problems of all files with line and column, then ends with 1; good files are still reported."""
    bad = tmp_path / "bad.yaml"
    good = SAMPLE.read_text("utf-8")
    bad.write_text(good.replace("arm: moderate", "arm: modrate").replace("systolic: 128", "systolic: 990"),
                   encoding="utf-8")  # fmt: skip
    done = run("check", bad, SAMPLE, *DATE)
    assert done.code == 1
    lines = done.err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{bad}:") and line.split(":")[1].isdigit() for line in lines)
    assert "moderate" in done.err
    assert f"{SAMPLE}: no problem found" in done.out


def test_check_says_what_is_unknown(run: Run) -> None:
    """`check` names the open questions and the facts that rules assume at their cautious end."""
    done = run("check", PROFILES / "only-required-fields.yaml", *DATE)
    assert done.code == 0
    assert "Is the person medically stable?" in done.out
    assert "measures.fac" in done.out
    assert "asked:" not in run("check", SAMPLE, *DATE).out


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({}, 0, ""),
        ({"care.medically_stable": None}, 3, "medically stable"),
        ({"vitals.temperature_c": 37.8}, 3, "37.5"),
        ({"vitals.systolic": 190}, 4, "No session remains"),
        ({"conditions.present": ["myocarditis"]}, 4, "No session remains"),
    ],
    ids=["done", "unknown", "confirm", "held", "no-go"],
)
def test_plan_ends_as_the_week_is(changes: dict[str, Any], code: int, said: str, run: Run, tmp_path: Path) -> None:
    """`plan` writes plan.json and ends 0, 3 for a decision, 4 when known facts leave no session, and says which."""
    done = run("plan", written(tmp_path, changes), "-o", tmp_path / "out", *DATE, "--only", "json")
    assert done.code == code
    path = tmp_path / "out" / "T-0001-week01.plan.json"
    assert str(path) in done.out.splitlines()
    assert json.loads(path.read_text("utf-8"))["status"] == "draft"
    assert said in done.err
    assert bool(done.err) == bool(code)


def test_plan_takes_its_week_and_settings(run: Run, tmp_path: Path) -> None:
    """The week's number and the site's settings stand in the plan."""
    site = tmp_path / "site.yaml"
    site.write_text("schema: rehab.settings/1\nteam_phone: '01 23 45'\nemergency_number: '112'\n", encoding="utf-8")
    done = run("plan", written(tmp_path), "-o", tmp_path, *DATE, "--only", "json", "--week", "7", "--settings", site)
    plain = json.loads((tmp_path / "T-0001-week07.plan.json").read_text("utf-8"))
    assert done.code == 0
    assert (plain["week"], plain["settings"]["team_phone"]) == (7, "01 23 45")
    assert "settings.no_phone" not in {one["code"] for one in plain["findings"]}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("", "utf-8"),
        lambda path: path.write_text("[1]", "utf-8"),
        lambda path: path.write_text("{", "utf-8"),
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
        lambda path: path.write_text(json.dumps({**data_with(), "extra": 1}), "utf-8"),
        lambda path: path.write_text(json.dumps(data_with({"stroke.onset": "2027-01-01"})), "utf-8"),
    ],
    ids=["missing", "empty", "list", "half", "bytes", "key", "future"],
)
def test_a_bad_profile_ends_one_and_writes_nothing(spoil: Callable[[Path], object], run: Run, tmp_path: Path) -> None:
    """A profile that cannot be used ends with 1, names the file, and leaves no file behind."""
    path = written(tmp_path)
    spoil(path)
    done = run("plan", path, "-o", tmp_path / "out", *DATE, "--only", "json")
    assert done.code == 1
    assert str(path) in done.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_ends_one(run: Run, tmp_path: Path) -> None:
    """An output folder that is a file is the user's mistake: it ends with 1 and one sentence."""
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    done = run("plan", written(tmp_path), "-o", tmp_path / "out", *DATE, "--only", "json")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.strip().splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "person.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_closed_folder_ends_five(run: Run, tmp_path: Path) -> None:
    """A read-only folder ends with 5 and stays empty."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert run("plan", written(tmp_path), "-o", closed, *DATE, "--only", "json").code == 5
    assert list(closed.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_ends_five() -> None:
    """Output that meets a full disk ends with 5 and without a traceback."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rehab.cli.main", "schema", "plan"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 5
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("what", ["profile", "plan", "rule"])
def test_schema_prints_the_schema(what: str, run: Run) -> None:
    """`schema` prints exactly the JSON Schema of the form."""
    done = run("schema", what)
    assert done.code == 0
    assert json.loads(done.out) == schema_of(what)


def test_explain_gives_rules_sources_and_reasons(run: Run, tmp_path: Path) -> None:
    """`explain` says who asked for a figure, who cut it, how well it was checked, and why an exercise is in or out."""
    run("plan", written(tmp_path, {"schedule.minutes_per_day": 15}), "-o", tmp_path, *DATE, "--only", "json")
    plan = tmp_path / "T-0001-week01.plan.json"
    time = run("explain", plan, "aerobic.time")
    assert time.code == 0
    for words in (
        "capped",
        "aerobic.time.aha2014",
        "aerobic.time.overview",
        "cut by aerobic.time.tolerance",
        "checked:",
    ):
        assert words in time.out
    plain = json.loads(plan.read_text("utf-8"))
    left_out = next(one for one in plain["excluded"] if one["what"] == "exercise")
    assert left_out["reason"] in run("explain", plan, left_out["name"]).out
    assert "in the week on" in run("explain", plan, next(iter(plain["cards"]))).out
    everything = run("explain", plan).out
    assert all(part["component"] in everything for part in plain["prescriptions"])


def test_explain_of_nothing_offers_the_nearest(run: Run, tmp_path: Path) -> None:
    """`explain` of an unknown word ends with 1 and offers the nearest; a file that is no plan ends with 1 as well."""
    path = written(tmp_path)
    run("plan", path, "-o", tmp_path, *DATE, "--only", "json")
    done = run("explain", tmp_path / "T-0001-week01.plan.json", "aerobic.tme")
    assert done.code == 1
    assert "aerobic.time" in done.err
    assert run("explain", path).code == 1


def test_rules_can_be_listed_and_shown(run: Run, base: RuleBase) -> None:
    """`rules list` shows one line a rule, fewer with a filter; `rules show` the guard, the effect and the source."""
    everything = run("rules", "list").out.splitlines()
    assert len(everything) == len(base.rules) + 1
    assert [line.split()[0] for line in everything[:-1]] == sorted(base.by_id)
    row = run("rules", "list", "--row", "OV-09").out.splitlines()[:-1]
    assert [line.split()[0] for line in row] == [rule.id for rule in base.rules if "OV-09" in rule.requirement]
    doses = run("rules", "list", "--kind", "dose").out.splitlines()[:-1]
    assert 0 < len(doses) < len(everything)
    shown = run("rules", "show", "screening.pressure.hold").out
    for words in ("vitals.systolic > 180", "session", "180/100", base.sources["cardiac-rehab-hold-list"].citation):
        assert words in shown


def test_exercises_can_be_listed_and_shown(run: Run, base: RuleBase) -> None:
    """`exercises list` shows one line an exercise, `--component` fewer; `exercises show` the steps and the guard."""
    everything = run("exercises", "list").out.splitlines()
    assert [line.split()[0] for line in everything[:-1]] == sorted(base.exercise_by_id)
    assert 0 < len(run("exercises", "list", "--component", "balance").out.splitlines()) < len(everything)
    shown = run("exercises", "show", "sit_to_stand").out
    for step in base.exercise_by_id["sit_to_stand"].steps:
        assert step in shown


@pytest.mark.parametrize("kind", ["rules", "exercises"])
def test_showing_nothing_offers_the_nearest(kind: str, run: Run) -> None:
    """`show` of an id that does not exist ends with 1 and offers the nearest one."""
    near = {"rules": ("aerobic.time.aha2104", "aerobic.time.aha2014"), "exercises": ("sit_to_stan", "sit_to_stand")}[
        kind
    ]
    done = run(kind, "show", near[0])
    assert (done.code, done.out) == (1, "")
    assert near[1] in done.err


@pytest.mark.slow
def test_the_installed_program_runs(tmp_path: Path) -> None:
    """The program as installed makes a plan in a shell without any locale, and a closed pipe is no error."""
    program = Path(sys.executable).with_name("rehab")
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(tmp_path)}
    done = subprocess.run(
        [program, "plan", written(tmp_path), "-o", tmp_path, *DATE, "--only", "json"],
        env=plain,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    words = ["sh", "-c", f"'{program}' rules list | head -n 1"]
    piped = subprocess.run(words, env=plain, capture_output=True, check=False)
    assert (piped.returncode, piped.stderr) == (0, b"")

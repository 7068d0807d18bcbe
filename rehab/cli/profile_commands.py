"""`rehab new`, `rehab check` and `rehab schema`.

In: paths. Out: text. Must not be here: validation itself.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from rehab.cli.options import DATE, PATH, first_day, speak_utf8
from rehab.errors import ExitCode, InputError, Problem

__all__ = ["check", "new", "schema"]


@click.command()
@click.argument("file", type=PATH)
def new(file: Path) -> None:
    """Write a commented profile to FILE; an existing file is never overwritten.

    \b
    rehab new anna.yaml
    """
    from rehab.exchange.blank_profile import BLANK

    speak_utf8()
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(BLANK)
    except FileExistsError:
        raise InputError([Problem(str(file), 0, 0, "N001", "The file exists already and is left as it is.")]) from None
    except (FileNotFoundError, NotADirectoryError):
        raise InputError([Problem(str(file), 0, 0, "N002", "The folder does not exist.")]) from None
    click.echo(f"{file}\nFill it in, then: rehab check {file}")


@click.command()
@click.argument("profiles", type=PATH, nargs=-1, required=True)
@click.option("--date", "start", type=DATE, help="First day of the planned week; today if left out.")
def check(profiles: tuple[Path, ...], start: date | None) -> None:
    """Say every problem of PROFILES at once, then what is unknown and why it matters.

    \b
    rehab check profiles/*.yaml --date 2026-11-16
    """
    from rehab.exchange.profile_file import read_profile
    from rehab.exchange.unknowns import unknowns
    from rehab.knowledge.load import load_rule_base

    speak_utf8()
    day, base = first_day(start), load_rule_base()
    faulty = False
    for path in profiles:
        try:
            profile = read_profile(path, day, base)
        except InputError as error:
            faulty = True
            for problem in error.problems:
                click.echo(str(problem), err=True)
            continue
        click.echo(f"{path}: no problem found")
        for line in unknowns(profile, day, base):
            click.echo(f"  {line}")
    if faulty:
        raise SystemExit(int(ExitCode.BAD_INPUT))


@click.command()
@click.argument("what", type=click.Choice(["profile", "plan", "rule"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a profile, a plan or a rule, for editors and other programs.

    \b
    rehab schema profile > profile.schema.json
    """
    from rehab.exchange.schemas import schema_of

    speak_utf8()
    click.echo(json.dumps(schema_of(what), indent=1, ensure_ascii=False, sort_keys=True))

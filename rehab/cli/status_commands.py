"""`rehab status`, `diff` and `audit`: where plans stand, what changed, whether the record is whole.

In: folders and plans. Out: text. Must not be here: decisions.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rehab.cli.options import DATE, PATH, first_day, speak_utf8
from rehab.errors import InputError, Problem
from rehab.exchange.plan_file import read_plan
from rehab.review.diff import differences
from rehab.review.life import effective_status, open_findings
from rehab.review.record import verify

__all__ = ["audit", "diff", "status"]


@click.command()
@click.argument("folder", type=PATH)
@click.option("--date", "day", type=DATE, help="The day to judge expiry by; today if left out.")
def status(folder: Path, day: date | None) -> None:
    """Where the plans of FOLDER stand, those with open questions first.

    \b
    rehab status out
    """
    speak_utf8()
    paths = sorted(folder.glob("*.plan.json"))
    if not paths:
        raise InputError([Problem(str(folder), 0, 0, "T001", "There is no plan in this folder.")])
    rows = []
    for path in paths:
        made = read_plan(path)
        rows.append((-len(open_findings(made)), made, effective_status(made, first_day(day))))
    for minus_open, made, where in sorted(rows, key=lambda row: (row[0], row[1].plan_id, row[1].revision)):
        click.echo(
            f"{made.plan_id}  revision {made.revision}  {where.replace('_', ' ')}  open {-minus_open}  "
            f"until {made.expires_on.isoformat()}  plan {made.digest[:12]}"
        )


@click.command()
@click.argument("a", type=PATH)
@click.argument("b", type=PATH)
def diff(a: Path, b: Path) -> None:
    """What changed from plan A to plan B, in words.

    \b
    rehab diff out/P-0001-week01.plan.json out/P-0001-week02.plan.json
    """
    speak_utf8()
    lines = list(differences(read_plan(a), read_plan(b)))
    click.echo("\n".join(lines) if lines else "No difference in what is prescribed.")


@click.group()
def audit() -> None:
    """Check the record of a folder.

    \b
    rehab audit verify out
    """
    speak_utf8()


@audit.command(name="verify")
@click.argument("folder", type=PATH)
def verify_record(folder: Path) -> None:
    """Say whether the record of FOLDER is whole: nothing changed, missing or out of order.

    \b
    rehab audit verify out
    """
    click.echo(f"{verify(folder)} lines, all in their place")

"""`rehab batch`: a folder or a glob of profiles, every row on its own.

In: a source and a folder. Out: the plans, a manifest, a summary, the worst exit code. Must not be here: the work.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import date
from glob import glob
from pathlib import Path

import click

from rehab.cli.options import DATE, PATH, first_day, speak_utf8
from rehab.errors import InputError, Problem

__all__ = ["batch"]

_ENDINGS = (".yaml", ".yml", ".json")


@click.command()
@click.argument("source")
@click.option("-o", "--output", type=PATH, required=True, help="Folder for the files; made if it is missing.")
@click.option("--date", "start", type=DATE, help="First day of the week; today if left out.")
@click.option("--week", type=click.IntRange(1, 520), default=1, show_default=True, help="Number of the week.")
@click.option("--jobs", type=click.IntRange(1, 256), default=os.cpu_count() or 1, help="Processes; one a core.")
@click.option("--only", type=click.Choice(["json", "patient", "clinician"]), help="Make this file alone.")
@click.option("--settings", type=PATH, help="The site's settings (phones, paper).")
@click.option("--overlay", type=PATH, help="The site's own rules; they can only restrict.")
def batch(
    source: str, output: Path, start: date | None, week: int, jobs: int, only: str | None, settings: Path | None,
    overlay: Path | None,
) -> None:  # fmt: skip
    """Make the plans of every profile in SOURCE, a folder or a quoted glob.

    \b
    rehab batch profiles -o out --date 2026-11-16 --jobs 2
    rehab batch "ward-3/*.yaml" -o out
    """
    from rehab.batch.manifest import manifest_files
    from rehab.batch.many import make_many, worst
    from rehab.batch.one import Job, rule_base_of, write_files
    from rehab.exchange.profile_file import read_settings

    speak_utf8()
    site = read_settings(settings)
    paths = _paths(source)
    day = first_day(start)
    rule_base_of(overlay)  # a fault in the site's rules is said once, not once a profile
    todo = [Job(path, output, day, week, only, overlay) for path in paths]
    with click.progressbar(length=len(todo), label="plans", show_pos=True, file=sys.stderr) as bar:
        rows = make_many(todo, site, min(jobs, len(todo)), lambda _row: bar.update(1))
    entries = [row.entry for row in rows if row.entry is not None]
    write_files(manifest_files(rows, output), output, entries)
    for row in rows:
        for reason in row.reasons:
            click.echo(reason, err=True)
    counts = Counter(row.outcome for row in rows)
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    click.echo(str(output / "manifest.csv"))
    raise SystemExit(int(worst(rows)))


def _paths(source: str) -> list[Path]:
    folder = Path(source)
    if folder.is_dir():
        found = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS and path.is_file())
    elif folder.is_file():
        found = [folder]
    else:
        found = sorted(Path(name) for name in glob(source, recursive=True) if Path(name).is_file())  # noqa: PTH207  (absolute too)
    if not found:
        raise InputError([Problem(source, 0, 0, "B002", "No profile was found there (.yaml, .yml or .json).")])
    return found

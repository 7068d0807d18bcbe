"""`rehab plan`: one profile, one week, three files.

In: a profile, a folder, a date. Out: files and an exit code. Must not be here: planning, layout.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rehab.cli.options import DATE, PATH, first_day, speak_utf8
from rehab.errors import ExitCode
from rehab.model.plan import Plan

__all__ = ["plan"]

_ONLY = ("json", "patient", "clinician", "text", "reporting", "reporting-page")


@click.command()
@click.argument("profile", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, help="Folder for the files; made if it is missing.")
@click.option("--week", type=click.IntRange(1, 520), default=1, show_default=True, help="Number of the week.")
@click.option("--date", "start", type=DATE, help="First day of the week, such as 2026-11-16; today if left out.")
@click.option("--variant", type=click.Choice(["standard"]), expose_value=False, help="Layout; standard so far.")
@click.option("--only", type=click.Choice(_ONLY), help="Write this file alone.")
@click.option("--settings", type=PATH, help="The site's settings (phones, paper).")
@click.option("--overlay", type=PATH, help="The site's own rules; they can only restrict.")
def plan(
    profile: Path, output: Path, week: int, start: date | None, only: str | None, settings: Path | None,
    overlay: Path | None,
) -> None:  # fmt: skip
    """Make the week of PROFILE: plan.json, the patient's PDF and the clinician's PDF.

    \b
    rehab plan profiles/overview-left-hemiparesis.yaml -o out --date 2026-11-16
    rehab plan anna.yaml -o out --only json
    rehab plan anna.yaml -o out --only text        half a page to paste into the record
    rehab plan anna.yaml -o out --only reporting   the items of CERT and TIDieR as JSON
    rehab plan anna.yaml -o out --only reporting-page    the same on paper
    """
    from rehab.batch.one import Job, Sources, entry_of, exit_code_of, files_of, make_plan, rule_base_of, write_files
    from rehab.exchange.profile_file import read_settings

    speak_utf8()
    job = Job(profile, output, first_day(start), week, only, overlay)
    made = make_plan(job, rule_base_of(overlay), read_settings(settings))
    files = files_of(made, output, only)
    write_files(files, output, [entry_of(made, output, "made", Sources(profile, settings, overlay))])
    code = exit_code_of(made)
    _report(made, list(files), code)
    raise SystemExit(int(code))


def _report(made: Plan, files: list[Path], code: ExitCode) -> None:
    for path in files:
        click.echo(str(path))
    for finding in made.findings:
        if finding.severity in ("stop", "confirm"):
            question = f" – {finding.question}" if finding.question else ""
            click.echo(f"{finding.severity}: {finding.message}{question}", err=True)
    if code is ExitCode.NO_SESSION_REMAINS:
        click.echo("No session remains this week because of what is known; see the clinician's sheet.", err=True)

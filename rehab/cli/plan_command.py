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

__all__ = ["exit_code_of", "plan"]


@click.command()
@click.argument("profile", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, help="Folder for the files; made if it is missing.")
@click.option("--week", type=click.IntRange(1, 520), default=1, show_default=True, help="Number of the week.")
@click.option("--date", "start", type=DATE, help="First day of the week, such as 2026-11-16; today if left out.")
@click.option("--variant", type=click.Choice(["standard"]), expose_value=False, help="Layout; standard so far.")
@click.option("--only", type=click.Choice(["json", "patient", "clinician"]), help="Write this file alone.")
@click.option("--settings", type=PATH, help="The site's settings (phones, paper).")
def plan(
    profile: Path, output: Path, week: int, start: date | None, only: str | None, settings: Path | None
) -> None:
    """Make the week of PROFILE: plan.json, the patient's PDF and the clinician's PDF.

    \b
    rehab plan profiles/overview-left-hemiparesis.yaml -o out --date 2026-11-16
    rehab plan anna.yaml -o out --only json
    """
    speak_utf8()
    made = _make(profile, week, first_day(start), settings)
    files = _files(made, output, only)
    from rehab.exchange.plan_file import write_all

    write_all(files)
    _report(made, list(files))
    raise SystemExit(int(exit_code_of(made)))


def _make(profile: Path, week: int, start: date, settings: Path | None) -> Plan:
    from rehab.exchange.profile_file import read_profile, read_settings
    from rehab.knowledge.load import load_rule_base
    from rehab.planning.build import build_plan

    base = load_rule_base()
    site = read_settings(settings)
    return build_plan(read_profile(profile, start, base), start, base, site, week=week)


def _files(made: Plan, output: Path, only: str | None) -> dict[Path, bytes]:
    """Everything in memory first, so that a failing page leaves nothing behind."""
    name = made.plan_id
    files: dict[Path, bytes] = {}
    if only in (None, "json"):
        files[output / f"{name}.plan.json"] = made.to_json().encode()
    if only != "json":
        from rehab.render import documents

        if only in (None, "patient"):
            files[output / f"{name}.patient.pdf"] = documents.patient_pdf(made)
        if only in (None, "clinician"):
            files[output / f"{name}.clinician.pdf"] = documents.clinician_pdf(made)
    return files


def _report(made: Plan, files: list[Path]) -> None:
    for path in files:
        click.echo(str(path))
    for finding in made.findings:
        if finding.severity in ("stop", "confirm"):
            question = f" – {finding.question}" if finding.question else ""
            click.echo(f"{finding.severity}: {finding.message}{question}", err=True)
    if exit_code_of(made) is ExitCode.NO_SESSION_REMAINS:
        click.echo("No session remains this week because of what is known; see the clinician's sheet.", err=True)


def exit_code_of(made: Plan) -> ExitCode:
    """4 when known facts leave no session, else 3 while a stop or confirm is open, else 0."""
    statuses = {part.status for part in made.prescriptions}
    if not made.has_sessions and "deferred" not in statuses and "prescribed" not in statuses:
        return ExitCode.NO_SESSION_REMAINS
    if any(finding.severity in ("stop", "confirm") for finding in made.findings):
        return ExitCode.CLINICIAN_MUST_DECIDE
    return ExitCode.DONE

"""`rehab plan`: one profile, one week, three files.

In: a profile, a folder, a date. Out: files and an exit code. Must not be here: planning, layout.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from rehab.cli.options import DATE, PATH, first_day, speak_utf8
from rehab.errors import ExitCode
from rehab.model.plan import Plan

__all__ = ["exit_code_of", "files_of", "name_of", "next_revision", "plan", "write_recorded"]


@click.command()
@click.argument("profile", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, help="Folder for the files; made if it is missing.")
@click.option("--week", type=click.IntRange(1, 520), default=1, show_default=True, help="Number of the week.")
@click.option("--date", "start", type=DATE, help="First day of the week, such as 2026-11-16; today if left out.")
@click.option("--variant", type=click.Choice(["standard"]), expose_value=False, help="Layout; standard so far.")
@click.option("--only", type=click.Choice(["json", "patient", "clinician"]), help="Write this file alone.")
@click.option("--settings", type=PATH, help="The site's settings (phones, paper).")
def plan(profile: Path, output: Path, week: int, start: date | None, only: str | None, settings: Path | None) -> None:
    """Make the week of PROFILE: plan.json, the patient's PDF and the clinician's PDF.

    \b
    rehab plan profiles/overview-left-hemiparesis.yaml -o out --date 2026-11-16
    rehab plan anna.yaml -o out --only json
    """
    speak_utf8()
    made = _make(profile, week, first_day(start), settings, output)
    files = files_of(made, output, only)
    write_recorded(files, made, output, "made", profile_file=profile)
    _report(made, list(files))
    raise SystemExit(int(exit_code_of(made)))


def _make(profile: Path, week: int, start: date, settings: Path | None, output: Path) -> Plan:
    from rehab.exchange.profile_file import read_profile, read_settings
    from rehab.knowledge.load import load_rule_base
    from rehab.planning.build import build_plan

    base = load_rule_base()
    site = read_settings(settings)
    read = read_profile(profile, start, base)
    revision = next_revision(output, f"{read.patient.id}-week{week:02d}")
    return build_plan(read, start, base, site, week=week, revision=revision)


def next_revision(output: Path, plan_id: str) -> int:
    """The revision that a new plan gets: a draft is replaced, whatever was submitted or signed is kept."""
    from rehab.exchange.plan_file import read_plan

    revision = 1
    while (output / f"{name_of(plan_id, revision)}.plan.json").exists():
        kept = read_plan(output / f"{name_of(plan_id, revision)}.plan.json")
        if kept.status == "draft" and not kept.decisions:
            break
        revision += 1
    return revision


def name_of(plan_id: str, revision: int) -> str:
    """The stem of a plan's files; the first revision has none in its name."""
    return plan_id if revision == 1 else f"{plan_id}.r{revision}"


def write_recorded(
    files: dict[Path, bytes], made: Plan, output: Path, action: str, *, profile_file: Path | None = None
) -> None:
    """Write the files whole, then one line of the record of their folder."""
    from datetime import datetime

    from rehab.exchange.plan_file import write_all
    from rehab.review.record import Entry, append

    write_all(files)
    where = os.path.relpath(profile_file, output) if profile_file else None
    last = made.decisions[-1] if made.decisions and action != "made" else None
    append(output, [Entry(
        at=last.at if last else datetime.now().isoformat(timespec="seconds"), plan=made.plan_id,
        revision=made.revision, action=action, by=last.by if last else "rehab plan",
        registration=last.registration if last else None, before=last.on_digest if last else None,
        after=made.digest, target=last.target if last else None, value=last.value if last else None,
        reason_code=last.reason_code if last else None, reason=last.reason if last else None, profile_file=where,
    )])  # fmt: skip


def files_of(made: Plan, output: Path, only: str | None) -> dict[Path, bytes]:
    """Everything in memory first, so that a failing page leaves nothing behind."""
    name = name_of(made.plan_id, made.revision)
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

"""One profile to one plan and its files.

In: paths, a day, settings. Out: a `Plan`, its files on the disk, a line of the record. Must not be here: printing,
planning, layout. The page engine is imported only when a page is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rehab.errors import ExitCode, InputError
from rehab.exchange.plan_file import read_plan, write_all
from rehab.exchange.profile_file import read_profile
from rehab.knowledge.load import load_rule_base
from rehab.knowledge.overlay import read_overlay, with_overlay
from rehab.model.plan import Plan
from rehab.model.rule_base import RuleBase
from rehab.model.settings import Settings
from rehab.planning.build import build_plan
from rehab.review.record import Entry, append

__all__ = [
    "Job", "Sources", "entry_of", "exit_code_of", "files_of", "make_plan", "name_of", "next_revision", "plan_before",
    "rule_base_of", "write_files",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made: which profile, where to, for which week, with which rules of a site."""

    profile: Path
    output: Path
    start: date
    week: int = 1
    only: str | None = None
    overlay: Path | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a plan was made from; they are read again before it is signed."""

    profile: Path
    settings: Path | None = None
    overlay: Path | None = None

    def relative_to(self, output: Path) -> dict[str, Any]:
        """The paths as the record keeps them, seen from the folder of the plans."""
        named = {"profile_file": self.profile, "settings_file": self.settings, "overlay_file": self.overlay}
        return {key: os.path.relpath(path, output) for key, path in named.items() if path is not None}


def rule_base_of(overlay: Path | None) -> RuleBase:
    """The rule base as it ships, with the rules of a site where there are any."""
    base = load_rule_base()
    return base if overlay is None else with_overlay(base, read_overlay(overlay, base))


def make_plan(job: Job, base: RuleBase, settings: Settings) -> Plan:
    """Read the profile and build its plan, as the next revision where an earlier one must be kept."""
    profile = read_profile(job.profile, job.start, base)
    revision = next_revision(job.output, f"{profile.patient.id}-week{job.week:02d}")
    previous = plan_before(job.output, profile.patient.id, job.week, revision)
    return build_plan(profile, job.start, base, settings, week=job.week, revision=revision, previous=previous)


def plan_before(output: Path, patient: str, week: int, revision: int) -> Plan | None:
    """The plan whose exercises the new one goes on with: the revision before, else the newest of the week before."""
    same = [f"{patient}-week{week:02d}"] * (revision - 1)
    names = [name_of(plan_id, number) for number, plan_id in enumerate(same, 1)]
    if not names and week > 1:
        number, plan_id = 1, f"{patient}-week{week - 1:02d}"
        while (output / f"{name_of(plan_id, number)}.plan.json").exists():
            names.append(name_of(plan_id, number))
            number += 1
    for name in reversed(names):
        try:
            return read_plan(output / f"{name}.plan.json")
        except InputError:
            continue  # an unreadable plan is kept, but nothing can be learnt from it
    return None


def next_revision(output: Path, plan_id: str) -> int:
    """The revision that a new plan gets: an untouched draft is replaced, whatever was decided on is kept."""
    revision = 1
    while (path := output / f"{name_of(plan_id, revision)}.plan.json").exists():
        try:
            kept = read_plan(path)
        except InputError:
            kept = None  # damaged, or of another version: it may have been signed, so it stays
        if kept is not None and kept.status == "draft" and not kept.decisions:
            break
        revision += 1
    return revision


def name_of(plan_id: str, revision: int) -> str:
    """The stem of a plan's files; the first revision has no number in its name."""
    return plan_id if revision == 1 else f"{plan_id}.r{revision}"


def files_of(made: Plan, output: Path, only: str | None) -> dict[Path, bytes]:
    """Every file in memory first, so that a failing page leaves nothing behind."""
    stem = name_of(made.plan_id, made.revision)
    makers: dict[str, tuple[str, Callable[[Plan], bytes]]] = {
        "json": ("plan.json", lambda plan: plan.to_json().encode()),
        "patient": ("patient.pdf", _patient),
        "clinician": ("clinician.pdf", _clinician),
        "text": ("summary.txt", _text),
        "reporting": ("reporting.json", _reporting),
        "reporting-page": ("reporting.pdf", _reporting_page),
    }
    wanted = ("json", "patient", "clinician") if only is None else (only,)
    return {output / f"{stem}.{makers[name][0]}": makers[name][1](made) for name in wanted}


def _patient(made: Plan) -> bytes:
    from rehab.render.documents import patient_pdf

    return patient_pdf(made)


def _clinician(made: Plan) -> bytes:
    from rehab.render.documents import clinician_pdf

    return clinician_pdf(made)


def _text(made: Plan) -> bytes:
    from rehab.exchange.summary import summary

    return summary(made).encode()


def _reporting(made: Plan) -> bytes:
    from rehab.exchange.reporting import reporting_json

    return reporting_json(made).encode()


def _reporting_page(made: Plan) -> bytes:
    from rehab.exchange.reporting import items
    from rehab.render.reporting_page import reporting_pdf

    return reporting_pdf(made, [(one.checklist, one.number, one.asks, one.answer) for one in items(made)])


def write_files(files: dict[Path, bytes], output: Path, entries: list[Entry]) -> None:
    """Write the files whole, then, where a plan is among them, the lines of the record of their folder."""
    write_all(files)
    if any(path.name.endswith((".plan.json", "manifest.jsonl")) for path in files):
        append(output, entries)


def entry_of(made: Plan, output: Path, action: str, sources: Sources | None = None) -> Entry:
    """The line of the record for what was just done to a plan; `sources` are the files it was made from."""
    where = sources.relative_to(output) if sources else {}
    if action == "made" or not made.decisions:
        return Entry(
            at=datetime.now().isoformat(timespec="seconds"), plan=made.plan_id, revision=made.revision, action=action,
            by="rehab", registration=None, before=None, after=made.digest, **where,
        )  # fmt: skip
    last = made.decisions[-1]
    return Entry(
        at=last.at, plan=made.plan_id, revision=made.revision, action=action, by=last.by,
        registration=last.registration, before=last.on_digest, after=made.digest, target=last.target,
        value=last.value, reason_code=last.reason_code, reason=last.reason, **where,
    )  # fmt: skip


def exit_code_of(made: Plan) -> ExitCode:
    """4 when known facts leave no session, else 3 while a stop or confirm is open, else 0."""
    statuses = {part.status for part in made.prescriptions}
    if not made.has_sessions and "deferred" not in statuses:
        return ExitCode.NO_SESSION_REMAINS
    if any(finding.severity in ("stop", "confirm") for finding in made.findings):
        return ExitCode.CLINICIAN_MUST_DECIDE
    return ExitCode.DONE

"""A caseload: every profile on its own, in a pool of processes; one row each, whatever happens.

In: paths of profiles, a folder, a day. Out: rows with outcome, files and digests. A bad profile, a crash of a worker or
a bug is a row with its reason; the rest goes on. Must not be here: printing, the making of one plan.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from rehab.batch.one import Job, Sources, entry_of, exit_code_of, files_of, make_plan, rule_base_of
from rehab.errors import EnvironmentFailure, ExitCode, InputError
from rehab.exchange.plan_file import write_all
from rehab.model.settings import Settings
from rehab.review.record import Entry

__all__ = ["Row", "make_many", "worst"]

_ORDER = (
    ExitCode.BUG, ExitCode.ENVIRONMENT_FAILED, ExitCode.BAD_INPUT, ExitCode.NO_SESSION_REMAINS,
    ExitCode.CLINICIAN_MUST_DECIDE, ExitCode.DONE,
)  # fmt: skip
_AHEAD = 2  # jobs handed to a worker before the one it works on is done


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one profile; `files` maps a file's name to its SHA-256."""

    profile: str
    exit_code: int
    outcome: str
    plan: str | None = None
    findings: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    entry: Entry | None = None


_OUTCOMES = {
    ExitCode.DONE: "made", ExitCode.CLINICIAN_MUST_DECIDE: "needs decision", ExitCode.NO_SESSION_REMAINS: "no session",
    ExitCode.BAD_INPUT: "refused", ExitCode.ENVIRONMENT_FAILED: "failed", ExitCode.BUG: "bug",
}  # fmt: skip


def make_many(jobs: Sequence[Job], settings: Settings, workers: int, done: Callable[[Row], None]) -> list[Row]:
    """Make every plan; rows come back in the order of the jobs, and `done` hears of each as it ends."""
    rows: dict[int, Row] = {}
    waiting = list(enumerate(_without_twins(jobs, rows)))
    for index in sorted(rows):
        done(rows[index])
    for index, row in _run([(i, job) for i, job in waiting if i not in rows], settings, workers):
        rows[index] = row
        done(row)
    return [rows[index] for index in sorted(rows)]


def _without_twins(jobs: Sequence[Job], rows: dict[int, Row]) -> Sequence[Job]:
    """Two profiles with one id would write the same files: the second is refused, by its own id."""
    seen: dict[str, Path] = {}
    for index, job in enumerate(jobs):
        name = _id_of(job.profile)
        if name is not None and name.casefold() in seen:
            first = seen[name.casefold()]
            reason = f"{job.profile}: B001 The id is already used by {first.name}; its files would be overwritten."
            rows[index] = Row(str(job.profile), int(ExitCode.BAD_INPUT), "refused", reasons=(reason,))
        elif name is not None:
            seen[name.casefold()] = job.profile
    return jobs


def _id_of(path: Path) -> str | None:
    from rehab.knowledge.yaml_source import read_file

    try:
        value = read_file(path).value
        name = value["patient"]["id"]
    except (InputError, EnvironmentFailure, KeyError, TypeError):
        return None
    return name if isinstance(name, str) else None


def _run(jobs: Sequence[tuple[int, Job]], settings: Settings, workers: int) -> Iterator[tuple[int, Row]]:
    """Feed the pool a few jobs ahead; when a worker dies, each job under way is tried once more alone."""
    queue = list(reversed(jobs))
    while queue:
        flying: dict[Future[Row], tuple[int, Job]] = {}
        with _pool(workers) as pool:
            try:
                while queue or flying:
                    while queue and len(flying) < workers * _AHEAD:
                        index, job = queue.pop()
                        flying[pool.submit(_one, job, settings)] = (index, job)
                    finished, _ = wait(flying, return_when=FIRST_COMPLETED)
                    for future in finished:
                        row = future.result()
                        index, _job = flying.pop(future)
                        yield index, row
            except BrokenProcessPool:
                pass  # whatever was under way is tried alone below; the queue goes on with a new pool
        for index, job in sorted(flying.values(), key=lambda pair: pair[0]):
            yield index, _alone(job, settings)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=workers, mp_context=get_context("forkserver"))


def _alone(job: Job, settings: Settings) -> Row:
    with _pool(1) as pool:
        try:
            return pool.submit(_one, job, settings).result()
        except BrokenProcessPool:
            reason = "The worker that made this plan died (out of memory, or killed)."
            return Row(str(job.profile), int(ExitCode.ENVIRONMENT_FAILED), "failed", reasons=(reason,))


def _one(job: Job, settings: Settings) -> Row:
    """One row; nothing that goes wrong here reaches another row."""
    begin = time.perf_counter()

    def row(code: ExitCode, **more: object) -> Row:
        took = round(time.perf_counter() - begin, 3)
        return Row(str(job.profile), int(code), _OUTCOMES[code], seconds=took, **more)  # type: ignore[arg-type]

    try:
        made = make_plan(job, rule_base_of(job.overlay), settings)
        files = files_of(made, job.output, job.only)
        write_all(files)
    except InputError as error:
        return row(ExitCode.BAD_INPUT, reasons=tuple(str(one) for one in error.problems))
    except EnvironmentFailure as error:
        return row(ExitCode.ENVIRONMENT_FAILED, reasons=(str(error),))
    except OSError as error:
        return row(ExitCode.ENVIRONMENT_FAILED, reasons=(error.strerror or type(error).__name__,))
    except Exception as error:  # a bug in one row must not end the caseload
        return row(ExitCode.BUG, reasons=(f"{type(error).__name__}: {error}",))
    severities = [one.severity for one in made.findings]
    return row(
        exit_code_of(made), plan=made.plan_id,
        findings={name: severities.count(name) for name in ("stop", "confirm", "warning", "info")},
        files={path.name: sha256(data).hexdigest() for path, data in files.items()},
        entry=entry_of(made, job.output, "made", Sources(job.profile, overlay=job.overlay)),
    )  # fmt: skip


def worst(rows: Sequence[Row]) -> ExitCode:
    """The exit code of a caseload: the first that occurs of bug, environment, input, no session, decision, done."""
    codes = {row.exit_code for row in rows}
    return next((code for code in _ORDER if int(code) in codes), ExitCode.DONE)

"""`rehab rules lint`: every fault that exact analysis finds in the rule base.

In: words of the shell. Out: one line a fault, with somebody on whom it shows; exit code 1 on any fault that has not
been accepted. Must not be here: the checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import click

from rehab.cli.options import DATE, first_day, speak_utf8
from rehab.errors import ExitCode

if TYPE_CHECKING:
    from rehab.knowledge.analysis.codes import Bench, Fault

__all__ = ["lint_rules"]


@click.command(name="lint")
@click.option("--date", "day", type=DATE, help="The day for which sources may be too old; today if left out.")
@click.option("--tables", is_flag=True, help="Also what is worth reading and no fault: caps, skipped rules, gaps.")
@click.option("--accepted", is_flag=True, help="Also the accepted faults, each with its reason.")
def lint_rules(day: date | None, tables: bool, accepted: bool) -> None:
    """Say what is wrong with the rules, over all people there can be; `rehab rules explain CODE` says more.

    \b
    rehab rules lint --date 2026-11-21
    rehab rules lint --tables
    """
    from rehab.knowledge.analysis.codes import CHECKS, Bench
    from rehab.knowledge.analysis.lint import lint, read_accepted
    from rehab.knowledge.load import load_rule_base

    speak_utf8()
    bench = Bench(load_rule_base(), first_day(day))
    report = lint(bench, read_accepted())
    _print(bench, report.faults)
    if accepted:
        for fault, reason in report.accepted:
            click.echo(f"accepted {fault.code} {', '.join(fault.about)}: {reason}")
    if tables:
        for code, rows in report.tables.items():
            click.echo(f"{code} {CHECKS[code].title}: {len(rows)}")
            _print(bench, rows, indent="  ")
    click.echo(
        f"{len(bench.base.rules)} rules, {len(bench.base.exercises)} exercises, {len(CHECKS)} checks: "
        f"{len(report.faults)} faults, {len(report.accepted)} accepted"
    )
    if report.faults:
        raise SystemExit(int(ExitCode.BAD_INPUT))


def _print(bench: Bench, faults: Iterable[Fault], indent: str = "") -> None:
    from rehab.knowledge.analysis.witness import person, told

    for fault in faults:
        click.echo(f"{indent}{fault.code} {', '.join(fault.about)}: {fault.sentence}")
        facts = person(fault.witness, bench.relations) if fault.witness is not None else None
        if facts is not None and fault.witness is not None:
            click.echo(f"{indent}     for example: {told(facts, set(fault.witness))}")

"""`rehab rules prove`: prove the safety claims over all people, or print one who breaks them.

In: words of the shell. Out: one line a claim; exit code 1 when one is broken. The engine is handed to the analysis
here, because the analysis lives below it. Must not be here: the proofs themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from rehab.cli.options import DATE, PATH, first_day, speak_utf8
from rehab.engine.prescribe import prescribe
from rehab.errors import ExitCode
from rehab.knowledge.analysis.people import Conclusion
from rehab.model.profile import Profile
from rehab.model.rule_base import RuleBase

__all__ = ["engine_of", "prove"]


def engine_of(base: RuleBase, start: date) -> Callable[[Profile], Conclusion]:
    """The engine as the analysis sees it: a profile in, what may be planned for that person out."""

    def conclude(profile: Profile) -> Conclusion:
        made = prescribe(profile, start, base)
        parts = made.prescription.prescribed
        doses = {name: dose.allowed for part in parts for name, dose in part.doses.items()}
        doses |= {name: dose.allowed for name, dose in made.prescription.week.items()}
        return Conclusion(
            frozenset(part.component for part in parts),
            {one.exercise.id: one.helper for part in parts for one in part.exercises},
            {name: span for name, span in doses.items() if span is not None},
            made.derived.facts,
            frozenset(part.component for part in made.prescription.components),
        )

    return conclude


@click.command()
@click.option("--only", help="Only claims whose id begins so, such as heart_rate.")
@click.option("--date", "day", type=DATE, help="First day of the plan of the people that are tried.")
@click.option("--witness", type=PATH, help="A folder to write the profile of each broken claim into.")
def prove(only: str | None, day: date | None, witness: Path | None) -> None:
    """Prove every safety claim over all people; a broken one is shown on a profile that `rehab plan` accepts.

    \b
    rehab rules prove
    rehab rules prove --only heart_rate --witness out
    """
    from rehab.knowledge.analysis.codes import Bench
    from rehab.knowledge.analysis.invariants import read_invariants
    from rehab.knowledge.analysis.prove import prove_all
    from rehab.knowledge.load import load_rule_base

    speak_utf8()
    base, start = load_rule_base(), first_day(day)
    bench = Bench(base, start)
    number = broken = 0
    for proof in prove_all(bench, read_invariants(), engine_of(base, start), start, only):
        number += 1
        broken += not proof.holds
        click.echo(f"{'holds ' if proof.holds else 'BROKEN'}  {proof.id}  {proof.claim}")
        click.echo(f"        {proof.method}: {proof.size}")
        if not proof.holds:
            click.echo(f"        broken by: {proof.broken_by}")
            _show(proof.id, proof.witness, witness)
    click.echo(f"{number} claims, {broken} broken (rules {base.version}, {base.digest[:12]})")
    if not number:
        raise click.UsageError(f"No claim begins with '{only}'.")
    if broken:
        raise SystemExit(int(ExitCode.BAD_INPUT))


def _show(name: str, text: str, folder: Path | None) -> None:
    if text and folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        click.echo(f"        profile: {folder / name}.yaml")
    elif text:
        click.echo("\n".join(f"        {line}" for line in text.splitlines()))

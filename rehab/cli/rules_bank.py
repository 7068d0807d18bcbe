"""`rehab rules bank`: how far the program agrees with prescriptions written from the sources by hand.

In: nothing but the shipped cases. Out: one line an expectation, then the sum; 1 on a disagreement nobody accepted.
Must not be here: running cases, comparing.
"""

from __future__ import annotations

import click

from rehab.errors import ExitCode
from rehab.knowledge.load import load_rule_base

__all__ = ["bank"]


@click.command()
@click.option("--case", "only", help="Only this case, such as c9_beta_blocker.")
@click.option("--disagreements", is_flag=True, help="Leave out what agrees.")
def bank(only: str | None, disagreements: bool) -> None:
    """Plan every person of the case bank and compare with what the sources say, item by item.

    \b
    rehab rules bank --disagreements
    """
    from rehab.batch.bank import read_cases, run

    cases, people = read_cases()
    if only is not None and only not in {case.id for case in cases}:
        raise click.UsageError(f"There is no case '{only}'.")
    outcomes = list(run(load_rule_base(), [case for case in cases if only in (None, case.id)], people))
    shown = None
    for one in outcomes:
        if disagreements and one.agrees and not one.fault:
            continue
        if shown != one.case.id:
            shown = one.case.id
            click.echo(f"{one.case.id}: {one.case.story}")
        click.echo(f"  {'agrees' if one.agrees else 'DIFFERS'}  {one.expectation.text}  (row {one.expectation.row})")
        if not one.agrees:
            click.echo(f"           the program says: {one.answer}")
            if one.expectation.why:
                click.echo(f"           the source says it because: {one.expectation.why}")
        if one.listed is not None:
            word = "accepted" if one.expectation.accepted is not None else "open"
            click.echo(f"           {word}{', yet it agrees' if one.agrees else ''}: {one.listed}")
    known = [one for one in outcomes if not one.agrees and not one.fault]
    accepted = sum(one.expectation.accepted is not None for one in known)
    faults = sum(one.fault for one in outcomes)
    click.echo(f"{sum(one.agrees for one in outcomes)} of {len(outcomes)} agree, in "
               f"{len({one.case.id for one in outcomes})} cases; {accepted} disagreements accepted, "
               f"{len(known) - accepted} open, {faults} faults")  # fmt: skip
    if faults:
        raise SystemExit(int(ExitCode.BAD_INPUT))

"""`rehab rules explain`: what a check of the rule base looks for, or how a claim about it is proven.

In: a code of `rehab rules lint`, or the id of a claim of `rehab rules prove`. Out: text. Must not be here: the checks.
"""

from __future__ import annotations

import click

from rehab.cli.options import speak_utf8
from rehab.errors import InputError, Problem

__all__ = ["explain_code"]


@click.command(name="explain")
@click.argument("code", required=False)
def explain_code(code: str | None) -> None:
    """Say what a check looks for and what to do about it; without a code, list them all.

    \b
    rehab rules explain L301
    rehab rules explain heart_rate.fibrillation
    """
    from rehab.knowledge.analysis.codes import CHECKS
    from rehab.knowledge.analysis.invariants import read_invariants
    from rehab.knowledge.analysis.lint import OUTDATED
    from rehab.knowledge.analysis.prove import CLAIMS
    from rehab.knowledge.problems import nearest
    from rehab.model.guard import guard_text

    speak_utf8()
    claims = {one.id: one for one in read_invariants()}
    if code is None:
        for check in sorted(CHECKS.values(), key=lambda one: one.code):
            click.echo(f"{check.code}  {check.title}{' (a table, no fault)' if check.table else ''}")
        click.echo(f"{OUTDATED}  an acceptance whose fault no longer occurs")
    elif code in CHECKS:
        click.echo(f"{code}: {CHECKS[code].title}\n\n{CHECKS[code].explanation}")
    elif code == OUTDATED:
        click.echo(f"{code}: an entry of accepted.yaml whose fault no longer occurs. Take it out of the list.")
    elif code in claims:
        people = guard_text(claims[code].when) + (", or not known" if claims[code].unknown_too else "")
        click.echo(f"{code}: {claims[code].claim}\n\nAbout: {people}")
        click.echo(claims[code].note or "Proven over the boxes of the rules, then tried on people by the engine.")
    elif code in CLAIMS:
        click.echo(f"{code}: {CLAIMS[code].claim}\n\n{CLAIMS[code].run.__doc__}\nMethod: {CLAIMS[code].method}")
    else:
        hint = nearest(code, [*CHECKS, OUTDATED, *claims, *CLAIMS])
        raise InputError([Problem("rules", 0, 0, "R031", f"There is no check or claim '{code}'.", hint)])

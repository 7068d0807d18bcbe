"""`rehab rules coverage --dossier`: row by row of the evidence dossiers, what carries it.

In: nothing but the shipped list and rule base. Out: the lines, and 1 where the list has a fault.
Must not be here: matching rows with rules.
"""

from __future__ import annotations

import click

from rehab.errors import ExitCode
from rehab.knowledge.load import load_rule_base

__all__ = ["print_dossier"]


def print_dossier() -> None:
    """Print every row with its status and carriers, then the counts, then every fault of the list."""
    from rehab.knowledge.dossier_coverage import dossier_text, faults_of

    base = load_rule_base()
    for line in dossier_text(base):
        click.echo(line)
    faults = faults_of(base)
    for fault in faults:
        click.echo(f"fault: {fault}")
    if faults:
        raise SystemExit(int(ExitCode.BAD_INPUT))

"""`rehab rules new`: the empty form of a rule and of its case file.

In: an id and a kind. Out: text, or two files. Must not be here: the forms themselves.
"""

from __future__ import annotations

from pathlib import Path

import click

from rehab.cli.options import PATH, speak_utf8
from rehab.errors import InputError, Problem
from rehab.knowledge.skeleton import KINDS, case_path, case_text, rule_text, valid_id

__all__ = ["new_rule"]


@click.command(name="new")
@click.argument("rule_id")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What the rule does.")
@click.option("-o", "--output", type=PATH, help="Folder for rules/ID.yaml and cases/ID.yaml; nothing is overwritten.")
def new_rule(rule_id: str, kind: str, output: Path | None) -> None:
    """Print the commented form of a new rule RULE_ID and of its case file.

    \b
    rehab rules new aerobic.time.local --kind limit
    rehab rules new aerobic.time.local --kind limit -o draft
    """
    from rehab.exchange.plan_file import write_all
    from rehab.knowledge.load import load_rule_base

    speak_utf8()
    if not valid_id(rule_id):
        sentence = f"'{rule_id}' cannot be an id: lower-case words joined by dots, such as aerobic.time.local."
        raise click.UsageError(sentence)
    if rule_id in load_rule_base().by_id:
        raise InputError([Problem("rules", 0, 0, "R032", f"There is a rule called '{rule_id}' already.")])
    rule, cases = rule_text(rule_id, kind), case_text(rule_id, kind)
    if output is None:
        click.echo(f"# rehab/knowledge/rules/*.yaml\n{rule}\n# tests/cases/{case_path(rule_id)}\n{cases}", nl=False)
        return
    files = {output / "rules" / f"{rule_id}.yaml": rule, output / "cases" / case_path(rule_id): cases}
    taken = [path for path in files if path.exists()]
    if taken:
        sentence = "This file is there already; nothing was written."
        raise InputError([Problem(str(path), 0, 0, "R033", sentence) for path in taken])
    write_all({path: text.encode() for path, text in files.items()})
    for path in files:
        click.echo(str(path))

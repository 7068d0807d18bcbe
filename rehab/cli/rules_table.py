"""`rehab rules table`: the decision table of one component, to read and to sign.

In: the name of a component. Out: text, or an HTML or PDF file. Must not be here: what stands in the table, layout.
"""

from __future__ import annotations

from pathlib import Path

import click

from rehab.cli.options import PATH, speak_utf8

__all__ = ["table"]


@click.command()
@click.argument("component")
@click.option("-o", "--output", type=PATH, help="Write a file ending in .html or .pdf.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
def table(component: str, output: Path | None, paper: str) -> None:
    """One row a rule for COMPONENT: doses, limits, gates, precautions, progression, with lines to sign.

    COMPONENT is a word such as aerobic or swallowing; `week` is what holds for the whole week.

    \b
    rehab rules table aerobic
    rehab rules table aerobic -o aerobic.pdf
    """
    from rehab.exchange.plan_file import write_all
    from rehab.knowledge.decision_table import TABLES, decision_table
    from rehab.knowledge.load import load_rule_base
    from rehab.knowledge.problems import nearest

    speak_utf8()
    if component not in TABLES:
        raise click.UsageError(f"There is no component '{component}'. {nearest(component, TABLES)}".strip())
    if output is not None and output.suffix not in (".html", ".pdf"):
        raise click.UsageError("The file must end in .html or .pdf.")
    made = decision_table(load_rule_base(), component)
    if output is None:
        from rehab.exchange.table_text import table_text

        click.echo(table_text(made), nl=False)
        return
    from rehab.render.table_page import table_html, table_pdf

    write_all({output: table_pdf(made, paper) if output.suffix == ".pdf" else table_html(made)})
    click.echo(str(output))

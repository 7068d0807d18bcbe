"""`rehab rules hazards`: the hazard log as a document.

In: nothing but the shipped log. Out: Markdown. Must not be here: the log, its layout.
"""

from __future__ import annotations

import click

__all__ = ["hazards"]


@click.command()
def hazards() -> None:
    """What could hurt somebody, what stands against it, and the tests that show it, as Markdown.

    \b
    rehab rules hazards > docs/hazard-log.md
    """
    from rehab.knowledge.hazard_log import hazard_document, read_hazards

    click.echo(hazard_document(read_hazards()), nl=False)

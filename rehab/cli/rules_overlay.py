"""`rehab rules overlay`: the rules of a site, which can only restrict.

In: a file of the form rehab.overlay/1. Out: text; exit 1 when a rule of it could permit something. Must not be here:
the checks themselves.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from rehab.cli.options import PATH, speak_utf8

__all__ = ["overlay"]


@click.group()
def overlay() -> None:
    """Look at the rules of a site, which can close, narrow and warn, never permit.

    \b
    rehab rules overlay check site-rules.yaml
    rehab rules overlay schema > overlay.schema.json
    """


@overlay.command()
@click.argument("file", type=PATH)
def check(file: Path) -> None:
    """Show that every rule of FILE only restricts, and what each one does; ends 1 when one does not.

    \b
    rehab rules overlay check site-rules.yaml
    """
    from rehab.knowledge.load import load_rule_base
    from rehab.knowledge.overlay import effects, read_overlay, with_overlay

    speak_utf8()
    base = load_rule_base()
    read = read_overlay(file, base)
    made = with_overlay(base, read)
    click.echo(f"{read.site}, version {read.version}, approved by {read.approved_by}")
    for name, what in effects(read, base):
        click.echo(f"{name}: {what}")
    click.echo(f"{len(read.rules)} rules, all restrict. With them: {made.version} ({made.digest[:12]})")


@overlay.command()
def schema() -> None:
    """Print the JSON Schema of the file, for editors.

    \b
    rehab rules overlay schema > overlay.schema.json
    """
    from rehab.knowledge.overlay import Overlay

    speak_utf8()
    click.echo(json.dumps(Overlay.model_json_schema(by_alias=True), indent=2, ensure_ascii=False))

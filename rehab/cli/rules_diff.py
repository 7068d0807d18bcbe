"""`rehab rules diff`: what changed between two rule bases, and whose plans change with it.

In: folders of rule data, a folder of profiles. Out: text. Must not be here: the comparison itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rehab.cli.options import DATE, PATH, first_day, speak_utf8
from rehab.errors import InputError, Problem
from rehab.model.rule_base import RuleBase

__all__ = ["diff_rules"]

_ENDINGS = (".yaml", ".yml", ".json")


@click.command(name="diff")
@click.argument("old", type=PATH, required=False)
@click.argument("new", type=PATH, required=False)
@click.option("--profiles", type=PATH, help="Folder of profiles: say whose plans change, by id.")
@click.option("--date", "start", type=DATE, help="First day of the compared weeks; today if left out.")
@click.option("--overlay", type=PATH, help="Rules of a site, laid on NEW.")
def diff_rules(
    old: Path | None, new: Path | None, profiles: Path | None, start: date | None, overlay: Path | None
) -> None:
    """Say what changed from the rule data in folder OLD to NEW, and which plans change.

    A folder left out is the rule base of this program.

    \b
    rehab rules diff rules-of-october --profiles profiles --date 2026-11-16
    rehab rules diff rules-of-october rules-of-november
    rehab rules diff --overlay site-rules.yaml --profiles profiles --date 2026-11-16
    """
    from rehab.knowledge.change import changes_between
    from rehab.knowledge.overlay import read_overlay, with_overlay

    speak_utf8()
    if old is None and overlay is None:
        raise click.UsageError("Name the folder OLD, or a file with --overlay.")
    before, after = _base(old), _base(new)
    if overlay is not None:
        after = with_overlay(after, read_overlay(overlay, after))
    changes = list(changes_between(before, after))
    click.echo(f"{before.version} ({before.digest[:12]}) -> {after.version} ({after.digest[:12]})")
    for change in changes:
        click.echo(change.line)
        for line in change.details:
            click.echo(f"  {line}")
    rules = [change.how for change in changes if change.part == "rule"]
    counts = ", ".join(f"{rules.count(how)} {how}" for how in ("added", "removed", "changed"))
    click.echo(f"Rules: {counts}. Other entries: {len(changes) - len(rules)}.")
    if profiles is not None:
        _plans(profiles, first_day(start), before, after)


def _base(folder: Path | None) -> RuleBase:
    from rehab.knowledge.load import load_rule_base

    if folder is None:
        return load_rule_base()
    if not (folder / "rules").is_dir():
        sentence = "This is not a folder of rule data: it needs rules/, exercises/, sources.yaml and the others."
        raise InputError([Problem(str(folder), 0, 0, "R031", sentence)])
    return load_rule_base(folder)


def _plans(folder: Path, start: date, before: RuleBase, after: RuleBase) -> None:
    from rehab.batch.rules_diff import effects_on

    paths = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS) if folder.is_dir() else []
    if not paths:
        raise InputError([Problem(str(folder), 0, 0, "B002", "No profile was found there (.yaml, .yml or .json).")])
    changed = refused = 0
    for effect in effects_on(paths, start, before, after):
        changed += bool(effect.lines)
        refused += bool(effect.why)
        for line in effect.lines:
            click.echo(f"{effect.patient}  {line}")
        for line in effect.why:
            click.echo(line, err=True)
    read = len(paths) - refused
    unread = f"; {refused} profiles not read" if refused else ""
    click.echo(f"Plans from {start}: {changed} of {read} change{unread}")
    if refused:
        raise SystemExit(1)

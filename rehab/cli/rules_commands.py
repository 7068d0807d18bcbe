"""`rehab rules`: look at the rule base.

In: ids and words. Out: text. Must not be here: evaluation, analysis.
"""

from __future__ import annotations

import click

from rehab.cli.options import speak_utf8
from rehab.cli.rules_bank import bank
from rehab.cli.rules_diff import diff_rules
from rehab.cli.rules_dossier import print_dossier
from rehab.cli.rules_explain import explain_code
from rehab.cli.rules_hazards import hazards
from rehab.cli.rules_lint import lint_rules
from rehab.cli.rules_new import new_rule
from rehab.cli.rules_overlay import overlay
from rehab.cli.rules_prove import prove
from rehab.cli.rules_table import table
from rehab.errors import InputError, Problem
from rehab.knowledge.load import load_rule_base
from rehab.knowledge.problems import nearest
from rehab.model.citation import provenance_of
from rehab.model.guard import guard_text
from rehab.model.rule import Bars, DoseRule, GateRule, LimitRule, PrecautionRule, Rule, Unsure
from rehab.model.rule_base import RuleBase

__all__ = ["rules"]


@click.group()
def rules() -> None:
    """Look at the rule base.

    \b
    rehab rules list --kind dose
    rehab rules show aerobic.time.aha2014
    """
    speak_utf8()


@rules.command(name="list")
@click.option("--kind", help="Only this kind, such as dose, limit, contraindication.")
@click.option("--row", help="Only rules of this requirement row, such as OV-09.")
def list_rules(kind: str | None, row: str | None) -> None:
    """One line a rule: id, kind, how well its source was checked, and what it states.

    \b
    rehab rules list --row OV-09
    """
    base = load_rule_base()
    kinds = {rule.kind for rule in base.rules}
    if kind is not None and kind not in kinds:
        raise click.UsageError(f"There is no kind '{kind}'. {nearest(kind, sorted(kinds))}")
    shown = [
        rule for rule in base.rules
        if (kind is None or rule.kind == kind) and (row is None or row in rule.requirement)
    ]  # fmt: skip
    for rule in shown:
        click.echo(f"{rule.id}  {rule.kind}  {rule.cite.checked}  {rule.cite.states}")
    click.echo(f"{len(shown)} rules of {len(base.rules)}, version {base.version}")


@rules.command()
@click.argument("rule_id")
def show(rule_id: str) -> None:
    """Everything about one rule: guard, effect, unknown behaviour, source and place.

    \b
    rehab rules show screening.pressure.hold
    """
    base = load_rule_base()
    rule = base.by_id.get(rule_id)
    if rule is None:
        hint = nearest(rule_id, base.by_id)
        raise InputError([Problem("rules", 0, 0, "R030", f"No rule is called '{rule_id}'.", hint)])
    for name, text in _lines(rule, base):
        click.echo(f"{name + ':':<14}{text}")


def _lines(rule: Rule, base: RuleBase) -> list[tuple[str, str]]:
    source = base.sources[rule.cite.source]
    lines = [("id", rule.id), ("kind", rule.kind), ("rows", ", ".join(rule.requirement) or "-"),
             ("when", guard_text(rule.when)), *_effect(rule)]  # fmt: skip
    if isinstance(rule, Unsure):
        unknown = {"ask": f"ask: {rule.ask}", "apply": "acts as if true", "skip": f"skipped: {rule.skip_reason}"}
        lines.append(("if unknown", unknown[rule.if_unknown]))
        if rule.ask_when is not None:
            lines.append(("asked when", f"{guard_text(rule.ask_when)}; otherwise {rule.otherwise}"))
    lines += [
        ("states", rule.cite.states), ("source", source.citation), ("place", f"{rule.cite.at} (row {rule.cite.row})"),
        ("provenance", f"{provenance_of(source)}; grade {rule.cite.grade or 'not stated'}; "
                       f"checked: {rule.cite.checked}"),
    ]  # fmt: skip
    return [*lines, ("note", rule.note)] if rule.note else lines


def _effect(rule: Rule) -> list[tuple[str, str]]:
    match rule:
        case DoseRule() | LimitRule():
            constant = rule.value.constant
            ends = str(constant) if constant is not None else f"follows {', '.join(rule.value.fact_names)}"
            return [("quantity", rule.quantity), ("interval", ends)]
        case GateRule():
            return [("bars", _bars(rule.bars)), ("severity", rule.severity), ("reopens", rule.reopens)]
        case PrecautionRule(requires=requires) if requires is not None:
            return [("requires", f"helper {requires.helper} for {_bars(Bars(exercises=requires.exercises))}")]
    return []


def _bars(bars: str | Bars) -> str:
    if isinstance(bars, str):
        return bars
    if bars.exercises is not None:
        parts = bars.exercises.model_dump(exclude_none=True)
        return "exercises with " + " and ".join(f"{key} {' or '.join(value)}" for key, value in parts.items())
    return ", ".join(bars.components or bars.quantities or ())


@rules.command()
@click.option("--dossier", is_flag=True, help="The rows of the evidence dossiers instead.")
def coverage(dossier: bool) -> None:
    """Row by row: what the guideline documents ask, which rules and behaviours carry it, and its status.

    \b
    rehab rules coverage
    rehab rules coverage --dossier
    """
    if dossier:
        print_dossier()
        return
    from rehab.knowledge.coverage import coverage_of

    missing = 0
    for row in coverage_of(load_rule_base()):
        missing += row.status == "missing"
        click.echo(f"{row.id}  {row.status}  {row.title}")
        if row.rules:
            click.echo(f"       rules: {', '.join(row.rules)}")
        for what, shown_by in row.behaviours:
            click.echo(f"       {what} (shown by: {shown_by})")
        if row.recalled:
            click.echo(f"       rests on recalled figures: {', '.join(row.recalled)}")
    click.echo(f"{missing} rows missing")
    if missing:
        raise SystemExit(1)


rules.add_command(diff_rules)
rules.add_command(table)
rules.add_command(new_rule)
rules.add_command(overlay)
rules.add_command(bank)
rules.add_command(hazards)
rules.add_command(lint_rules)
rules.add_command(prove)
rules.add_command(explain_code)

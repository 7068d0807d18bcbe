"""`rehab submit`, `answer`, `override`, `approve`, `return`: decisions on a plan from the shell.

In: a plan.json and who decides. Out: the plan with the decision, both documents made again, one line of the record.
Must not be here: what may be decided when (that is `review/`).
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import click

from rehab.batch.one import entry_of, files_of, name_of, plan_before, rule_base_of, write_files
from rehab.cli.options import DATE, PATH, speak_utf8
from rehab.errors import InputError, Problem
from rehab.exchange.plan_file import read_plan
from rehab.model.plan import Plan
from rehab.review import life
from rehab.review.override import REASON_CODES, Wish, override_decision
from rehab.review.record import last_sources

__all__ = ["answer", "approve", "hand_back", "override", "submit"]

_DATE = click.option("--date", "day", type=DATE, help="Day of the decision; today if left out.")


def _moment(day: date | None) -> datetime:
    return datetime.now().replace(microsecond=0) if day is None else datetime.combine(day, time(12))


def _save(made: Plan, plan: Path, action: str) -> None:
    write_files(files_of(made, plan.parent, None), plan.parent, [entry_of(made, plan.parent, action)])
    click.echo(f"{made.plan_id} revision {made.revision}: {made.status.replace('_', ' ')}")
    left = life.open_findings(made)
    if left and made.status in ("draft", "submitted", "under_review"):
        click.echo("Still to be answered:")
        for one in left:
            click.echo(f"  {one.key}: {one.question or one.message}")


@click.command()
@click.argument("plan", type=PATH)
@click.option("--by", required=True, help="Who submits.")
@_DATE
def submit(plan: Path, by: str, day: date | None) -> None:
    """Hand the draft PLAN to a reviewer.

    \b
    rehab submit out/P-0001-week01.plan.json --by "A. Author"
    """
    speak_utf8()
    _save(life.submit(read_plan(plan), life.Person(by), _moment(day)), plan, "submit")


@click.command()
@click.argument("plan", type=PATH)
@click.argument("key")
@click.argument("text")
@click.option("--reviewer", required=True, help="Who answers.")
@_DATE
def answer(plan: Path, key: str, text: str, reviewer: str, day: date | None) -> None:
    """Answer the finding KEY of PLAN in words; one at a time, nothing is ticked beforehand.

    \b
    rehab answer out/P-0002-week01.plan.json swallow.unscreened.ward "GUSS today: 20" --reviewer "R. Reviewer"
    """
    speak_utf8()
    _save(life.answer(read_plan(plan), life.Person(reviewer), _moment(day), key, text), plan, "answer")


@click.command()
@click.argument("plan", type=PATH)
@click.argument("quantity")
@click.argument("value", type=float)
@click.option("--reviewer", required=True, help="Who decides.")
@click.option("--reason-code", type=click.Choice(REASON_CODES), required=True)
@click.option("--reason", default="", help="In words; required outside the allowed interval.")
@click.option("--second", help="Second name, required to go past a safety limit.")
@_DATE
def override(
    plan: Path, quantity: str, value: float, reviewer: str, reason_code: str, reason: str, second: str | None,
    day: date | None,
) -> None:  # fmt: skip
    """Set QUANTITY of PLAN to VALUE; the week is built again with it.

    \b
    rehab override out/P-0001-week01.plan.json aerobic.time 25 --reviewer "R. Reviewer" --reason-code patient_preference
    """
    from rehab.planning.build import build_plan

    speak_utf8()
    old = read_plan(plan)
    base = rule_base_of(last_sources(plan.parent, old.plan_id).get("overlay"))
    if old.rules_digest != base.digest:
        raise life.refuse(old, "V002", "The plan is stale: the rule base changed since it was made. Make it again.")
    wish = Wish(quantity, value, reason_code, reason, second)
    decision = override_decision(old, life.Person(reviewer), _moment(day), wish)
    made = build_plan(
        old.profile, old.start_date, base, old.settings, week=old.week, revision=old.revision,
        decisions=(*old.decisions, decision), previous=_before(old, plan),
    )  # fmt: skip
    status = "under_review" if old.status == "submitted" else old.status
    _save(made.moved(status), plan, "override")


@click.command()
@click.argument("plan", type=PATH)
@click.option("--reviewer", required=True, help="Name of the person who signs.")
@click.option("--registration", required=True, help="Registration number of the person who signs.")
@click.option("--profile", type=PATH, help="The profile today, where the record does not know its place.")
@click.option("--settings", type=PATH, help="The site's settings today, where they moved.")
@click.option("--overlay", type=PATH, help="The site's own rules today, where they moved.")
@_DATE
def approve(
    plan: Path, reviewer: str, registration: str, profile: Path | None, settings: Path | None, overlay: Path | None,
    day: date | None,
) -> None:  # fmt: skip
    """Sign PLAN: it must be submitted, in date, made from today's profile, rules and settings, every finding answered.

    \b
    rehab approve out/P-0001-week01.plan.json --reviewer "R. Reviewer" --registration PH12345
    """
    speak_utf8()
    old, at = read_plan(plan), _moment(day)
    person = life.Person(reviewer, registration)
    named = {"profile": profile, "settings": settings, "overlay": overlay}
    made = life.approve(old, person, _today(old, plan, named, at))
    _save(made, plan, "approve")
    for revision in range(1, made.revision):
        _supersede(plan.parent / f"{name_of(made.plan_id, revision)}.plan.json", person, at, made)


def _today(old: Plan, plan: Path, named: dict[str, Path | None], at: datetime) -> life.Today:
    """The digests of today's profile, rules and settings, from the files that the record or the caller names."""
    from rehab.exchange.profile_file import read_profile, read_settings
    from rehab.model.rule_base import digest_of

    files = last_sources(plan.parent, old.plan_id) | {kind: path for kind, path in named.items() if path}
    profile = files.get("profile")
    if profile is None or not profile.exists():
        sentence = "The profile of this plan was not found, so nobody can tell if it changed; name it with --profile."
        raise InputError([Problem(str(plan), 0, 0, "V007", sentence)])
    base = rule_base_of(files.get("overlay"))
    current = read_profile(profile, old.start_date, base)
    site = read_settings(files.get("settings"))
    return life.Today(at, digest_of(current.normalised()), base.digest, site.digest)


def _before(old: Plan, plan: Path) -> Plan | None:
    """The plan that this one went on from, if it is still there unchanged."""
    found = plan_before(plan.parent, old.profile.patient.id, old.week, old.revision)
    return found if found is not None and found.digest == old.previous else None


def _supersede(path: Path, person: life.Person, at: datetime, newer: Plan) -> None:
    if path.exists():
        old = read_plan(path)
        if old.status != "superseded":
            made = life.supersede(old, person, at, f"revision {newer.revision}")
            entry = entry_of(made, path.parent, "supersede")
            write_files(files_of(made, path.parent, None), path.parent, [entry])


@click.command(name="return")
@click.argument("plan", type=PATH)
@click.option("--reviewer", required=True, help="Who returns it.")
@click.option("--reason", required=True, help="Why, in words.")
@_DATE
def hand_back(plan: Path, reviewer: str, reason: str, day: date | None) -> None:
    """Return PLAN to its author, with the reason.

    \b
    rehab return out/P-0001-week01.plan.json --reviewer "R. Reviewer" --reason "The daughter comes on other days now."
    """
    speak_utf8()
    _save(life.hand_back(read_plan(plan), life.Person(reviewer), _moment(day), reason), plan, "return")

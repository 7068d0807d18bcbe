"""What changed between two plans, in words.

In: two plans. Out: one line a difference; nothing when they prescribe the same. Must not be here: judgement.
"""

from __future__ import annotations

from collections.abc import Iterator

from rehab.model.interval import number_text
from rehab.model.plan import Plan, PlanDose, Span

__all__ = ["differences"]


def differences(old: Plan, new: Plan) -> Iterator[str]:
    """Status, components, doses, week, exercises, findings: in this order."""
    if old.status != new.status:
        yield f"status: {old.status} -> {new.status}"
    for name in ("profile_digest", "rules_digest", "settings_digest"):
        if getattr(old, name) != getattr(new, name):
            yield f"made from another {name.removesuffix('_digest')}"
    if old.phase != new.phase:
        yield f"phase: {old.phase} -> {new.phase}"
    yield from _components(old, new)
    yield from _doses(old, new)
    yield from _week(old, new)
    yield from _named("exercise", set(old.cards), set(new.cards))
    yield from _named(
        "finding",
        {f"{one.severity} {one.key}" for one in old.findings}, {f"{one.severity} {one.key}" for one in new.findings},
    )  # fmt: skip


def _components(old: Plan, new: Plan) -> Iterator[str]:
    before = {part.component: part.status for part in old.prescriptions}
    after = {part.component: part.status for part in new.prescriptions}
    for name in sorted(before.keys() | after.keys()):
        then, now = before.get(name, "not planned"), after.get(name, "not planned")
        if then != now:
            yield f"{name}: {then} -> {now}"


def _doses(old: Plan, new: Plan) -> Iterator[str]:
    before = {dose.quantity: dose for part in old.prescriptions for dose in part.doses}
    after = {dose.quantity: dose for part in new.prescriptions for dose in part.doses}
    for name in sorted(before.keys() & after.keys()):
        for what in ("allowed", "chosen"):
            then, now = _text(before[name], what), _text(after[name], what)
            if then != now:
                yield f"{name} {what}: {then} -> {now} {after[name].unit}"
    yield from _named("dose", set(before), set(after))


def _text(dose: PlanDose, what: str) -> str:
    span: Span | None = getattr(dose, what)
    if span is None:
        return "no number"
    low, high = ("open" if end is None else number_text(end) for end in (span.min, span.max))
    return low if low == high else f"{low} to {high}"


def _week(old: Plan, new: Plan) -> Iterator[str]:
    for then, now in zip(old.week_days, new.week_days, strict=True):
        before = {f"{one.component} {one.minutes} min" for one in then.sessions}
        after = {f"{one.component} {one.minutes} min" for one in now.sessions}
        yield from _named(now.day, before, after)


def _named(what: str, before: set[str], after: set[str]) -> Iterator[str]:
    for name in sorted(before - after):
        yield f"{what} removed: {name}"
    for name in sorted(after - before):
        yield f"{what} added: {name}"

"""Checks of what a rule does where a fact is unknown.

In: the bench. Out: faults, and the table of rules that let unknown pass. Must not be here: doses.
"""

from __future__ import annotations

from collections.abc import Iterator

from rehab.knowledge.analysis.acting import silent
from rehab.knowledge.analysis.boxes import boxes_of
from rehab.knowledge.analysis.codes import Bench, Fault, check
from rehab.model.guard import facts_of, guard_text
from rehab.model.rule import GateRule, LimitRule, Unsure

__all__: list[str] = []


@check("L701", "a question that is never asked")
def never_asked(bench: Bench) -> Iterator[Fault]:
    """A rule with `ask_when` where the question can never be open and asked at once: the two do not overlap.

    The gate then passes everybody whose facts are unknown. Mend `ask_when`, or let the rule skip with its reason.
    """
    for rule in bench.base.of_kind(Unsure):
        if rule.ask_when is None or rule.if_unknown != "ask":
            continue
        open_ = boxes_of(rule.when, "not_true"), boxes_of(rule.when, "not_false")
        if bench.find(*open_, boxes_of(rule.ask_when, "not_false")) is None:
            yield Fault("L701", (rule.id,), f"never asked: {guard_text(rule.ask_when)}")


@check("L702", "answers for unknown that cannot be needed", table=True)
def never_unknown(bench: Bench) -> Iterator[Fault]:
    """The table of rules that ask or skip on unknown although their guard always has an answer.

    No fault: it misleads whoever reads it, nobody else. `apply` is the plain word there.
    """
    for rule in bench.base.of_kind(Unsure):
        if rule.if_unknown == "apply" or not facts_of(rule.when):
            continue
        if bench.find(boxes_of(rule.when, "not_true"), boxes_of(rule.when, "not_false")) is None:
            yield Fault("L702", (rule.id,), f"cannot be unknown: {guard_text(rule.when)}")


@check("L703", "rules that let unknown pass", table=True)
def skipped(bench: Bench) -> Iterator[Fault]:
    """The table of rules whose `if_unknown` is skip, each with its written reason. No fault; read the reasons."""
    for rule in bench.base.of_kind(Unsure):
        if rule.if_unknown == "skip":
            yield Fault("L703", (rule.id,), f"{rule.kind}: {rule.skip_reason}")


@check("L704", "a gate that is silent on unknown and stops on true")
def stop_is_skipped(bench: Bench) -> Iterator[Fault]:
    """A gate or a limit that stops when its fact is known, yet lets everybody pass of whom it is unknown.

    What stops must ask, or act as if it were true; `ask_when` may say where something else stands in.
    """
    for rule in bench.base.of_kind(Unsure):
        if isinstance(rule, GateRule | LimitRule) and rule.severity == "stop" and rule.if_unknown == "skip":
            met = bench.find(silent(rule), boxes_of(rule.when, "not_false"))
            if met is not None:
                yield Fault("L704", (rule.id,), "stops when known, passes when unknown", met)

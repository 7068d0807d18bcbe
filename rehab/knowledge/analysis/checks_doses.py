"""Checks of doses and limits: conflicts, caps, holes.

In: the bench. Out: faults, each with people on whom it shows. One dimension needs pairs only: where several intervals
do not meet, two of them do not. Must not be here: guards alone, words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import permutations

from rehab.knowledge.analysis.acting import speaks
from rehab.knowledge.analysis.boxes import Union, boxes_of, known
from rehab.knowledge.analysis.codes import Bench, Fault, check
from rehab.model.interval import Interval, number_text
from rehab.model.quantity import QUANTITIES, Quantity
from rehab.model.rule import Bound, DoseRule, LimitRule
from rehab.model.vocabulary import COMPONENTS

__all__: list[str] = []
_ALWAYS: Union = ({},)
_NEVER: Union = ()


def _fires(bench: Bench, dose: DoseRule) -> list[Union]:
    """The dose is asked for and no exception stands in its place."""
    replaced = [boxes_of(rule.when, "not_true") for rule in bench.base.of_kind(DoseRule) if dose.id in rule.instead_of]
    return [boxes_of(dose.when), *replaced]


def apart(under: DoseRule | LimitRule, over: DoseRule | LimitRule, quantity: Quantity) -> Union | None:
    """When the upper end of one lies below the lower end of the other; None where the ends follow two facts."""
    high = under.value.at_most if under.value.at_most is not None else under.value.below
    low = over.value.at_least if over.value.at_least is not None else over.value.above
    if high is None or low is None:
        return _NEVER
    high_open, low_open = under.value.below is not None, over.value.above is not None
    if isinstance(high, Bound):
        return None if isinstance(low, Bound) else _end_is(high, low, low_open or high_open, upwards=False)
    if isinstance(low, Bound):
        return _end_is(low, float(high), low_open or high_open, upwards=True)
    between = Interval(low, high, low_open, high_open)
    return _ALWAYS if between.empty or (quantity.whole and not _whole(between)) else _NEVER


def _whole(span: Interval) -> bool:
    first = math.floor(span.low) + 1 if span.low_open else math.ceil(span.low)
    return span.contains(first)


def _end_is(end: Bound, figure: float, touching: bool, *, upwards: bool) -> Union:
    """The values of the end's fact for which the end lies above (or below) a figure, or on it where that is enough."""
    turning = (figure - (end.plus or 0) + (end.minus or 0)) / (1 if end.times is None else end.times)
    region = known(end.fact)
    span = Interval(low=turning, low_open=not touching) if upwards else Interval(high=turning, high_open=not touching)
    left = type(region)(region.words, region.span.meet(span), False)
    return () if left.empty else ({end.fact: left},)


def _text(rule: DoseRule | LimitRule) -> str:
    constant = rule.value.constant
    if constant is not None:
        return str(constant)
    return ", ".join(
        f"{name} {_bound(end)}" for name, end in rule.value.model_dump(exclude_none=True).items() if end is not None
    )


def _bound(end: object) -> str:
    if isinstance(end, dict):
        return " ".join(f"{value}" if key == "fact" else f"{key} {value:g}" for key, value in end.items())
    return number_text(float(str(end)))


@check("L201", "two doses that disagree")
def doses_disagree(bench: Bench) -> Iterator[Fault]:
    """Two doses of one quantity without a common number, for the same person.

    The plan then prints no number at all and asks a clinician. Narrow one guard, or name the exception by `instead_of`.
    """
    yield from _pairs(bench, DoseRule, "L201")


@check("L202", "two limits that disagree")
def limits_disagree(bench: Bench) -> Iterator[Fault]:
    """Two limits of one quantity that leave no permitted number, for the same person.

    A limit is never replaced, so this must be solved by narrower guards, or accepted with the reason.
    """
    yield from _pairs(bench, LimitRule, "L202")


def _pairs(bench: Bench, kind: type[DoseRule] | type[LimitRule], code: str) -> Iterator[Fault]:
    rules: tuple[DoseRule | LimitRule, ...] = bench.base.of_kind(kind)
    for under, over in permutations(rules, 2):
        if under.quantity != over.quantity:
            continue
        split = apart(under, over, QUANTITIES[under.quantity])
        about = (under.id, over.id)
        if split is None:
            yield Fault(code, about, f"{under.quantity}: both ends follow a fact, which this analysis cannot decide")
            continue
        met = bench.find(split, *_holds(bench, under), *_holds(bench, over)) if split else None
        if met is not None:
            yield Fault(code, about, f"{under.quantity}: {_text(under)} and {_text(over)} leave no number", met)


def _holds(bench: Bench, rule: DoseRule | LimitRule) -> list[Union]:
    return _fires(bench, rule) if isinstance(rule, DoseRule) else list(speaks(rule))


@check("L203", "limits that lie below a dose", table=True)
def capped(bench: Bench) -> Iterator[Fault]:
    """The table of limits that, where both hold, leave nothing of a dose: the plan prints the limit, marked as capped.

    No fault: a cap is what a limit is for. Read the table for caps that nobody meant.
    """
    for dose in bench.base.of_kind(DoseRule):
        for limit in bench.base.of_kind(LimitRule):
            if dose.quantity != limit.quantity:
                continue
            quantity = QUANTITIES[dose.quantity]
            for split in (apart(limit, dose, quantity), apart(dose, limit, quantity)):
                met = bench.find(split, *_fires(bench, dose), *speaks(limit)) if split else None
                if met is not None:
                    yield Fault("L203", (limit.id, dose.id), f"{dose.quantity}: the limit {_text(limit)} leaves "
                                f"nothing of the dose {_text(dose)}", met)  # fmt: skip


@check("L204", "a hole: a component without one of its quantities")
def hole(bench: Bench) -> Iterator[Fault]:
    """A component that is asked for by its frequency, is barred by nothing known, and lacks a figure others have.

    The plan would then fall back on nothing, or leave a blank on the card. Widen the guard of the dose that is missing.
    """
    for component in COMPONENTS:
        wanted = bench.acting.indicated(component)
        if not wanted:
            continue
        gates = [boxes_of(gate.when, "not_true") for gate in bench.acting.gates_of_component(component)]
        quantities = sorted({rule.quantity for rule in bench.base.of_kind(DoseRule)})
        needed = dict.fromkeys((f"{component}.time", *quantities))
        for quantity in needed:
            if not quantity.startswith(f"{component}.") or quantity.endswith(".frequency"):
                continue
            missing = [boxes_of(rule.when, "not_true") for rule in bench.acting.doses_of(quantity)]
            met = bench.find(wanted, *missing, *gates)
            if met is not None:
                yield Fault("L204", (quantity,), f"{component} is asked for, yet no rule gives {quantity}", met)


@check("L205", "a limit that leaves no possible number")
def impossible_limit(bench: Bench) -> Iterator[Fault]:
    """A limit whose figure, followed from a fact, can lie outside everything the quantity can be.

    Nothing is then permitted although a clinician set a figure. Guard the limit, or bar the scale there by a gate.
    """
    for limit in bench.base.of_kind(LimitRule):
        span = QUANTITIES[limit.quantity].span
        for end in limit.value.ends:
            if not isinstance(end, Bound):
                continue
            upper = end in (limit.value.at_most, limit.value.below)
            outside = _end_is(end, span.low if upper else span.high, touching=False, upwards=not upper)
            withdrawn = [boxes_of(gate.when, "false") for gate in bench.acting.gates_of_quantity(limit.quantity)]
            met = bench.find(outside, *speaks(limit), *withdrawn) if outside else None
            if met is not None:
                yield Fault("L205", (limit.id,), f"{limit.quantity} spans {span}, and {_text(limit)} can lie outside",
                            met)  # fmt: skip


@check("L206", "a limit that never cuts")
def never_cuts(bench: Bench) -> Iterator[Fault]:
    """A limit with a fixed figure that never takes anything from a dose: where it acts, the doses lie inside already.

    It reads like a protection and is none. Mend its guard or its figure, or accept it as a second fence.
    """
    for limit in bench.base.of_kind(LimitRule):
        mine, doses = limit.value.constant, bench.acting.doses_of(limit.quantity)
        if mine is None or not doses:
            continue
        outside = [dose for dose in doses if dose.value.constant is None or not dose.value.constant.within(mine)]
        inside = [boxes_of(dose.when, "not_true") for dose in doses if dose not in outside]
        open_ = [
            boxes_of(gate.when, "not_true")
            for gate in bench.acting.gates_of_component(QUANTITIES[limit.quantity].component)
        ]  # fmt: skip
        if not any(bench.find(*_fires(bench, dose), *speaks(limit), *inside, *open_) for dose in outside):
            yield Fault("L206", (limit.id,), f"{limit.quantity}: {_text(limit)} never takes anything from a dose")

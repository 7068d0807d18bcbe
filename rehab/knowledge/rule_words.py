"""What a rule says, in words for a clinician who reads no YAML.

In: rules, guards, intervals. Out: strings, in English. Must not be here: evaluation, layout, words for patients.
"""

from __future__ import annotations

from rehab.model.facts import FACTS
from rehab.model.guard import AnyGuard, Leaf, guard_text
from rehab.model.interval import number_text
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import (
    Bars,
    Bound,
    Bounds,
    DoseRule,
    End,
    GateRule,
    LimitRule,
    PrecautionRule,
    Rule,
    Selector,
    Unsure,
)  # fmt: skip

__all__ = ["bars_words", "bounds_words", "fact_words", "guard_words", "says_words", "unknown_words"]

_SECTIONS = {
    "conditions": "condition", "deficits": "deficit", "devices": "device", "measures": "measure",
    "medications": "medicine", "risk": "risk factor", "targets": "target", "vitals": "",
}  # fmt: skip
_COMPARISONS = {"at_least": "at least", "above": "above", "at_most": "at most", "below": "below"}
_STEPS = ("plus", "minus", "times")


def fact_words(name: str) -> str:
    """The name of a fact: `conditions.heart_failure` is "condition heart failure"."""
    section, _, rest = name.partition(".")
    section = _SECTIONS.get(section, section.replace("_", " "))
    return f"{section} {rest.replace('.', ' ').replace('_', ' ')}".strip()


def guard_words(guard: AnyGuard) -> str:
    """When a rule holds; what stands in brackets belongs together."""
    return guard_text(guard, _leaf)


def _leaf(leaf: Leaf) -> str:
    name, comparison = fact_words(leaf.fact), leaf.comparison
    if comparison in _COMPARISONS:
        unit = FACTS[leaf.fact].unit
        return f"{name} {_COMPARISONS[comparison]} {number_text(float(leaf.constants[0]))} {unit}".strip()
    constants = [_constant(one) for one in leaf.constants]
    told = constants[0] if len(constants) == 1 else f"one of {' / '.join(constants)}"
    return f"{name} is {'not ' if comparison in ('is_not', 'none_of') else ''}{told}"


def _constant(constant: bool | float | str) -> str:
    if isinstance(constant, bool):
        return "yes" if constant else "no"
    return constant.replace("_", " ") if isinstance(constant, str) else number_text(constant)


def bounds_words(bounds: Bounds, unit: str = "") -> str:
    """An interval: "at least 20 and at most 60 min/session"."""
    ends = [
        f"{words} {_end(end)}" for name, words in _COMPARISONS.items() if (end := getattr(bounds, name)) is not None
    ]
    return f"{' and '.join(ends)} {unit}".strip()


def _end(end: End) -> str:
    if not isinstance(end, Bound):
        return number_text(end)
    steps = ((name, getattr(end, name)) for name in _STEPS)
    told = [f"{name} {number_text(step)}" for name, step in steps if step is not None]
    return " ".join([f"the {fact_words(end.fact)}", *told])


def selector_words(selector: Selector) -> str:
    """A class of exercises."""
    parts = selector.model_dump(exclude_none=True)
    told = [f"{key} {' or '.join(one.replace('_', ' ') for one in value)}" for key, value in parts.items()]
    return f"exercises with {' and '.join(told)}"


def bars_words(bars: str | Bars) -> str:
    """What a gate closes."""
    if isinstance(bars, str):
        return "the whole session"
    if bars.exercises is not None:
        return selector_words(bars.exercises)
    return ", ".join(one.replace("_", " ") for one in bars.components or bars.quantities or ())


def says_words(rule: Rule) -> str:
    """What the rule does when it holds, then its words for the clinician."""
    match rule:
        case DoseRule():
            instead = f", instead of {', '.join(rule.instead_of)}" if rule.instead_of else ""
            did = f"{rule.quantity}: {bounds_words(rule.value, QUANTITIES[rule.quantity].unit)}{instead}"
        case LimitRule():
            did = f"{rule.quantity}: {bounds_words(rule.value, QUANTITIES[rule.quantity].unit)}"
        case GateRule():
            did = f"Closes {bars_words(rule.bars)} ({rule.severity}); reopens: {rule.reopens}"
        case PrecautionRule(requires=requires) if requires is not None:
            helper = "somebody nearby" if requires.helper == "nearby" else "somebody who holds"
            did = f"Needs {helper} for {selector_words(requires.exercises)} ({rule.severity})"
        case Unsure():
            did = f"Watch ({rule.severity})"
        case _:
            did = str(getattr(rule, "direction", rule.kind))
    said = getattr(getattr(rule, "say", None), "clinician", None)
    return f"{did}. {said}" if said else did


def unknown_words(rule: Rule) -> str:
    """What the rule does when it cannot tell whether it holds."""
    if not isinstance(rule, Unsure):
        return "does not act"
    if rule.if_unknown == "apply":
        return "acts as if it held"
    if rule.if_unknown == "skip":
        return f"does not act: {rule.skip_reason}"
    if rule.ask_when is None:
        return f"asks: {rule.ask}"
    return f"asks, unless it is known to be otherwise than: {guard_words(rule.ask_when)}. {rule.ask} ({rule.otherwise})"

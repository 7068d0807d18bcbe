"""The empty form of a rule and of its case file, with a comment at every line that has to be filled in.

In: an id and a kind. Out: two YAML texts. They do not pass the reader before somebody has filled them in: that is
meant. Must not be here: figures, files.
"""

from __future__ import annotations

import re

from rehab.model.rule import RULE_ID

__all__ = ["KINDS", "case_path", "case_text", "rule_text", "valid_id"]

KINDS = (
    "dose", "limit", "contraindication", "clearance", "precaution", "assessment", "target", "progression", "advice",
    "evidence",
)  # fmt: skip
_UNSURE = '''  if_unknown: FILL_IN          # ask | apply (act as if it held) | skip
  ask: "FILL IN"               # only with ask: one plain question for the clinician
  # skip_reason: "FILL IN"     # only with skip: why nothing need be done
  severity: FILL_IN            # stop | confirm | warning | info
'''
_VALUE = "  value: {at_least: FILL_IN, at_most: FILL_IN}   # or above, below; an end left out is open\n"
_QUANTITY = "  quantity: FILL.IN            # COMPONENT.NAME of rehab/model/quantity.py, which gives the unit\n"
_CLINICIAN = '  say: {clinician: "FILL IN"}\n'
_BOTH = '''  say:
    clinician: "FILL IN"
    patient: "FILL IN"         # plain words, grade 6; no side word, no threshold, nothing to eat or drink
'''
_PARTS = {
    "dose": _QUANTITY + _VALUE + "  # instead_of: [OTHER.DOSE]   # an exception, for doses only\n",
    "limit": _QUANTITY + _VALUE + _UNSURE + _CLINICIAN,
    "contraindication": (
        "  bars: session                # or {components: [..]}, {exercises: {position: [..], tag: [..]}}, "
        "{quantities: [..]}\n" + _UNSURE
        + '  reopens: "FILL IN"           # what has to be recorded for it to open again\n' + _BOTH
    ),
    "precaution": (
        "  requires: {helper: nearby, exercises: {position: [standing]}}   # leave out where words are enough\n"
        + _UNSURE + _BOTH
    ),
    "assessment": (
        "  measure: FILL_IN             # a word of the measures\n  due: {every_days: FILL_IN}\n" + _CLINICIAN
    ),
    "target": "  factor: FILL_IN\n  goal: {fact: FILL.IN, below: FILL_IN}   # what the value should be\n" + _CLINICIAN,
    "progression": "  component: FILL_IN\n  direction: FILL_IN           # up | back | stop\n" + _BOTH,
    "advice": "  audience: [patient]          # patient, caregiver, clinician; each has its line in say\n" + _BOTH,
    "evidence": (
        '  claim: "FILL IN"\n  design: "FILL IN"\n  size: "FILL IN"\n'
        "  agrees: FILL_IN              # true | false | null\n" + _CLINICIAN
    ),
}  # fmt: skip
_PARTS["clearance"] = _PARTS["contraindication"]
_WHEN = "  when: {fact: FILL.IN, is: FILL_IN}     # or {all: [..]}, {any: [..]}, always; facts: rehab/model/facts.py\n"
_CITE = '''  cite:
    source: FILL_IN            # a key of sources.yaml; `house` for a choice of our own
    at: "FILL IN"              # the place in the source: table, page, row
    row: "FILL IN"             # row of the evidence, or house
    states: "FILL IN"          # in our own words, with every number of value and guard
    grade: null                # as the source gives it
    checked: FILL_IN           # primary | secondary | recalled (never for a dose) | house
'''


def valid_id(name: str) -> bool:
    """Whether this can be the id of a rule: lower-case words joined by dots, with at least one dot."""
    return re.fullmatch(RULE_ID, name) is not None


def case_path(name: str) -> str:
    """Where the case file of a rule lies, below the folder of cases."""
    return f"{name.replace('.', '/')}.yaml"


def rule_text(name: str, kind: str) -> str:
    """The form of one rule; raises `KeyError` for a word that is no kind."""
    return (
        f"- id: {name}\n  kind: {kind}\n  requirement: []              # rows it carries, such as [OV-09]\n"
        f"{_WHEN}{_PARTS[kind]}{_CITE}  # note: what a reader of the rule should know\n"
    )


def case_text(name: str, kind: str) -> str:
    """The form of its case file."""
    value = ', value: "[FILL, IN]"' if kind in ("dose", "limit") else ""
    then = ", then: asks" if kind in ("limit", "contraindication", "clearance", "precaution") else ""
    goal = ", goal: met" if kind == "target" else ""
    return (
        f"# Facts that are not given are unknown. For every threshold: one case below it, one at it, one above it.\n"
        f"# then, where the rule cannot tell: asks | applies | skips | none.\n"
        f"rule: {name}\ncases:\n"
        f'  - {{name: "fires with FILL IN", given: {{FILL.IN: FILL_IN}}, expect: fires{value}{goal}}}\n'
        f'  - {{name: "not with FILL IN", given: {{FILL.IN: FILL_IN}}, expect: no}}\n'
        f'  - {{name: "nothing known", given: {{}}, expect: unknown{then}}}\n'
    )

"""Safety claims about the rule base and the library as they stand, and some over the boxes that need code.

In: the bench. Out: claims, registered. Must not be here: the engine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from rehab.knowledge.analysis.boxes import boxes_of, words
from rehab.knowledge.analysis.claims import Counter, Trial, claim
from rehab.model.guard import Leaf, facts_of
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import DoseRule, GateRule

__all__: list[str] = []

_CLASP = re.compile(
    r"\bpulley|\bclasp|\binterlac|\bfingers? (linked|locked)|\babove your (head|shoulder)|\boverhead", re.IGNORECASE
)


@claim("data.no_recalled_dose", "No dose rests on a figure that nobody on the project has read.", "every dose")
def no_recalled_dose(trial: Trial) -> Iterator[Counter]:
    """A recalled figure may restrict, never permit."""
    for rule in trial.bench.base.of_kind(DoseRule):
        trial.looked_at += 1
        if rule.cite.checked == "recalled":
            yield Counter(rule.id)


@claim("data.plausible_doses", "No dose lies outside what its quantity can be at all.", "every dose")
def plausible_doses(trial: Trial) -> Iterator[Counter]:
    """Each end of each dose against the span in the vocabulary."""
    for rule in trial.bench.base.of_kind(DoseRule):
        trial.looked_at += 1
        span, value = QUANTITIES[rule.quantity].span, rule.value.constant
        ends = (value.low, value.high) if value is not None else (math.nan,)
        if any(not math.isinf(end) and not span.contains(end) for end in ends):
            yield Counter(rule.id)


@claim("data.gates_reopen", "Every gate says what reopens it, and what the clinician is told.", "every gate")
def gates_reopen(trial: Trial) -> Iterator[Counter]:
    """A gate without a way out is a dead end for the person."""
    for rule in trial.bench.base.of_kind(GateRule):
        trial.looked_at += 1
        if not rule.reopens.strip() or not rule.say.clinician:
            yield Counter(rule.id)


@claim("data.session_gates_are_heard", "A gate that closes the whole session is a stop, and asks or acts on unknown.",
       "every gate of the session")  # fmt: skip
def session_gates_are_heard(trial: Trial) -> Iterator[Counter]:
    """Neither a mere remark nor silent on unknown."""
    for rule in trial.bench.base.of_kind(GateRule):
        if rule.bars == "session":
            trial.looked_at += 1
            if rule.severity != "stop" or rule.if_unknown == "skip":
                yield Counter(rule.id)


@claim("data.no_pulley", "No exercise of the library uses a pulley, clasped hands or a lift above the shoulder.",
       "every text of every exercise")  # fmt: skip
def no_pulley(trial: Trial) -> Iterator[Counter]:
    """By its words and by its tags; what the text forbids counts as well, so it is said in another way."""
    for exercise in trial.bench.base.exercises:
        trial.looked_at += 1
        tagged = {"overhead", "passive_lift_above_90", "pulls_on_arm"}.intersection(exercise.tags)
        texts = (*exercise.patient_texts, exercise.id.replace("_", " "))
        if tagged or any(_CLASP.search(text) for text in texts):
            yield Counter(exercise.id)


@claim("data.no_cell_dose", "No dose and no exercise follows from cell therapy; it warns, restricts or is recorded.",
       "every dose and exercise")  # fmt: skip
def no_cell_dose(trial: Trial) -> Iterator[Counter]:
    """Nothing that permits asks a fact about cells."""
    base = trial.bench.base
    entries = [(rule.id, [*facts_of(rule.when), *rule.value.fact_names]) for rule in base.of_kind(DoseRule)]
    entries += [(one.id, list(facts_of(one.needs))) for one in base.exercises]
    for name, asked in entries:
        trial.looked_at += 1
        if any(fact.startswith("cell_therapy.") for fact in asked):
            yield Counter(name)


@claim("swallow.each_cleared", "Each swallowing exercise needs that very exercise to be cleared.", "boxes")
def each_cleared(trial: Trial) -> Iterator[Counter]:
    """Nobody is offered a swallowing exercise by the clearance of another."""
    for exercise in trial.bench.base.exercises:
        if exercise.component != "swallowing":
            continue
        trial.looked_at += 1
        not_cleared = ({f"swallowing.cleared.{exercise.id}": words(False)},)
        met = trial.bench.find(not_cleared, *trial.bench.acting.offered(exercise))
        if met is not None:
            yield Counter(exercise.id, met)


@claim("shoulder.subluxed_unloaded", "A shoulder that is markedly subluxed, or not known not to be, carries no load.",
       "boxes")  # fmt: skip
def subluxed_unloaded(trial: Trial) -> Iterator[Counter]:
    """Every loaded strength exercise in which the weaker arm takes part."""
    marked = boxes_of(Leaf(fact="deficits.shoulder_subluxation", one_of=("moderate", "severe")), "not_false")
    for exercise in trial.bench.base.exercises:
        if "loaded" in exercise.tags and exercise.region in ("arm", "hand") and exercise.side != "unaffected":
            trial.looked_at += 1
            met = trial.bench.find(marked, *trial.bench.acting.offered(exercise))
            if met is not None:
                yield Counter(exercise.id, met)

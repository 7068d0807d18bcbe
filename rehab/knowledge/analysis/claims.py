"""Safety claims that are code: about the rule base itself, and about the engine where a claim goes beyond the boxes.

In: the bench, and the engine as a function from a profile to what it concludes. Out: `CLAIMS`, and `Counter` for each
breach. Must not be here: claims that fit the form of `invariants.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

from rehab.knowledge.analysis.boxes import Box, boxes_of, point, words
from rehab.knowledge.analysis.codes import Bench
from rehab.knowledge.analysis.people import Conclusion, representatives
from rehab.model.exercise import matches
from rehab.model.facts import FactValue
from rehab.model.guard import Leaf, facts_of
from rehab.model.interval import Interval
from rehab.model.profile import Profile
from rehab.model.quantity import QUANTITIES
from rehab.model.rule import Bars, DoseRule, GateRule, LimitRule, PrecautionRule
from rehab.model.vocabulary import HELPER_LEVELS

__all__ = ["CLAIMS", "CodeClaim", "Conclude", "Counter"]

Conclude = Callable[[Profile], Conclusion]


@dataclass(frozen=True, slots=True)
class Counter:
    """One breach of a claim: what happens, and to whom, where a person shows it."""

    what: str
    box: Box | None = None


@dataclass
class Trial:
    """What a claim in code may use, and how many things or people it has looked at."""

    bench: Bench
    conclude: Callable[[dict[str, FactValue | None]], Conclusion | None]
    looked_at: int = field(default=0)


Run = Callable[[Trial], Iterator[Counter]]


@dataclass(frozen=True, slots=True)
class CodeClaim:
    """A claim whose one sentence is data and whose proof is code."""

    id: str
    claim: str
    method: str
    run: Run


CLAIMS: dict[str, CodeClaim] = {}
_FIRST_WEEK = ("hyperacute", "acute")
_CLASP = re.compile(r"\bpulley|\bclasp|\binterlac|\bfingers? (linked|locked)|\babove your (head|shoulder)|\boverhead", re.I)


def claim(name: str, sentence: str, method: str) -> Callable[[Run], Run]:
    """Register a claim."""

    def register(run: Run) -> Run:
        CLAIMS[name] = CodeClaim(name, sentence, method, run)
        return run

    return register


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
        if value is None or not value.within(Interval(min(value.low, span.low), max(value.high, span.high))) or any(abs(end) != float("inf") and not span.contains(end) for end in (value.low, value.high)):
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


@claim("data.no_cell_dose", "No dose and no exercise follows from cell therapy; it only warns, restricts or is recorded.",
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


@claim("helper.there", "An exercise that needs a helper is never offered where no helper is recorded.", "boxes")
def helper_there(trial: Trial) -> Iterator[Counter]:
    """By the library's own word, or by a rule's."""
    acting = trial.bench.acting
    alone = ({"helper.available": words(False, unknown=True)},)
    for exercise in acting.base.exercises:
        trial.looked_at += 1
        if exercise.helper != "none":
            met = trial.bench.find(alone, *acting.offered(exercise))
            if met is not None:
                yield Counter(exercise.id, met)


@claim("unknown.asked_is_deferred", "Whatever a gate would ask for, when it is unknown, stops what the gate bars.",
       "engine, every answer of the facts of each gate")  # fmt: skip
def asked_is_deferred(trial: Trial) -> Iterator[Counter]:
    """Every combination of the facts that one gate asks, each number at, below and above its thresholds, and unknown."""
    for gate in trial.bench.base.of_kind(GateRule):
        if gate.if_unknown != "ask" or (isinstance(gate.bars, Bars) and gate.bars.quantities is not None):
            continue
        open_ = [boxes_of(gate.when, "not_true"), boxes_of(gate.when, "not_false")]
        if gate.ask_when is not None:
            open_.append(boxes_of(gate.ask_when, "not_false"))
        for facts in representatives(open_, trial.bench.relations):
            concluded = trial.conclude(facts)
            if concluded is None:
                continue
            trial.looked_at += 1
            planned = _despite(gate.bars, concluded, trial.bench)
            if planned:
                yield Counter(f"{gate.id}: {', '.join(sorted(planned))} planned", _box(facts))


def _despite(bars: str | Bars, concluded: Conclusion, bench: Bench) -> set[str]:
    """What is planned although it is barred."""
    if isinstance(bars, str):
        return set(concluded.planned)
    if bars.exercises is not None:
        by_id = bench.base.exercise_by_id
        return {name for name in concluded.offered if matches(bars.exercises, by_id[name])}
    return set(concluded.planned) & set(bars.components or ())


def _box(facts: dict[str, FactValue | None]) -> Box:
    return {name: point(value) for name, value in facts.items()}


@claim("heart_rate.band_is_safe", "A heart-rate band begins at least 10 beats above rest and ends below every ceiling.",
       "engine, rates and ceilings on a grid")  # fmt: skip
def band_is_safe(trial: Trial) -> Iterator[Counter]:
    """Resting rate x age x heart disease x beta-blocker x the clinician's ceiling; a ceiling that cannot be kept defers."""
    grid = product((45, 72, 100), (25, 62, 95), (True, False, None), (True, False, None),
                   (None, 80, 110))  # fmt: skip
    least = trial.bench.base.figure("heart_rate.least_above_rest")
    for rest, age, disease, blocker, ceiling in grid:
        facts: dict[str, FactValue | None] = {
            "vitals.resting_heart_rate": rest, "patient.age": age, "medications.beta_blocker": blocker,
            "conditions.coronary_disease": disease, "targets.heart_rate_max": ceiling,
            "targets.heart_rate_max_set": ceiling is not None,
        }  # fmt: skip
        concluded = trial.conclude(facts)
        if concluded is None:
            continue
        trial.looked_at += 1
        band = concluded.doses.get("aerobic.heart_rate")
        if band is not None and band.low < rest + least:
            yield Counter(f"the band begins at {band.low:g}, rest is {rest}", _box(facts))
        if ceiling is not None and "aerobic" in concluded.planned and (band is None or band.high > ceiling):
            end = "no band" if band is None else f"{band.high:g}"
            yield Counter(f"the ceiling is {ceiling}, aerobic training is planned with {end}", _box(facts))


@claim("heart_rate.no_scale_no_ceiling", "Where a ceiling is set and the scale cannot be used, aerobic training waits.",
       "engine, on what withdraws the scale")  # fmt: skip
def no_scale_no_ceiling(trial: Trial) -> Iterator[Counter]:
    """Fibrillation x pacemaker x beta-blocker, each present, absent or unknown, under a clinician's ceiling."""
    known = (True, False, None)
    for fibrillation, pacing, blocker in product(known, known, known):
        facts: dict[str, FactValue | None] = {
            "conditions.atrial_fibrillation": fibrillation, "devices.pacemaker": pacing,
            "medications.beta_blocker": blocker, "targets.heart_rate_max": 110, "targets.heart_rate_max_set": True,
        }  # fmt: skip
        concluded = trial.conclude(facts)
        if concluded is None:
            continue
        trial.looked_at += 1
        if (fibrillation, pacing, blocker) != (False, False, False) and blocker is not True:
            if "aerobic" in concluded.planned:
                yield Counter("aerobic training is planned without the scale that the ceiling needs", _box(facts))
        if blocker is None and "aerobic.heart_rate" in concluded.doses:
            yield Counter("a band rests on a maximum that a beta-blocker may have changed", _box(facts))


@claim("heart_rate.ischaemic_distance", "After ischaemia on a test no band comes within 10 beats of its threshold.",
       "engine, thresholds on a grid")  # fmt: skip
def ischaemic_distance(trial: Trial) -> Iterator[Counter]:
    """Threshold x resting rate; without a band, effort alone must not be planned."""
    for threshold, rest in product(range(40, 150, 10), (50, 72, 90)):
        facts: dict[str, FactValue | None] = {
            "care.stress_test": True, "care.ischaemia_on_test": True, "care.ischaemic_threshold": threshold,
            "heart.maximum": 150, "heart.maximum_source": "stress_test", "vitals.resting_heart_rate": rest,
        }  # fmt: skip
        concluded = trial.conclude(facts)
        if concluded is None:
            continue
        trial.looked_at += 1
        band = concluded.doses.get("aerobic.heart_rate")
        if "aerobic" in concluded.planned and (band is None or band.high > threshold - _DISTANCE):
            yield Counter(f"threshold {threshold}, aerobic training is planned", _box(facts))


_DISTANCE = 10


@claim("week.within_tolerance", "No session is longer than the minutes that the person tolerates in a day.",
       "engine, every number of minutes")  # fmt: skip
def within_tolerance(trial: Trial) -> Iterator[Counter]:
    """Every whole number of minutes from 0 to 61, in the first week and later."""
    for minutes, hours in product(range(62), (100.0, 1368.0)):
        facts: dict[str, FactValue | None] = {"schedule.minutes_per_day": minutes, "stroke.hours_since": hours,
                                              "care.early_exercise_unlocked": True}  # fmt: skip
        concluded = trial.conclude(facts)
        if concluded is None:
            continue
        trial.looked_at += 1
        for name, span in concluded.doses.items():
            if name.endswith(".time") and name.partition(".")[0] in concluded.planned and span.high > minutes:
                yield Counter(f"{name} up to {span.high:g} with {minutes} minutes a day", _box(facts))


@claim("helper.engine", "The engine offers no exercise with less help than the rules and the library ask for.",
       "engine, every answer of the facts of each precaution")  # fmt: skip
def helper_engine(trial: Trial) -> Iterator[Counter]:
    """Each precaution that asks for help, on every combination of its facts and with, without and unknown helper."""
    for rule in trial.bench.base.of_kind(PrecautionRule):
        if rule.requires is None:
            continue
        for facts in representatives([boxes_of(rule.when, "not_false")], trial.bench.relations):
            for there in (True, False, None):
                concluded = trial.conclude({**facts, "helper.available": there})
                if concluded is None:
                    continue
                trial.looked_at += 1
                for name, level in concluded.offered.items():
                    exercise = trial.bench.base.exercise_by_id[name]
                    helped = HELPER_LEVELS.index(level) >= HELPER_LEVELS.index(rule.requires.helper)
                    if matches(rule.requires.exercises, exercise) and not helped:
                        yield Counter(f"{name} with helper {level}", _box(facts))
                    if level != "none" and concluded.facts.get("helper.available") is not True:
                        yield Counter(f"{name} needs a helper and nobody is there", _box(facts))


@claim("limits.never_widen", "A limit that acts is kept: no number is allowed outside it.", "engine, on the limits' own facts")
def limits_are_kept(trial: Trial) -> Iterator[Counter]:
    """Each limit with a fixed figure, on every combination of its facts, known to hold or unknown where it then acts."""
    for limit in trial.bench.base.of_kind(LimitRule):
        value = limit.value.constant
        if value is None:
            continue
        acts = boxes_of(limit.when, "true" if limit.if_unknown == "skip" else "not_false")
        for facts in representatives([acts], trial.bench.relations):
            concluded = trial.conclude({**facts, "care.early_exercise_unlocked": True})
            if concluded is None:
                continue
            trial.looked_at += 1
            span = concluded.doses.get(limit.quantity)
            if span is not None and not span.within(value):
                yield Counter(f"{limit.quantity} {span} although {limit.id} acts", _box(facts))

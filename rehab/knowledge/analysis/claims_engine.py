"""Safety claims that go beyond the boxes: they are tried on the engine, on every combination of the facts they touch.

In: the bench, and the engine as a function. Out: claims, registered. Must not be here: what the boxes can prove.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from rehab.knowledge.analysis.boxes import Box, boxes_of, point
from rehab.knowledge.analysis.claims import Counter, Trial, claim
from rehab.knowledge.analysis.codes import Bench
from rehab.knowledge.analysis.people import Conclusion, representatives
from rehab.model.exercise import matches
from rehab.model.facts import FactValue
from rehab.model.rule import Bars, GateRule, LimitRule, PrecautionRule
from rehab.model.vocabulary import HELPER_LEVELS

__all__: list[str] = []

_DISTANCE = 10  # beats a minute under the ischaemic threshold


@claim("unknown.asked_is_deferred", "Whatever a gate would ask for, when it is unknown, stops what the gate bars.",
       "engine, every answer of the facts of each gate")  # fmt: skip
def asked_is_deferred(trial: Trial) -> Iterator[Counter]:
    """Every combination of the facts that one gate asks: numbers on both sides of its thresholds, words, unknown."""
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
    """Resting rate x age x heart disease x beta-blocker x a clinician's ceiling; one that cannot be kept defers."""
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
        usable = fibrillation is False and pacing is False and blocker is not None
        if not usable and "aerobic" in concluded.planned:
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


@claim("limits.never_widen", "A limit that acts is kept: no number is allowed outside it.",
       "engine, on the limits' own facts")  # fmt: skip
def limits_are_kept(trial: Trial) -> Iterator[Counter]:
    """Each limit with a fixed figure, on every combination of its facts, true, or unknown where it then acts."""
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

"""Knowing less never permits more, and one restriction more never permits more, over permissions and for anybody."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from people import START, data_with, tuples
from ruamel.yaml import YAML

from rehab.engine.prescribe import prescribe
from rehab.knowledge.load import load_rule_base
from rehab.model import vocabulary as words
from rehab.model.prescription import Prescription
from rehab.model.profile import Profile
from rehab.model.rule import GateRule, LimitRule, PrecautionRule, Unsure
from rehab.model.rule_base import RuleBase

EXEMPT: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "monotone_exemptions.yaml").read_text(encoding="utf-8")
)
BASE = load_rule_base()
HEART_RATE = ("aerobic.heart_rate", "aerobic.heart_rate_reserve_percent", "aerobic.heart_rate_max_percent")


def but(base: RuleBase, names: set[str], **more: Any) -> RuleBase:
    """The rule base without some rules."""
    fields = {name: getattr(base, name) for name in RuleBase.model_fields}
    return RuleBase(**{**fields, "rules": tuple(rule for rule in base.rules if rule.id not in names), **more})


STRICT = but(BASE, {name for part in EXEMPT.values() for name in part})
_SWALLOWED = BASE.exercise_by_id["shoulder_blade_squeeze"].model_copy(
    update={"id": "a_sip", "tags": ("bolus",), "needs": "always", "excludes": None, "easier": (), "harder": ()}
)
WITH_A_SIP = but(BASE, set(), exercises=(*BASE.exercises, _SWALLOWED))


def prescription(data: dict[str, Any], base: RuleBase) -> Prescription:
    """What the engine concludes for plain profile data."""
    return prescribe(Profile.model_validate(tuples(data)), START, base).prescription


def more_permissive(before: Prescription, after: Prescription, *, ends_only: bool = False) -> list[str]:
    """Every way in which the second allows more than the first; with `ends_only` only upper ends count."""
    found: list[str] = []
    was = {part.component: part for part in before.components}
    for part in after.components:
        old = was.get(part.component)
        if part.status == "prescribed" and (old is None or old.status != "prescribed"):
            found.append(f"{part.component} became prescribed")
        if old is None:
            continue
        new_exercises = {(one.exercise.id) for one in part.exercises} - {one.exercise.id for one in old.exercises}
        found += [f"{name} became eligible" for name in sorted(new_exercises)]
        help_was = {one.exercise.id: words.HELPER_LEVELS.index(one.helper) for one in old.exercises}
        found += [
            f"{one.exercise.id} needs less help" for one in part.exercises
            if words.HELPER_LEVELS.index(one.helper) < help_was.get(one.exercise.id, 0)
        ]  # fmt: skip
        for name, dose in part.doses.items():
            known = old.doses.get(name)
            if known is None or known.allowed is None or dose.allowed is None:
                continue
            wider = dose.allowed.high > known.allowed.high if ends_only else not dose.allowed.within(known.allowed)
            if wider:
                found.append(f"{name} was {known.allowed}, became {dose.allowed}")
    return found


Change = Callable[[dict[str, Any]], None]


def put(plain: dict[str, Any], section: str, key: str, value: Any) -> None:
    """Set one place."""
    plain[section][key] = value


def forget_test_result(plain: dict[str, Any]) -> None:
    """Make the outcome of the stress test unknown."""
    plain["care"]["stress_test"]["ischaemia"] = None


def unlist(plain: dict[str, Any], section: str, word: str) -> None:
    """Make one word of a list unknown: neither present nor, as the list is then not complete, absent."""
    plain[section]["present"] = [one for one in plain[section]["present"] if one != word]
    plain[section]["complete"] = False


def enlist(plain: dict[str, Any], section: str, word: str) -> None:
    """Add one word to a list."""
    plain[section]["present"].append(word)


def forget(plain: dict[str, Any], deficit: str | None, scores: set[str]) -> None:
    """A severity and the scores that stand for it go together: they are two records of one fact."""
    if deficit is not None:
        plain["deficits"][deficit] = None
    plain["measures"] = [one for one in plain["measures"] if one["measure"] not in scores]


def deletions(data: dict[str, Any]) -> Iterator[tuple[str, Change]]:
    """Every way to make one safety fact of this person unknown, but for EXEMPT_PLACES."""
    for section in ("stroke", "care", "vitals", "swallowing"):
        for key, value in data[section].items():
            if value is not None and f"{section}.{key}" not in EXEMPT_PLACES:
                yield f"{section}.{key}", partial(put, section=section, key=key, value=None)
    if data["care"].get("stress_test"):
        yield "care.stress_test.ischaemia", forget_test_result
    for section in ("conditions", "medications", "devices"):
        if data[section]["complete"]:
            yield f"{section}.complete", partial(put, section=section, key="complete", value=False)
        for word in data[section]["present"]:
            yield f"{section}.{word}", partial(unlist, section=section, word=word)
    if data["schedule"]["minutes_per_day"] is not None:
        yield "schedule.minutes_per_day", partial(put, section="schedule", key="minutes_per_day", value=None)
    anchored = {anchor.measure: anchor.deficit for anchor in BASE.anchors}
    for deficit, value in data["deficits"].items():
        scores = {measure for measure, named in anchored.items() if named == deficit}
        if value is not None or scores:
            yield f"deficits.{deficit}", partial(forget, deficit=deficit, scores=scores)
    for one in data["measures"]:
        if one["measure"] not in anchored:
            yield f"measures.{one['measure']}", partial(forget, deficit=None, scores={one["measure"]})


EXEMPT_PLACES = {
    "stroke.onset": "required",
    "stroke.affected_side": "required",
    "care.stress_test": "no test on record is a known fact, not an unknown one",
    "swallowing.cleared_exercises": "an empty list is a known fact: nothing is cleared",
}


WORSE = (
    ("vitals.systolic", 230), ("vitals.diastolic", 112), ("vitals.spo2", 80), ("vitals.temperature_c", 39.5),
    ("vitals.resting_heart_rate", 130), ("vitals.resting_heart_rate", 35), ("vitals.glucose_mmol_l", 25),
    ("vitals.glucose_mmol_l", 3), ("vitals.orthostatic_drop_mmhg", 40), ("care.medically_stable", False),
    ("care.exercise_clearance", False), ("care.falls_last_6_months", 6),
)  # fmt: skip


def restrictions(data: dict[str, Any]) -> Iterator[tuple[str, Change]]:
    """Every condition and device that is not recorded yet, and every reading made worse."""
    for section, known in (("conditions", words.CONDITIONS), ("devices", words.DEVICES)):
        for word in known:
            if word not in data[section]["present"]:
                yield f"{section}.{word}", partial(enlist, section=section, word=word)
    for name, value in WORSE:
        section, key = name.split(".")
        yield f"{name}={value}", partial(put, section=section, key=key, value=value)


def check_less_known(data: dict[str, Any], choice: st.DataObject, number: int) -> None:
    """Make some facts unknown, one at a time, and compare."""
    before = prescription(data, STRICT)
    possible = dict(deletions(data))
    for name in choice.draw(st.lists(st.sampled_from(sorted(possible)), min_size=1, max_size=number, unique=True)):
        changed = copy.deepcopy(data)
        possible[name](changed)
        assert more_permissive(before, prescription(changed, STRICT)) == [], name


def check_more_restricted(data: dict[str, Any], choice: st.DataObject, number: int) -> None:
    """Add some restrictions, one at a time, and compare."""
    before = prescription(data, BASE)
    possible = dict(restrictions(data))
    for name in choice.draw(st.lists(st.sampled_from(sorted(possible)), min_size=1, max_size=number, unique=True)):
        changed = copy.deepcopy(data)
        possible[name](changed)
        assert more_permissive(before, prescription(changed, BASE), ends_only=True) == [], name


def check_always(data: dict[str, Any]) -> None:
    """What holds for everybody, whatever else is true."""
    found = prescription(data, WITH_A_SIP)
    doses = {name: dose for part in found.components for name, dose in part.doses.items()}
    prescribed = [part for part in found.components if part.status == "prescribed"]
    if data["swallowing"]["status"] not in ("passed", "resolved"):
        assert "a_sip" not in {one.exercise.id for part in found.components for one in part.exercises}
    if "atrial_fibrillation" in data["conditions"]["present"]:
        assert not set(HEART_RATE) & set(doses)
    if data["care"]["medically_stable"] is not True:
        assert prescribed == []
    for part in prescribed:
        assert part.exercises
        assert all(one.helper == "none" or helped(data) for one in part.exercises)
    for name, dose in doses.items():
        assert (dose.allowed is None) == (dose.status == "conflict"), name
        assert dose.because, name


def helped(data: dict[str, Any]) -> bool:
    """Whether somebody can be there to help."""
    return data["care"]["setting"] in ("acute_ward", "inpatient_rehab") or bool(
        (data["care"]["helper"] or {}).get("available")
    )


@given(strategies.profiles(), st.data())
@settings(max_examples=200)
def test_knowing_less_never_permits_more(data: dict[str, Any], choice: st.DataObject) -> None:
    """Deleting a safety fact never prescribes more, widens an interval, adds an exercise or lessens help."""
    check_less_known(data, choice, 6)


@given(strategies.profiles(), st.data())
@settings(max_examples=200)
def test_one_restriction_more_never_permits_more(data: dict[str, Any], choice: st.DataObject) -> None:
    """A condition, a device or a worse reading never prescribes more, raises an upper end or adds an exercise."""
    check_more_restricted(data, choice, 6)


@given(strategies.profiles())
@settings(max_examples=200)
def test_what_holds_for_everybody(data: dict[str, Any]) -> None:
    """Nothing to swallow before a safe swallow, no rate with fibrillation, nothing before stability."""
    check_always(data)


@pytest.mark.nightly
@given(strategies.profiles(), st.data())
@settings(max_examples=100_000)
def test_all_of_it_for_very_many(data: dict[str, Any], choice: st.DataObject) -> None:
    """The same three properties over a hundred thousand people."""
    check_less_known(data, choice, 3)
    check_more_restricted(data, choice, 3)
    check_always(data)


BURDENED = {f"deficits.{name}": "severe" for name in words.DEFICITS if name not in ("arm", "hand", "leg", "balance")}
PEOPLE: dict[str, dict[str, Any]] = {
    "safe": {},
    "burdened": {**BURDENED, "deficits.trunk": "mild", "deficits.arm": "moderate", "swallowing.status": "impaired",
                 "swallowing.cleared_exercises": ["masako", "shaker"], "care.falls_last_6_months": 3},
    "ward": {"care.setting": "inpatient_rehab", "measures.fac": 2, "deficits.leg": "moderate",
             "deficits.trunk": "severe"},
    "second-day": {"stroke.onset": "2026-11-14T22:00", "swallowing.on": "2026-11-15", "stroke.reperfusion": "both",
                   "stroke.reperfusion_at": "2026-11-15T10:00", "vitals.systolic": 150},
    "heart": {"conditions.present": ["coronary_disease"],
              "care.stress_test": {"on": "2026-11-01", "peak_heart_rate": 140, "ischaemia": {"threshold": 118}}},
    "sugar": {"conditions.present": ["diabetes"], "medications.present": ["insulin"], "vitals.glucose_mmol_l": 14},
}  # fmt: skip


@pytest.mark.parametrize("changes", PEOPLE.values(), ids=PEOPLE.keys())
def test_every_single_fact_in_turn(changes: dict[str, Any]) -> None:
    """For each of these people every safety fact is deleted and every restriction added, none left to chance."""
    data = data_with({"targets": {}, **changes})
    assert any(part.status == "prescribed" for part in prescription(data, BASE).components)
    before_strict, before = prescription(data, STRICT), prescription(data, BASE)
    gone, added = dict(deletions(data)), dict(restrictions(data))
    assert len(gone) > 40
    assert len(added) > 40
    for possible, base, first, ends in ((gone, STRICT, before_strict, False), (added, BASE, before, True)):
        for name, change in possible.items():
            changed = copy.deepcopy(data)
            change(changed)
            assert more_permissive(first, prescription(changed, base), ends_only=ends) == [], name


def test_the_comparison_sees_what_is_permitted() -> None:
    """The comparison is not blind: taken in the wrong order, two people show each way of permitting more."""
    safe = data_with({"targets": {}, "conditions.present": ["coronary_disease"]})
    less = copy.deepcopy(safe)
    less["care"]["exercise_clearance"] = None
    found = [
        *more_permissive(prescription(less, BASE), prescription(safe, BASE)),
        *more_permissive(prescription(safe, BASE), prescription(data_with({"targets": {}}), BASE)),
        *more_permissive(
            prescription(data_with({"measures.berg_balance": None}), BASE), prescription(data_with(), BASE)
        ),
    ]
    text = " / ".join(found)
    for expected in ("aerobic became prescribed", "became eligible", "aerobic.rpe_6_20 was", "needs less help"):
        assert expected in text


def test_exemptions_are_complete_and_needed() -> None:
    """The exempt rules are exactly those that may be silent on unknown and could permit something by it."""
    silent = [
        rule for rule in BASE.of_kind(Unsure)
        if isinstance(rule, LimitRule | GateRule) or (isinstance(rule, PrecautionRule) and rule.requires is not None)
    ]  # fmt: skip
    assert sorted(EXEMPT["skip"]) == sorted(rule.id for rule in silent if rule.if_unknown == "skip")
    assert sorted(EXEMPT["ask_when"]) == sorted(rule.id for rule in silent if rule.ask_when is not None)
    assert all(len(reason) > 20 for part in EXEMPT.values() for reason in part.values())

"""What a change of a score means: figures are those of the evidence, the sentence follows phase and direction."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from changed_base import changed
from people import START, data_with, plan_with, profile_with
from pydantic import ValidationError

from rehab.errors import InputError
from rehab.exchange.plan_file import read_plan
from rehab.knowledge.change import changes_between
from rehab.knowledge.load import DATA, load_rule_base
from rehab.knowledge.yaml_source import read_file
from rehab.model import vocabulary as words
from rehab.model.measure import Measure, Threshold
from rehab.model.plan import Change, Plan
from rehab.model.rule_base import RuleBase
from rehab.planning.build import build_plan
from rehab.render.truth_clinician import clinician_problems
from rehab.render.view_notes import note_tables

ONSET = {"acute": "2026-11-13", "early": "2026-10-01", "late": "2026-07-10", "chronic": "2025-11-01"}
DOWN = {"mrs", "nihss", "phq9", "nine_hole_peg_s", "tug_s", "five_times_sit_to_stand_s"}
LANG = "days 10 to 26, n=52; 12 if the dominant side is affected, 17 if the other"
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def small_copy(target: Path) -> Path:
    """A rule base without rules and exercises, to be spoilt."""
    folder = target / "base"
    for part in ("rules", "exercises"):
        (folder / part).mkdir(parents=True)
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, folder)
    return folder


def thresholds(base: RuleBase) -> list[tuple[str, Threshold]]:
    """Every figure with its name."""
    return list(base.threshold_by_name.items())


def unsaid(one: Threshold) -> list[float]:
    """Figures of a threshold that do not occur in its own words."""
    said = {float(number) for number in NUMBER.findall(one.cite.states)}
    return [value for value in one.value if value not in said]


def scores(measure: str, before: float, after: float) -> list[dict[str, Any]]:
    """Two scores, the second of them new."""
    return [{"measure": measure, "value": before, "on": "2026-11-14"},
            {"measure": measure, "value": after, "on": "2026-11-15"}]  # fmt: skip


def plan_of(
    phase: str, measure: str, before: float, after: float, also: dict[str, Any] | None = None,
    speed: float | None = None,
) -> Plan:  # fmt: skip
    """The plan of a person in a phase whose score changed."""
    found = scores(measure, before, after)
    if speed is not None:
        found.append({"measure": "ten_metre_walk_m_s", "value": speed, "on": "2026-11-15"})
    return plan_with({"stroke.onset": ONSET[phase], "swallowing.on": ONSET[phase], "measures": found, **(also or {})})


def change_in(plan: Plan, measure: str) -> Change:
    """The line of one measure."""
    return next(one for one in plan.measures if one.measure == measure)


def test_the_file_holds_measures_and_figures(base: RuleBase) -> None:
    """There is something to check: measures, figures of each kind, each measure once."""
    assert len(base.measures) > 30
    assert {one.kind for _, one in thresholds(base)} == {"measurement_error", "meaningful_change", "group_difference"}
    assert len(base.measure_by_id) == len(base.measures)
    assert len(thresholds(base)) == sum(len(one.changes) for one in base.measures) > 15


def test_every_measure_is_of_the_vocabulary_with_its_range(base: RuleBase) -> None:
    """A measure of the file is one of the vocabulary and has its range; another range or name is refused."""
    assert [one.id for one in base.measures if one.range != words.MEASURES[one.id]] == []
    plain = base.measure_by_id["arat"].model_dump(by_alias=True)
    assert Measure.model_validate(plain) == base.measure_by_id["arat"]
    with pytest.raises(ValidationError, match="the range of arat is 0 to 57"):
        Measure.model_validate({**plain, "range": (0, 60)})
    with pytest.raises(ValidationError, match="not a known word"):
        Measure.model_validate({**plain, "id": "wmft"})


def test_the_direction_is_that_of_the_scale(base: RuleBase) -> None:
    """Times and scales of burden run down, every other one up; only an end that is best or worst has a note."""
    assert {one.id for one in base.measures if one.direction == "down"} == DOWN
    assert [one.id for one in base.measures if one.direction == "down" and one.ceiling] == []


def test_every_figure_occurs_in_its_words(base: RuleBase) -> None:
    """Each figure is restated in `states`; a figure that was mistyped would not be found there."""
    assert [name for name, one in thresholds(base) if unsaid(one)] == []
    first = thresholds(base)[0][1]
    assert unsaid(first.model_copy(update={"value": (6.28,)})) == [6.28]


def test_every_figure_of_a_guard_occurs_in_its_words(base: RuleBase) -> None:
    """The bands of walking speed are restated as well, and the person's band is told to the reader."""
    bands = [one for one in base.measure_by_id["ten_metre_walk_m_s"].changes if one.kind == "measurement_error"]
    assert [one.value for one in bands] == [(0.05,), (0.11,), (0.21,)]
    for one in bands:
        assert any(edge in one.cite.states and edge in one.population for edge in ("0.4", "0.8"))


def test_no_figure_is_recalled(base: RuleBase) -> None:
    """A sentence on paper rests on figures that somebody read."""
    assert [name for name, one in thresholds(base) if one.cite.checked not in ("primary", "secondary")] == []


@pytest.mark.parametrize(
    ("measure", "value", "kind", "row"),
    [
        ("fma_ue", (4.25, 7.25), "meaningful_change", "OM-03"), ("fma_le", (4,), "measurement_error", "OM-05"),
        ("berg_balance", (5,), "measurement_error", "OM-17"), ("tug_s", (8,), "measurement_error", "OM-19"),
        ("ten_metre_walk_m_s", (0.11,), "measurement_error", "OM-21"),
        ("six_minute_walk_m", (34.4,), "group_difference", "OM-24"),
    ],
)  # fmt: skip
def test_the_corrected_figures_stand(
    measure: str, value: tuple[float, ...], kind: str, row: str, base: RuleBase
) -> None:
    """Where the second reading corrected a figure, the corrected one stands, as what it is."""
    found = [one for one in base.measure_by_id[measure].changes if one.value == value]
    assert [(one.kind, row in one.cite.row.split(", ")) for one in found] == [(kind, True)]


CASES: list[tuple[str, str, float, float, dict[str, Any], float | None, str]] = [
    ("early", "fma_ue", 34, 41, {}, None,
     "+7, better; above the measurement error of 6.82 (weeks 1 to 6, moderate to severe, n=51); below the meaningful "
     "change of 9 to 13 (weeks 1 to 6, moderate to severe, n=51; about week 8, n=71)"),
    ("early", "fma_ue", 30, 41, {}, None, "within the meaningful change of 9 to 13"),
    ("early", "fma_ue", 30, 44, {}, None, "above the meaningful change of 9 to 13"),
    ("early", "fma_ue", 41, 34, {}, None, "-7, worse; above the measurement error of 6.82"),
    ("early", "fma_ue", 41, 34, {}, None, "a loss is not set against the meaningful change"),
    ("late", "fma_ue", 30, 41, {}, None,
     "no figure of measurement error fits the late subacute phase (recorded: early subacute); "
     "no figure of meaningful change fits the late subacute phase (recorded: early subacute, chronic)"),
    ("chronic", "fma_ue", 34, 41, {}, None, "within the meaningful change of 4.25 to 7.25 (mild to moderate, n=146"),
    ("early", "arat", 40, 57, {}, None,
     f"+17, better; within the meaningful change of 12 to 17 ({LANG}); "
     "57 is the top score: a further gain cannot show"),
    ("chronic", "arat", 40, 45, {}, None, "+5, better; below the meaningful change of 5.7"),
    ("chronic", "fma_le", 20, 24, {}, None, "equal to the measurement error of 4"),
    ("acute", "berg_balance", 10, 23, {}, None, "above the meaningful change of 6.5 to 12.5"),
    ("chronic", "berg_balance", 40, 44, {}, None, "within the measurement error of 2.7 to 5"),
    ("chronic", "tug_s", 30, 26, {}, None, "-4 s, better; above the measurement error of 3.2 s (chronic, low tone"),
    ("chronic", "tug_s", 30, 26, {"deficits.spasticity": "mild"}, None,
     "-4 s, better; below the measurement error of 8 s (chronic, varied calf tone, n=61)"),
    ("chronic", "tug_s", 30, 26, {"deficits.spasticity": None}, None, "within the measurement error of 3.2 to 8 s"),
    ("chronic", "tug_s", 26, 35, {}, None, "+9 s, worse; above the measurement error of 3.2 s"),
    ("early", "tug_s", 30, 26, {}, None, "no figure of measurement error fits the early subacute phase"),
    ("early", "ten_metre_walk_m_s", 0.2, 0.38, {}, None,
     "+0.18 m/s, better; above the measurement error of 0.05 m/s (walking below 0.4 m/s, phase not noted); above the "
     "meaningful change of 0.16 m/s (days 20 to 60, n=283)"),
    ("early", "ten_metre_walk_m_s", 0.7, 0.8, {}, None, "below the measurement error of 0.11 m/s"),
    ("chronic", "ten_metre_walk_m_s", 0.7, 0.9, {}, None, "below the measurement error of 0.21 m/s"),
    ("late", "six_minute_walk_m", 200, 250, {}, 0.3, "above the meaningful change of 34 to 44 m"),
    ("late", "six_minute_walk_m", 200, 250, {}, 0.6, "below the meaningful change of 65 to 71 m"),
    ("late", "six_minute_walk_m", 200, 250, {}, None, "within the meaningful change of 34 to 71 m"),
    ("chronic", "barthel", 50, 60, {}, None, "no figure of measurement error or meaningful change is recorded"),
    ("chronic", "stream", 50, 60, {}, None, "No figure is recorded that says what a change of this score means."),
    ("early", "fma_ue", 41, 41, {}, None, "No change"),
]  # fmt: skip


@pytest.mark.parametrize(("phase", "measure", "before", "after", "also", "speed", "said"), CASES)
def test_the_sentence_follows_phase_and_direction(
    phase: str, measure: str, before: float, after: float, also: dict[str, Any], speed: float | None, said: str
) -> None:
    """The figure of the plan's phase and of the person's group is the one that the change is set against."""
    meaning = change_in(plan_of(phase, measure, before, after, also, speed), measure).meaning
    assert meaning is not None
    assert said in meaning


@pytest.mark.parametrize("phase", ONSET)
def test_a_difference_between_groups_is_no_threshold(phase: str) -> None:
    """34.4 m stands for comparison only, in every phase: no detectable and no important change, no verdict."""
    meaning = change_in(plan_of(phase, "six_minute_walk_m", 200, 250, speed=0.6), "six_minute_walk_m").meaning or ""
    part = next(one for one in meaning.split("; ") if "34.4" in one)
    assert part.startswith("for comparison only, 34.4 m is the difference between people who perceived a change")
    assert re.search(r"MDC|MCID|error|meaningful|above|below", part) is None
    assert meaning.count("34.4") == 1


def test_one_score_says_no_more_than_its_end() -> None:
    """A single score has no change to explain; at the top of the scale that is said."""
    plan = plan_with({"measures": [{"measure": "arat", "value": 57, "on": "2026-11-15"},
                                   {"measure": "fma_ue", "value": 40, "on": "2026-11-15"},
                                   {"measure": "mas_elbow", "value": "1+", "on": "2026-11-15"}]})  # fmt: skip
    said = {one.measure: one.meaning for one in plan.measures}
    assert said == {"arat": "57 is the top score: a further gain cannot show", "fma_ue": None, "mas_elbow": None}


def test_the_figures_are_cited_on_the_review_sheet() -> None:
    """What the sentence rests on has a passport and a reference, and the sheet prints sentence and reference number."""
    plan = plan_of("early", "fma_ue", 34, 41)
    one = change_in(plan, "fma_ue")
    assert one.because
    assert all(plan.rules[name].kind == "measure" for name in one.because)
    assert {plan.rules[name].source for name in one.because} <= set(plan.citations)
    table = note_tables(plan)["measures"]
    row = next(row for row in table.rows if "FMA-UE" in str(row))
    assert one.meaning is not None
    assert one.meaning in str(row)
    marks = {source: number for number, source in enumerate(plan.citations, 1)}
    assert all(f"[{marks[plan.rules[name].source]}]" in str(row) for name in one.because)


def test_a_lost_meaning_is_noticed_on_paper() -> None:
    """The check of the sheet asks for every sentence of meaning."""
    plan = plan_of("early", "fma_ue", 34, 41)
    meaning = change_in(plan, "fma_ue").meaning
    assert f"missing: {meaning}" in clinician_problems(plan, ["nothing"])


def test_the_figures_belong_to_the_rule_base(base: RuleBase) -> None:
    """Another figure is another digest and a line in the difference; a plan without figures says so."""
    first = base.measures[0]
    moved = first.model_copy(update={"changes": (first.changes[0].model_copy(update={"value": (5.0,)}),)})
    other = changed(base, measures=(moved, *base.measures[1:]))
    assert other.digest != base.digest
    assert other.model_copy().measures == other.measures
    assert [one.line for one in changes_between(base, other)] == ["measure changed: fma_ue"]
    profile = profile_with({"stroke.onset": ONSET["early"], "swallowing.on": ONSET["early"],
                            "measures": scores("fma_ue", 34, 41)})  # fmt: skip
    sentence = build_plan(profile, START, other).measures[0].meaning or ""
    assert "above the measurement error of 5 " in sentence
    without = build_plan(profile, START, changed(base, measures=())).measures[0]
    assert (without.meaning or "").startswith("No figure is recorded")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- id: mal\n", "- id: fma_ue\n", "R0"),
        ("source: van-der-lee-2001", "source: van-der-lee-2002", "R021"),
        ("value: [9, 13]", "value: [13, 9]", "R0"),
        ("kind: group_difference", "kind: mcid", "R003"),
    ],
    ids=["another-range", "no-such-source", "ends-exchanged", "no-such-kind"],
)  # fmt: skip
def test_a_slip_in_the_file_is_found(old: str, new: str, code: str, tmp_path: Path) -> None:
    """A slip in the file is reported with its place, and no rule base is made."""
    folder = small_copy(tmp_path)
    path = folder / "measures.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_rule_base(folder, use_cache=False)
    assert [one.code[: len(code)] for one in caught.value.problems] == [code]
    assert caught.value.problems[0].file == "base/measures.yaml"


def test_a_measure_listed_twice_is_found(tmp_path: Path) -> None:
    """A second entry for a measure is refused, because one of the two would be lost."""
    folder = small_copy(tmp_path)
    path = folder / "measures.yaml"
    twice = "- {id: mrs, name: again, direction: down, unit: points, range: [0, 6]}\n"
    path.write_text(path.read_text(encoding="utf-8") + twice, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_rule_base(folder, use_cache=False)
    assert [one.code for one in caught.value.problems] == ["R020"]


def test_a_plan_with_meaning_can_be_read_again(tmp_path: Path) -> None:
    """The sentence and what it rests on survive the file."""
    plan = plan_of("early", "fma_ue", 34, 41)
    path = tmp_path / "plan.json"
    path.write_text(plan.to_json(), encoding="utf-8")
    assert read_plan(path).measures == plan.measures


def test_the_file_itself_says_all_where_the_phase_is_unknown(base: RuleBase) -> None:
    """`all` is every phase of the vocabulary, and such a figure tells the reader that its phase was not noted."""
    plain = read_file(DATA / "measures.yaml").value
    changes = [one for entry in plain for one in entry.get("changes", ())]
    named = [one["value"] for one in changes if one["phases"] == "all"]
    assert named
    whole = [one for _, one in thresholds(base) if one.phases == words.PHASES]
    assert len(whole) == len(named)
    assert [one.population for one in whole if "phase not noted" not in one.population] == []


def test_the_phases_of_these_tests_are_what_they_say() -> None:
    """The days of onset lead to the phases that they are named after."""
    assert data_with()["schema"] == "rehab.profile/1"
    found = {name: plan_with({"stroke.onset": day, "swallowing.on": day}).phase for name, day in ONSET.items()}
    assert found == {"acute": "acute", "early": "early_subacute", "late": "late_subacute", "chronic": "chronic"}
    assert all(date.fromisoformat(day) < START for day in ONSET.values())

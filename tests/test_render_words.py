"""Wording: sides, numbers, dates, and words that a patient can read."""

from __future__ import annotations

from datetime import date

import pytest
from paper import BARE, OVERVIEW, PROFILES, plan_of
from reading_level import grade

from rehab.model import vocabulary
from rehab.model.plan import SessionExercise, Span
from rehab.model.quantity import QUANTITIES
from rehab.model.rule_base import RuleBase
from rehab.render import phrases, words
from rehab.render.fonts import missing_characters
from rehab.render.sides import side_name, with_sides
from rehab.render.strings import strings_of
from rehab.render.view_patient import patient_view


@pytest.mark.parametrize(
    ("side", "wording"),
    [
        ("left", "Lift your left arm with your right hand."),
        ("right", "Lift your right arm with your left hand."),
        ("both", "Lift your weaker arm with your stronger hand."),
        ("none", "Lift your arm with your other hand."),
    ],
)
def test_placeholders_follow_the_affected_side(side: str, wording: str) -> None:
    assert with_sides("Lift your {affected:arm} with your {unaffected:hand}.", side) == wording


def test_sides_of_exercises_have_words() -> None:
    assert [side_name(one, "right") for one in ("affected", "unaffected", "both", "none", None)] == [
        "right", "left", "both", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "wording"),
    [
        ("[20, 60]", "20 to 60"), ("[10, )", "at least 10"), ("(, 5]", "up to 5"), ("(40, 70)", "above 40, below 70"),
        ("[3, 3]", "3"), ("0 share", "0 share"), (None, ""),
        ("follows schedule.minutes_per_day", "follows schedule.minutes per day"),
    ],
)  # fmt: skip
def test_intervals_of_rules_in_words(value: str | None, wording: str) -> None:
    assert phrases.bounds_in_words(value) == wording


@pytest.mark.parametrize(
    ("low", "high", "wording"),
    [(20, 20, "20"), (11, 12, "11 to 12"), (55, 67.5, "55 to 67.5"), (None, 5, "up to 5"), (10, None, "at least 10")],
)
def test_spans_in_words(low: float | None, high: float | None, wording: str) -> None:
    assert phrases.span(Span(min=low, max=high)) == wording


def test_heart_beats_are_rounded_inwards() -> None:
    assert phrases.inside(Span(min=107.2, max=118.9)) == ("108", "118")


@pytest.mark.parametrize(
    ("number", "word"), [(6, "no effort"), (11, "light"), (12, "light"), (13, "a little hard"), (20, "very, very hard")]
)
def test_effort_in_words(number: int, word: str) -> None:
    assert phrases.effort_word(number) == word


@pytest.mark.parametrize(
    ("sets", "reps", "hold", "minutes", "wording"),
    [
        (1, 10, None, None, "1 set of 10."),
        (2, 8, None, None, "2 sets of 8."),
        (None, 2, 20, None, "Hold 20 seconds. 2 times."),
        (None, None, None, 20, "20 minutes."),
        (None, None, None, 1, "1 minute."),
        (None, 5, None, None, "5 times."),
    ],
)
def test_doses_are_told_in_figures(
    sets: int | None, reps: int | None, hold: int | None, minutes: int | None, wording: str
) -> None:
    one = SessionExercise(
        id="x", region="arm", sets=sets, reps=reps, hold_s=hold, minutes=minutes, side="both", helper="none"
    )
    assert phrases.dose_sentence(one) == wording


def test_dates_in_words() -> None:
    assert phrases.date_long(date(2026, 11, 16)) == "Mon 16 Nov 2026"
    assert phrases.day_list(["fri", "mon"], vocabulary.DAYS) == "2 days a week: Mon, Fri."
    assert phrases.day_list(vocabulary.DAYS, vocabulary.DAYS) == "Every day."


def test_every_word_of_the_vocabulary_has_a_wording() -> None:
    assert set(words.ACTIVITY) == set(vocabulary.COMPONENTS)
    assert set(words.COMPONENT) >= set(vocabulary.COMPONENTS)
    assert set(words.BOOKED) == set(words.DISCIPLINE) == set(vocabulary.DISCIPLINES)
    assert set(words.DIMENSION) == set(words.GLANCE) == {quantity.dimension for quantity in QUANTITIES.values()}
    assert set(words.PHASE) == set(vocabulary.PHASES)
    assert set(words.SETTING) == set(vocabulary.SETTINGS)
    assert set(words.HELPER) == set(vocabulary.HELPER_LEVELS)


@pytest.mark.parametrize("profile", PROFILES)
def test_patients_words_read_at_grade_six(profile: str) -> None:
    view = patient_view(plan_of(profile))
    spoken = [one for one in strings_of(view) if len(one.split()) > 3]
    assert grade(" ".join(one if one[-1] in ".:!?" else f"{one}." for one in spoken)) <= 6


@pytest.mark.parametrize("profile", [OVERVIEW, BARE])
def test_nothing_shouts_and_no_raw_word_shows(profile: str) -> None:
    for one in strings_of(patient_view(plan_of(profile))):
        assert "_" not in one, one
        assert "{" not in one, one
        assert not one.isupper() or len(one) <= 6 or any(letter.isdigit() for letter in one), one


def test_the_font_has_every_letter_of_the_rule_base(base: RuleBase) -> None:
    assert missing_characters(base.model_dump_json()) == ""

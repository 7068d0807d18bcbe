"""The life of a plan: what may follow what, what is refused, and what the record keeps."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from people import plan_with

from rehab.errors import EnvironmentFailure, InputError
from rehab.model.plan import Plan
from rehab.review import life
from rehab.review.diff import differences
from rehab.review.override import Wish, override_decision
from rehab.review.record import RECORD, Entry, append, read_record, verify

AT = datetime(2026, 11, 17, 9, 30)
AUTHOR = life.Person("A. Author")
REVIEWER = life.Person("R. Reviewer", "PH12345")


def today(plan: Plan, **other: str) -> life.Today:
    """The digests of an unchanged profile, rule base and settings, unless told otherwise."""
    digests = {name: getattr(plan, name) for name in ("profile_digest", "rules_digest", "settings_digest")}
    return life.Today(AT, **{**digests, **other})


def code_of(error: pytest.ExceptionInfo[InputError]) -> str:
    """The code of the one problem of an error."""
    (problem,) = error.value.problems
    return problem.code


def test_a_clean_plan_goes_from_draft_to_approved() -> None:
    """A plan without open findings is signed in two steps, and the signature names person, number and digest."""
    draft = plan_with()
    assert not life.open_findings(draft)
    submitted = life.submit(draft, AUTHOR, AT)
    approved = life.approve(submitted, REVIEWER, today(submitted))
    assert [submitted.status, approved.status] == ["submitted", "approved"]
    last = approved.decisions[-1]
    assert (last.by, last.registration, last.action) == ("R. Reviewer", "PH12345", "approve")
    assert last.on_digest == submitted.digest != approved.digest


def test_a_draft_cannot_be_approved_before_it_is_submitted() -> None:
    """Nobody signs what was not handed in."""
    with pytest.raises(InputError) as error:
        life.approve(plan_with(), REVIEWER, today(plan_with()))
    assert code_of(error) == "V001"


@pytest.mark.parametrize("name", ["profile_digest", "rules_digest", "settings_digest"])
def test_a_stale_plan_is_refused(name: str) -> None:
    """A change of profile, rules or settings since the plan was made closes the gate."""
    submitted = life.submit(plan_with(), AUTHOR, AT)
    with pytest.raises(InputError) as error:
        life.approve(submitted, REVIEWER, today(submitted, **{name: "0" * 64}))
    assert code_of(error) == "V002"


def test_every_stop_and_confirm_finding_must_be_answered_one_by_one() -> None:
    """Approval waits for the last answer, and each answer stays with the plan."""
    plan = life.submit(plan_with({"vitals.systolic": 186}), AUTHOR, AT)
    keys = [one.key for one in life.open_findings(plan)]
    assert keys
    for number, key in enumerate(keys, 1):
        with pytest.raises(InputError) as error:
            life.approve(plan, REVIEWER, today(plan))
        assert code_of(error) == "V003"
        plan = life.answer(plan, REVIEWER, AT, key, "Measured again: 168/92.")
        assert len(life.open_findings(plan)) == len(keys) - number
    assert life.approve(plan, REVIEWER, today(plan)).status == "approved"


@pytest.mark.parametrize(("key", "text", "code"), [("no.such", "yes", "V004"), (None, "   ", "V005")])
def test_an_answer_needs_an_open_question_and_words(key: str | None, text: str, code: str) -> None:
    """A wrong key or an empty answer changes nothing."""
    plan = plan_with({"vitals.systolic": 186})
    with pytest.raises(InputError) as error:
        life.answer(plan, REVIEWER, AT, key or life.open_findings(plan)[0].key, text)
    assert code_of(error) == code


@pytest.mark.parametrize("person", [life.Person("", "PH1"), life.Person("R", None), life.Person("R", "  ")])
def test_an_approval_needs_a_name_and_a_registration(person: life.Person) -> None:
    """An unnamed or unregistered reviewer cannot sign."""
    submitted = life.submit(plan_with(), AUTHOR, AT)
    with pytest.raises(InputError) as error:
        life.approve(submitted, person, today(submitted))
    assert code_of(error) == "V006"


def test_an_expired_plan_can_be_neither_submitted_nor_approved() -> None:
    """The day after its last day a plan is over."""
    plan = plan_with()
    late = datetime(2026, 12, 1, 9, 0)
    assert life.effective_status(plan, plan.expires_on) == "draft"
    assert life.effective_status(plan, late.date()) == "expired"
    with pytest.raises(InputError) as error:
        life.submit(plan, AUTHOR, late)
    assert code_of(error) == "V001"


def test_a_returned_plan_is_closed() -> None:
    """After a return nothing more is decided on that revision."""
    returned = life.hand_back(life.submit(plan_with(), AUTHOR, AT), REVIEWER, AT, "Other helper days.")
    assert returned.status == "returned"
    with pytest.raises(InputError) as error:
        life.approve(returned, REVIEWER, today(returned))
    assert code_of(error) == "V001"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("aerobic.time", 90, "other", ""), "V012"),
        (Wish("aerobic.time", 20.5, "other", "x"), "V011"),
        (Wish("aerobic.time", 500, "other", "x"), "V011"),
        (Wish("aerobic.colour", 1, "other", "x"), "V010"),
    ],
    ids=["outside without a reason", "not whole", "beyond the span", "no such dose"],
)
def test_an_override_is_refused_without_ground(wish: Wish, code: str) -> None:
    """A number outside its interval needs words; an impossible number is impossible."""
    with pytest.raises(InputError) as error:
        override_decision(plan_with(), REVIEWER, AT, wish)
    assert code_of(error) == code


def test_going_past_a_limit_needs_a_second_name() -> None:
    """A safety limit is passed by two people or not at all."""
    plan = plan_with({"conditions.present": ["coronary_disease"]})
    wish = Wish("aerobic.rpe_6_20", 14, "clinical_judgement", "Tested in the laboratory.")
    with pytest.raises(InputError) as error:
        override_decision(plan, REVIEWER, AT, wish)
    assert code_of(error) == "V013"
    second = Wish(wish.quantity, wish.value, wish.reason_code, wish.reason, "C. Cardiologist")
    decision = override_decision(plan, REVIEWER, AT, second)
    assert decision.reason is not None
    assert "C. Cardiologist" in decision.reason


def test_the_record_notices_a_changed_a_missing_and_a_moved_line(tmp_path: Path) -> None:
    """The chain breaks at any line that is not what was written, where it was written."""
    for number in range(4):
        append(tmp_path, [Entry("2026-11-17T09:30:00", "P-1", 1, "made", "x", None, None, f"digest{number}")])
    assert verify(tmp_path) == len(read_record(tmp_path)) == 4
    lines = (tmp_path / RECORD).read_text().splitlines()
    for spoilt in (
        [lines[0], lines[1].replace("digest1", "digest9"), *lines[2:]], [lines[0], *lines[2:]],
        [lines[1], lines[0], *lines[2:]], ["not json", *lines[1:]],
    ):  # fmt: skip
        (tmp_path / RECORD).write_text("\n".join(spoilt) + "\n")
        with pytest.raises(InputError):
            verify(tmp_path)


def test_the_difference_names_what_changed_and_nothing_else() -> None:
    """Equal plans have no difference; a closed gate is said component by component."""
    plan = plan_with()
    assert list(differences(plan, plan)) == []
    lines = list(differences(plan, plan_with({"vitals.systolic": 186})))
    assert "aerobic: prescribed -> withheld" in lines
    assert any(line.startswith("finding added: stop screening.pressure.hold") for line in lines)


def test_a_disk_that_fails_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last write fails the record is as long as before, and its chain still holds."""
    append(tmp_path, [Entry("2026-11-17T09:30:00", "P-1", 1, "made", "x", None, None, "digest")])
    before = (tmp_path / RECORD).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EnvironmentFailure):
        append(tmp_path, [Entry("2026-11-17T09:31:00", "P-1", 1, "submit", "x", None, None, "digest")])
    assert (tmp_path / RECORD).read_bytes() == before
    assert verify(tmp_path) == 1

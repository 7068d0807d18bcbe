"""The patient's document as strings: the fridge page, the cards, the log, the page for the helper.

In: a plan. Out: a frozen `PatientView`. Must not be here: layout; advice of our own about food, drink or tablets (only
what the plan's advice says is printed); any number that the plan does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rehab.model.plan import Plan, PlanDose
from rehab.render.identity import Identity, identity_of, status_for_patient
from rehab.render.phrases import bounds, date_long, date_short, effort_word, inside, text
from rehab.render.sides import with_sides
from rehab.render.view_cards import Group, Note, groups_of, helped
from rehab.render.view_week import Grid, grid_of
from rehab.render.words import ACTIVITY, DAY_LONG

__all__ = ["PatientView", "first_page_of", "patient_view"]

_GOAL_ROOM = 80  # letters of goals that the first page holds; longer ones stand on a page of their own
_ABOUT_EXERCISE = ("why_", "practice_", "self_check", "helper")  # makes no sense without exercises
_CHECK_FIRST = "Your team needs to check a few things first."


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the log."""

    day: str
    date: str


@dataclass(frozen=True, slots=True)
class PatientView:
    """Everything that the patient's document prints."""

    language: str
    title: str
    identity: Identity
    status: str
    approved: bool
    heading: str
    who: str
    dates: str
    ends: str
    reader: str
    goal: str
    grid: tuple[Grid, ...]
    how_to: tuple[str, ...]
    effort: tuple[Note, ...]
    why: tuple[str, ...]
    stop_heading: str
    stop_signs: tuple[str, ...]
    calls: tuple[Note, ...]
    groups: tuple[Group, ...]
    log: tuple[LogRow, ...]
    log_effort: str
    log_scale: str
    goals: tuple[str, ...]
    advice: tuple[str, ...]
    helper_advice: tuple[str, ...]
    helper_tasks: tuple[Note, ...]
    closing: tuple[str, ...]


def patient_view(plan: Plan) -> PatientView:
    """All words of the patient's document."""
    active = plan.has_sessions
    patient = plan.profile.patient
    last = plan.week_days[-1].date if plan.week_days else plan.start_date
    goals = tuple(text(goal) for goal in plan.goals)
    short = sum(map(len, goals)) <= _GOAL_ROOM
    return PatientView(
        language="en",
        title=f"Weekly plan {patient.id}, week {plan.week}",
        identity=identity_of(plan),
        status=status_for_patient(plan),
        approved=plan.status == "approved",
        heading="Your week" if active else "No exercises this week",
        who=f"{text(patient.name)} · {patient.id}" if patient.name else patient.id,
        dates=f"Week {plan.week}: {date_long(plan.start_date)} to {date_long(last)}",
        ends=_ends(plan) if plan.expires_on <= last else "",
        reader="You help with this plan. Please read it aloud." if patient.reader == "caregiver" else "",
        goal=_goal(goals) if goals and short and active else "",
        grid=(grid_of(plan),) if active else (),
        how_to=_how_to(plan) if active else (),
        effort=_effort(plan) if active else (),
        why=() if active else _why(plan),
        stop_heading="Stop. Get help if one of these happens:" if active else "Get help if one of these happens:",
        stop_signs=tuple(_of_person(plan, one.text) for one in plan.stop_signs),
        calls=_calls(plan),
        groups=groups_of(plan),
        log=tuple(LogRow(DAY_LONG[day.day], date_short(day.date)) for day in plan.week_days) if active else (),
        log_effort="How hard?" if active else "",
        log_scale="" if not active else "6 to 20" if _dose(plan, "aerobic.rpe_6_20") else "easy, fine, hard",
        goals=goals if active and not short else (),
        advice=_advice(plan, "patient") if active or patient.reader == "patient" else (),
        helper_advice=_advice(plan, "caregiver") if active or patient.reader == "caregiver" else (),
        helper_tasks=_helper_tasks(plan),
        closing=_closing(plan),
    )


def first_page_of(view: PatientView) -> PatientView:
    """The same without what follows the first page; a week without exercises is one page anyway."""
    if not view.grid:
        return view
    return replace(view, groups=(), log=(), goals=(), advice=(), helper_advice=(), helper_tasks=(), closing=())


def _helper_tasks(plan: Plan) -> tuple[Note, ...]:
    """What the helper is needed for, by name of exercise."""
    tasks = (("Stay near for:", helped(plan, "nearby")), ("Hold the person for:", helped(plan, "hands_on")))
    return tuple(Note(label, f"{'; '.join(names)}.") for label, names in tasks if names)


def _goal(goals: tuple[str, ...]) -> str:
    return f"{'Your goal' if len(goals) == 1 else 'Your goals'}: {'; '.join(goals)}"


def _of_person(plan: Plan, line: str) -> str:
    return with_sides(text(line), plan.profile.stroke.affected_side)


def _how_to(plan: Plan) -> tuple[str, ...]:
    grid = grid_of(plan)
    lines = ["The number is minutes. Tick the box when you are done."]
    if grid.has_helper:
        lines.append("H means: have your helper with you.")
    if not grid.has_times:
        lines.append("Go from top to bottom. Rest in between.")
    return tuple(lines)


def _dose(plan: Plan, quantity: str) -> PlanDose | None:
    """A chosen dose of a component that has a session in this week."""
    placed = {session.component for day in plan.week_days for session in day.sessions}
    doses = (dose for part in plan.prescriptions if part.component in placed for dose in part.doses)
    return next((dose for dose in doses if dose.quantity == quantity and dose.chosen is not None), None)


def _effort(plan: Plan) -> tuple[Note, ...]:
    """How hard training of heart and lungs may feel, and the heart rate where the plan gives a band."""
    notes, what = [], ACTIVITY["aerobic"].lower()
    effort, rate = _dose(plan, "aerobic.rpe_6_20"), _dose(plan, "aerobic.heart_rate")
    if effort is not None and effort.chosen is not None:
        low, high = effort.chosen.min, effort.chosen.max
        feels = list(dict.fromkeys(effort_word(end) for end in (low, high) if end is not None))
        notes.append(Note(f"How hard ({what}):", f"{bounds(low, high)} on the 6 to 20 scale: {' to '.join(feels)}."))
    if rate is not None and rate.chosen is not None:
        beats = " to ".join(dict.fromkeys(inside(rate.chosen)))
        notes.append(Note(f"Heart rate ({what}):", f"{beats} beats a minute."))
    return tuple(notes)


def _why(plan: Plan) -> tuple[str, ...]:
    lines = (one for one in plan.advice if one.key == "no_session" and one.audience == "patient")
    said = [_of_person(plan, one.text) for one in lines]
    return tuple(dict.fromkeys(said)) or (_CHECK_FIRST, "Please do not start on your own. Call your team and ask.")


def _calls(plan: Plan) -> tuple[Note, ...]:
    """Whom to call; an empty text is a line to write on."""
    site = plan.settings
    team = text(site.team_name or "Your care team")
    calls = [Note("Emergency", site.emergency_number or ""), Note(team, site.team_phone or "")]
    if site.out_of_hours_phone:
        calls.append(Note("At night and on weekends", site.out_of_hours_phone))
    return tuple(calls)


def _advice(plan: Plan, audience: str) -> tuple[str, ...]:
    lines = [
        _of_person(plan, one.text) for one in plan.advice
        if one.audience == audience and one.key != "no_session"
        and (plan.has_sessions or not one.key.startswith(_ABOUT_EXERCISE))
    ]  # fmt: skip
    return tuple(dict.fromkeys(lines))


def _closing(plan: Plan) -> tuple[str, ...]:
    return (
        "A computer made this plan from rules for care after a stroke. It does not take the place of your care team. "
        "Ask them first if you want to change it.",
        f"{_ends(plan)} Rules of {plan.rules_version}.",
    )


def _ends(plan: Plan) -> str:
    return f"This plan ends on {date_long(plan.expires_on)}."

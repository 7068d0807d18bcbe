"""Random people: whole profiles as plain values, valid by the contract, of every phase, setting and deficit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from people import START

from rehab.model import vocabulary as words

SEVERITY = st.sampled_from((*words.SEVERITIES, None))
YES_NO = st.sampled_from((True, False, None))
MOSTLY_YES = st.sampled_from((True, True, True, False, None))


def numbers(*values: float | None) -> st.SearchStrategy[float | None]:
    """Values around the thresholds that matter, and unknown."""
    return st.sampled_from((*values, None))


def some(known: tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[str]]:
    """A few words of a list, each once, none being likely."""
    return st.one_of(st.just([]), st.lists(st.sampled_from(known), max_size=most, unique=True))


@st.composite
def clocks(draw: st.DrawFn) -> str:
    """A time of day on a quarter of an hour."""
    return f"{draw(st.integers(6, 20)):02d}:{draw(st.sampled_from((0, 15, 30, 45))):02d}"


@st.composite
def schedules(draw: st.DrawFn) -> dict[str, Any]:
    """Days, tolerance, windows, meals and bookings, sparse weeks included."""
    days = draw(st.one_of(st.none(), st.lists(st.sampled_from(words.DAYS), unique=True)))
    windows = []
    for _ in range(draw(st.integers(0, 3))):
        begin, end = sorted((draw(clocks()), draw(clocks())))
        if begin < end:
            windows.append({"day": draw(st.sampled_from(("any", *words.DAYS))), "from": begin, "to": end})
    booked = [
        {"discipline": draw(st.sampled_from(words.DISCIPLINES)), "day": draw(st.sampled_from(words.DAYS)),
         "start": draw(st.one_of(st.none(), clocks())), "minutes": draw(st.sampled_from((5, 30, 45, 60)))}
        for _ in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return {
        "days": days, "windows": windows,
        "minutes_per_day": draw(numbers(0, 5, 10, 15, 20, 25, 30, 45, 60, 90, 120, 300)),
        "meals": sorted(draw(st.lists(clocks(), max_size=3, unique=True))), "booked": booked,
    }  # fmt: skip


@st.composite
def strokes(draw: st.DrawFn) -> dict[str, Any]:
    """An event from hours to years back, with or without reperfusion."""
    hours = draw(st.sampled_from((5, 23, 24, 30, 47, 48, 60, 100, 167, 168, 400, 1200, 2184, 3000, 4392, 9000)))
    moment = datetime.combine(START, datetime.min.time()) - timedelta(hours=hours)
    reperfusion = draw(st.sampled_from(("none", "none", "thrombolysis", "both", None)))
    at = moment + timedelta(hours=2) if reperfusion in ("thrombolysis", "both") and draw(st.booleans()) else None
    return {
        "onset": moment.date().isoformat() if draw(st.booleans()) and moment.date() < START else moment.isoformat(),
        "type": draw(st.sampled_from((*words.STROKE_TYPES, "ischaemic", "ischaemic", None))),
        "affected_side": draw(st.sampled_from(words.SIDES)),
        "reperfusion": reperfusion, "reperfusion_at": at.isoformat() if at else None,
        "craniectomy": draw(st.sampled_from((False, False, False, True, None))), "haemorrhage_stable": draw(YES_NO),
    }  # fmt: skip


@st.composite
def cares(draw: st.DrawFn) -> dict[str, Any]:
    """Setting, decisions of the team, test, helper."""
    peak = draw(st.sampled_from((62, 110, 138, 150)))
    threshold = draw(st.sampled_from((55, 62, 100, 110)))
    ischaemia: Any = draw(st.sampled_from(("none", None, {"threshold": min(threshold, peak)})))
    test = {"on": START.isoformat(), "peak_heart_rate": peak, "ischaemia": ischaemia}
    helper = draw(st.sampled_from(("none", "daily", "some", "absent")))
    return {
        "setting": draw(st.sampled_from((*words.SETTINGS, "home", "home", None))),
        "medically_stable": draw(MOSTLY_YES), "exercise_clearance": draw(MOSTLY_YES),
        "early_exercise_unlocked": draw(YES_NO), "anticoagulation_therapeutic": draw(YES_NO),
        "falls_last_6_months": draw(numbers(0, 1, 2, 5)),
        "stress_test": test if draw(st.sampled_from((False, False, True))) else None,
        "helper": {
            "none": {"available": False}, "absent": None, "daily": {"available": True},
            "some": {"available": True, "days": draw(st.lists(st.sampled_from(words.DAYS), unique=True))},
        }[helper],
    }  # fmt: skip


@st.composite
def vitals(draw: st.DrawFn) -> dict[str, Any]:
    """Readings, most of them harmless, some at a threshold, some missing."""
    harmless = draw(st.sampled_from((True, True, False)))
    return {
        "measured_on": START.isoformat(),
        "resting_heart_rate": draw(numbers(60, 72) if harmless else numbers(39, 40, 72, 90, 100, 101, 110, 111)),
        "systolic": draw(numbers(128, 140) if harmless else numbers(109, 110, 150, 179, 180, 181, 200, 201)),
        "diastolic": draw(numbers(70, 80) if harmless else numbers(70, 100, 101, 104, 105)),
        "spo2": draw(numbers(96, 97) if harmless else numbers(88, 91, 92, 97)),
        "temperature_c": draw(numbers(36.6) if harmless else numbers(36.6, 37.6, 38, 38.1, 39)),
        "glucose_mmol_l": draw(numbers(6.0, 9.0) if harmless else numbers(4.9, 5.0, 8.3, 13.9, 19.3, 19.4)),
        "orthostatic_drop_mmhg": draw(numbers(5) if harmless else numbers(5, 19, 20, 30, 31)),
    }


@st.composite
def profiles(draw: st.DrawFn) -> dict[str, Any]:
    """One whole person; about one in three is free of every hazard, so that plans with sessions are common."""
    well = draw(st.booleans())
    stroke, swallow = draw(strokes()), draw(st.sampled_from((*words.SWALLOW_STATUSES, "passed", "passed", None)))
    risky = ("atrial_fibrillation", "coronary_disease", "heart_failure", "copd", "diabetes", "osteoporosis", "epilepsy")
    conditions = {"present": draw(some(risky if well else words.CONDITIONS)), "complete": well or draw(st.booleans())}
    care, sign = draw(cares()), draw(vitals())
    if well:
        care |= {"medically_stable": True, "exercise_clearance": True}
        sign |= {"resting_heart_rate": 72, "systolic": 128, "diastolic": 76, "temperature_c": 36.6, "spo2": 97,
                 "glucose_mmol_l": 6.0, "orthostatic_drop_mmhg": 5}  # fmt: skip
    return {
        "schema": "rehab.profile/1",
        "patient": {"id": "R-1", "age": draw(st.sampled_from((25, 45, 62, 80, 95)))},
        "stroke": stroke, "care": care, "vitals": sign,
        "deficits": {name: draw(SEVERITY) for name in words.DEFICITS},
        "swallowing": {
            "status": swallow, "gains_continue": draw(YES_NO),
            "cleared_exercises": draw(some(words.CLEARED_EXERCISES)),
        },
        "conditions": conditions,
        "medications": {"present": draw(some(words.MEDICATIONS)), "complete": well or draw(st.booleans())},
        "devices": {"present": draw(some(words.DEVICES, 1)), "complete": well or draw(st.booleans())},
        "measures": [
            {"measure": name, "value": value, "on": START.isoformat()}
            for name, value in (
                ("fac", draw(numbers(0, 2, 3, 4, 5, 5))), ("berg_balance", draw(numbers(10, 40, 50, 51, 56))),
                ("fma_ue", draw(numbers(20, 45, 60, 66))), ("moca", draw(numbers(8, 17, 27))),
            ) if value is not None
        ],
        "schedule": draw(schedules()),
        "targets": {
            "heart_rate_max": draw(numbers(75, 100, 120)) if draw(st.sampled_from((False, False, True))) else None,
            "spo2_min": draw(numbers(88, 94)) if draw(st.sampled_from((False, False, True))) else None,
            "systolic_max": draw(numbers(130, 160)) if draw(st.sampled_from((False, False, True))) else None,
        },
        "equipment": draw(st.one_of(st.just(list(words.EQUIPMENT)), some(words.EQUIPMENT, 8))),
    }  # fmt: skip

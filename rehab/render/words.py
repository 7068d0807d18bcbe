"""Wording tables: what every closed word of a plan is called on paper, for patients and for clinicians.

In: nothing. Out: tables from a word of the plan to words for people.
Must not be here: sentences about one plan (views build those), sides (see sides.py), figures.
"""

from __future__ import annotations

__all__ = [
    "ACTIVITY", "AGREES", "BOOKED", "CHECKED", "COMPONENT", "DAY", "DAY_LONG", "DECISION", "DIMENSION", "DIRECTION",
    "DISCIPLINE", "DOSE_STATUS", "EFFORT", "GLANCE", "HELPER", "MEASURE", "MONTH", "PART_STATUS", "PHASE", "PROVENANCE",
    "RISK", "SETTING", "SEVERITY", "STATUS", "measure_name", "plain",
]  # fmt: skip

DAY = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun"}
DAY_LONG = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
MONTH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Patient: what a component is called on the fridge.
ACTIVITY = {  # in the order of a day
    "mobilisation": "Move your joints",
    "task_practice": "Arm and hand practice",
    "balance": "Balance",
    "coordination": "Coordination",
    "gait": "Walking practice",
    "strength": "Get stronger",
    "aerobic": "Heart and lungs",
    "swallowing": "Swallow practice",
    "face": "Face practice",
    "perception": "Look and notice",
    "speech": "Speech practice",
    "cognition": "Thinking practice",
    "breathing": "Breathing",
    "flexibility": "Stretch",
    "education": "Learn about stroke",
}
BOOKED = {
    "physiotherapy": "Visit: physiotherapy",
    "occupational_therapy": "Visit: occupational therapy",
    "speech_and_language_therapy": "Visit: speech therapy",
    "psychology": "Visit: psychology",
    "nursing": "Visit: nurse",
    "group": "Visit: group",
    "self_practice": "Practice that was booked",
}
DIRECTION = {"up": "Do more", "back": "Do less", "stop": "Stop"}
HELPER = {"none": "", "nearby": "Somebody must be near you.", "hands_on": "Somebody must hold you."}

# Patient: what a number of the 6 to 20 scale feels like; the words hold from this number upwards.
EFFORT = ((6, "no effort"), (7, "very, very light"), (9, "very light"), (11, "light"), (13, "a little hard"),
          (15, "hard"), (17, "very hard"), (19, "very, very hard"))  # fmt: skip

# Clinician.
COMPONENT = {
    "mobilisation": "Mobilisation and range of motion",
    "aerobic": "Aerobic training",
    "strength": "Strength",
    "flexibility": "Flexibility",
    "balance": "Balance",
    "coordination": "Coordination",
    "task_practice": "Task practice",
    "gait": "Gait",
    "swallowing": "Swallowing",
    "face": "Face",
    "speech": "Speech",
    "perception": "Perception",
    "cognition": "Cognition",
    "breathing": "Breathing",
    "education": "Education",
    "week": "The week as a whole",
}
DISCIPLINE = {
    "physiotherapy": "physiotherapy", "occupational_therapy": "occupational therapy",
    "speech_and_language_therapy": "speech and language therapy", "psychology": "psychology", "nursing": "nursing",
    "group": "group", "self_practice": "self-practice",
}  # fmt: skip
DIMENSION = {  # in the order in which a dose is told
    "frequency": "Days a week",
    "sessions_per_day": "Sessions a day",
    "time": "Minutes a session",
    "bout": "Minutes a bout",
    "exercises": "Exercises a session",
    "sets": "Sets",
    "repetitions": "Repetitions",
    "hold": "Hold, seconds",
    "rpe_6_20": "Effort, RPE 6–20",
    "heart_rate": "Heart rate, beats/min",
    "heart_rate_reserve_percent": "% of heart-rate reserve",
    "heart_rate_max_percent": "% of maximal heart rate",
    "one_rm_percent": "% of one-repetition maximum",
    "minutes": "Minutes a day",
}
MEASURE = {  # scores whose id is no name; the others are their id without underscores
    "nihss": "NIHSS", "mrs": "mRS", "barthel": "Barthel", "fim": "FIM", "fma_ue": "FMA-UE", "fma_le": "FMA-LE",
    "arat": "ARAT", "grip_kg": "Grip, kg", "nine_hole_peg_s": "Nine-hole peg, s", "berg_balance": "Berg balance",
    "tis": "TIS", "tug_s": "TUG, s", "ten_metre_walk_m_s": "10-metre walk, m/s",
    "six_minute_walk_m": "6-minute walk, m",
    "five_times_sit_to_stand_s": "Five times sit to stand, s", "fac": "FAC", "moca": "MoCA", "phq2": "PHQ-2",
    "phq9": "PHQ-9", "phq9_item9": "PHQ-9 item 9", "guss": "GUSS", "fois": "FOIS", "fss": "FSS",
    "pain_0_10": "Pain, 0 to 10", "mmse": "MMSE", "mal": "MAL", "sadq10": "SADQ-10", "safe": "SAFE", "stream": "STREAM",
}  # fmt: skip
GLANCE = {  # the same with a number in it
    "frequency": "{} days a week", "sessions_per_day": "{} sessions a day", "time": "{} min a session",
    "bout": "{} min a bout", "exercises": "{} exercises", "sets": "{} sets", "repetitions": "{} repetitions",
    "hold": "hold {} s", "rpe_6_20": "RPE {}", "heart_rate": "{} beats/min",
    "heart_rate_reserve_percent": "{} % of heart-rate reserve", "heart_rate_max_percent": "{} % of maximal heart rate",
    "one_rm_percent": "{} % of one-repetition maximum", "minutes": "{} min a day",
}  # fmt: skip
DOSE_STATUS = {
    "agreed": "agreed", "narrowed": "narrowed by a limit", "capped": "capped: below guideline",
    "conflict": "conflict: no number",
}  # fmt: skip
PART_STATUS = {
    "prescribed": "prescribed", "withheld": "withheld", "deferred": "deferred; the doses are what would follow",
}  # fmt: skip
PROVENANCE = {
    "guideline": "guideline", "overview": "overview (AI)", "trial or review": "trial or review",
    "formula": "formula", "house": "house", "clinician": "clinician",
}  # fmt: skip
CHECKED = {
    "primary": "read", "secondary": "second-hand", "recalled": "recalled, not read", "house": "own choice",
}  # fmt: skip
SEVERITY = {"stop": "STOP", "confirm": "Confirm", "warning": "Warning", "info": "To know"}
PHASE = {
    "hyperacute": "hyperacute (first day)", "acute": "acute (first week)", "early_subacute": "early subacute",
    "late_subacute": "late subacute", "chronic": "chronic",
}  # fmt: skip
SETTING = {
    "acute_ward": "acute ward", "inpatient_rehab": "inpatient rehabilitation", "outpatient": "outpatient",
    "home": "home",
}  # fmt: skip
STATUS = {
    "draft": "DRAFT", "submitted": "DRAFT, submitted", "under_review": "DRAFT, under review", "approved": "approved",
    "returned": "DRAFT, returned", "superseded": "superseded: do not use", "expired": "expired: do not use",
}  # fmt: skip
AGREES = {True: "supports what is done", False: "speaks against it", None: "bears on it"}
RISK = {"met": "met", "not_met": "not met", "unknown": "unknown"}
DECISION = {
    "submit": "submitted", "answer": "answered", "override": "overridden", "return": "returned", "approve": "approved",
    "supersede": "superseded",
}  # fmt: skip


def measure_name(word: str) -> str:
    """What a score is called."""
    return MEASURE.get(word, plain(word))


def plain(word: str) -> str:
    """An id of a vocabulary without its underscores."""
    return word.replace("_", " ")

"""The patient profile: the contract `rehab.profile/1`.

In: plain values. Out: a frozen `Profile`; whatever is left out or null is unknown.
Must not be here: files, derived facts, clinical limits. A span here only refuses what no person can have.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from rehab.model import vocabulary as words
from rehab.model.base import Day, Moment, OneOf, Record, ShortText, Text
from rehab.model.schedule import DayName, Schedule

__all__ = [
    "Care", "CellTherapy", "Deficits", "Goal", "Measurement", "Patient", "Profile", "RiskFactors", "Stroke",
    "Swallowing", "Targets", "Vitals", "day_of",
]  # fmt: skip

Side = Annotated[str, OneOf(words.SIDES)]
Severity = Annotated[str, OneOf(words.SEVERITIES)]
Percent = Annotated[float, Field(ge=50, le=100)]
HeartRate = Annotated[float, Field(ge=20, le=250)]
Pressure = Annotated[float, Field(ge=40, le=300)]
PATIENT_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


class Patient(Record):
    """Who the plan is for; weight in kg, height in cm, age in years."""

    id: Annotated[str, Field(pattern=PATIENT_ID)]
    name: ShortText | None = None
    birth_date: Day | None = None
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    sex: Annotated[str, OneOf(("female", "male", "other"))] | None = None
    weight_kg: Annotated[float, Field(ge=20, le=400)] | None = None
    height_cm: Annotated[float, Field(ge=80, le=250)] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")] = "en"
    reader: Annotated[str, OneOf(("patient", "caregiver"))] = "patient"
    dominant_hand: Annotated[str, OneOf(("left", "right", "both"))] | None = None

    @model_validator(mode="after")
    def _age_is_known(self) -> Patient:
        if self.birth_date is None and self.age is None:
            raise PydanticCustomError("age_missing", "an age or a birth_date is required")
        return self


class Stroke(Record):
    """The event itself; `affected_side` and `face_side` are sides of the body."""

    onset: Moment
    affected_side: Side
    type: Annotated[str, OneOf(words.STROKE_TYPES)] | None = None
    face_side: Side | None = None
    location: ShortText | None = None
    reperfusion: Annotated[str, OneOf(("none", "thrombolysis", "thrombectomy", "both"))] | None = None
    reperfusion_at: Moment | None = None
    craniectomy: bool | None = None
    haemorrhage_stable: bool | None = None


class StressTest(Record):
    """A symptom-limited exercise test; rates in beats/min. `ischaemia` is none, or the rate at which it began."""

    on: Day
    peak_heart_rate: HeartRate
    ischaemia: Ischaemia | None = None


class IschaemicThreshold(Record):
    """The heart rate, in beats/min, at which signs of ischaemia appeared."""

    threshold: HeartRate


Ischaemia = Annotated[
    Annotated[Literal["none"], Tag("none_word")] | Annotated[IschaemicThreshold, Tag("from_a_rate")],
    Discriminator(lambda value: "none_word" if isinstance(value, str) else "from_a_rate"),
]
StressTest.model_rebuild()


class Helper(Record):
    """Whether somebody can help at home, and on which days."""

    available: bool
    days: Annotated[tuple[DayName, ...], Field(max_length=7)] | None = None


class Care(Record):
    """Where the patient is and what the medical team has decided."""

    setting: Annotated[str, OneOf(words.SETTINGS)] | None = None
    medically_stable: bool | None = None
    exercise_clearance: bool | None = None
    early_exercise_unlocked: bool | None = None
    anticoagulation_therapeutic: bool | None = None
    stress_test: StressTest | None = None
    falls_last_6_months: Annotated[int, Field(ge=0, le=500)] | None = None
    helper: Helper | None = None


class Vitals(Record):
    """Readings at rest: beats/min, mmHg, %, °C, mmol/L. Without `measured_on` they count as unknown."""

    measured_on: Moment | None = None
    resting_heart_rate: HeartRate | None = None
    systolic: Pressure | None = None
    diastolic: Annotated[float, Field(ge=20, le=200)] | None = None
    spo2: Percent | None = None
    temperature_c: Annotated[float, Field(ge=30, le=43)] | None = None
    glucose_mmol_l: Annotated[float, Field(ge=0.5, le=60)] | None = None
    orthostatic_drop_mmhg: Annotated[float, Field(ge=-60, le=150)] | None = None


class Deficits(Record):
    """How marked each deficit is; one left out is unknown, not absent."""

    arm: Severity | None = None
    hand: Severity | None = None
    leg: Severity | None = None
    trunk: Severity | None = None
    balance: Severity | None = None
    coordination: Severity | None = None
    facial_weakness: Severity | None = None
    facial_numbness: Severity | None = None
    arm_sensation: Severity | None = None
    leg_sensation: Severity | None = None
    spasticity: Severity | None = None
    shoulder_pain: Severity | None = None
    shoulder_subluxation: Severity | None = None
    neglect: Severity | None = None
    visual_field: Severity | None = None
    aphasia: Severity | None = None
    dysarthria: Severity | None = None
    apraxia: Severity | None = None
    cognition: Severity | None = None
    fatigue: Severity | None = None


class Swallowing(Record):
    """The swallow as last examined; food and drink levels are IDDSI levels."""

    status: Annotated[str, OneOf(words.SWALLOW_STATUSES)] | None = None
    tool: Annotated[str, OneOf(words.SWALLOW_TOOLS)] | None = None
    score: Annotated[float, Field(ge=0, le=200)] | None = None
    on: Day | None = None
    food_level: Annotated[int, Field(ge=3, le=7)] | None = None
    drink_level: Annotated[int, Field(ge=0, le=4)] | None = None
    nil_by_mouth: bool | None = None
    cleared_exercises: tuple[Annotated[str, OneOf(words.CLEARED_EXERCISES)], ...] = Field(default=(), max_length=20)
    gains_continue: bool | None = None


class Conditions(Record):
    """Diagnoses; `complete` says that no other word of the vocabulary applies."""

    present: tuple[Annotated[str, OneOf(words.CONDITIONS)], ...] = Field(default=(), max_length=100)
    complete: bool = False


class Medications(Record):
    """Groups of medicines; `complete` says that no other group of the vocabulary is taken."""

    present: tuple[Annotated[str, OneOf(words.MEDICATIONS)], ...] = Field(default=(), max_length=100)
    complete: bool = False


class Devices(Record):
    """Devices on or in the body; `complete` says that there is no other of the vocabulary."""

    present: tuple[Annotated[str, OneOf(words.DEVICES)], ...] = Field(default=(), max_length=100)
    complete: bool = False


def _read_score(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PydanticKnownError("float_type")
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticKnownError("finite_number")
    return value


class Measurement(Record):
    """One score of one measure on one day; a grade of the modified Ashworth scale is a word, because of 1+."""

    measure: Annotated[str, OneOf((*words.MEASURES, *words.ASHWORTH_MEASURES))]
    value: Annotated[float | str, BeforeValidator(_read_score)]
    on: Day

    @field_validator("value")
    @classmethod
    def _possible(cls, value: float | str, info: ValidationInfo) -> float | str:
        measure = info.data.get("measure")
        given = value if isinstance(value, str) else f"{value:g}"
        if measure is None:
            return value
        if measure in words.ASHWORTH_MEASURES:
            if given not in words.ASHWORTH_GRADES:
                raise PydanticCustomError("score", "{measure} is graded 0, 1, 1+, 2, 3 or 4", {"measure": measure})
            return given
        low, high = words.MEASURES[measure]
        if isinstance(value, str) or not low <= value <= high:
            raise PydanticCustomError(
                "score", "{measure} is a number from {low} to {high}, not '{value}'",
                {"measure": measure, "low": f"{low:g}", "high": f"{high:g}", "value": given[:20]},
            )  # fmt: skip
        return value


class Goal(Record):
    """What the patient wants to do again, in own words, and the task of the library that is nearest."""

    text: Text
    task: Annotated[str, OneOf(words.TASKS)] | None = None


class Preferences(Record):
    """Exercises pinned or banned for this person, by id."""

    keep: tuple[ShortText, ...] = Field(default=(), max_length=100)
    never: tuple[ShortText, ...] = Field(default=(), max_length=200)


class Targets(Record):
    """Limits that a clinician has set for this person: %, mmHg, beats/min."""

    spo2_min: Percent | None = None
    systolic_max: Pressure | None = None
    exertional_systolic_max: Pressure | None = None
    heart_rate_max: HeartRate | None = None


class RiskFactors(Record):
    """Vascular risk factors besides those that stand elsewhere: mmol/L, %, and a word for smoking."""

    on: Day | None = None
    ldl_mmol_l: Annotated[float, Field(ge=0.1, le=20)] | None = None
    hba1c_percent: Annotated[float, Field(ge=3, le=20)] | None = None
    smoking: Annotated[str, OneOf(words.SMOKING)] | None = None


class Exposure(Record):
    """One infusion or implantation of cells that has taken place; recorded, never recommended."""

    on: Day
    cell_type: Annotated[str, OneOf(("neural", "mesenchymal", "haematopoietic_cord_blood", "other"))] | None = None
    source: Annotated[
        str, OneOf(("bone_marrow", "umbilical_cord", "cord_blood", "adipose", "brain_tissue", "other"))
    ] | None = None
    route: Annotated[str, OneOf(words.CELL_ROUTES)] | None = None
    cells_per_kg: Annotated[float, Field(gt=0, le=1e12)] | None = None
    infusion: Annotated[int, Field(ge=1, le=20)] | None = None


class CellTherapy(Record):
    """Interest in, and record of, experimental cell therapy."""

    interest: bool | None = None
    exposures: tuple[Exposure, ...] = Field(default=(), max_length=50)


class Profile(Record):
    """Everything known about one patient that a plan may rest on."""

    schema_: Annotated[Literal["rehab.profile/1"], Field(alias="schema")]
    patient: Patient
    stroke: Stroke
    care: Care = Care()
    vitals: Vitals = Vitals()
    deficits: Deficits = Deficits()
    swallowing: Swallowing = Swallowing()
    conditions: Conditions = Conditions()
    medications: Medications = Medications()
    devices: Devices = Devices()
    measures: tuple[Measurement, ...] = Field(default=(), max_length=2000)
    schedule: Schedule = Schedule()
    goals: tuple[Goal, ...] = Field(default=(), max_length=20)
    preferences: Preferences = Preferences()
    targets: Targets = Targets()
    equipment: tuple[Annotated[str, OneOf(words.EQUIPMENT)], ...] = Field(default=(), max_length=100)
    cell_therapy: CellTherapy = CellTherapy()
    risk_factors: RiskFactors = RiskFactors()

    def normalised(self) -> dict[str, object]:
        """The whole profile as plain JSON values, defaults included; the digest is taken over it."""
        return self.model_dump(mode="json", by_alias=True)


def day_of(moment: date | datetime) -> date:
    """The calendar day of a date or of a date and time."""
    return moment.date() if isinstance(moment, datetime) else moment

"""A patient profile from YAML or JSON, or every problem in it at once.

In: a path and the first day of the plan. Out: a `Profile`; `InputError` with file, line and column for each problem.
Must not be here: clinical limits; what an unknown fact means.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from rehab.errors import InputError, Problem
from rehab.knowledge.problems import nearest, problems_of, records_in
from rehab.knowledge.yaml_source import Located, PathKey, read_file
from rehab.model.profile import IschaemicThreshold, Profile, day_of
from rehab.model.rule_base import RuleBase
from rehab.model.settings import Settings

__all__ = ["read_profile", "read_settings"]

_OLDEST = 120


def read_profile(path: Path, start: date, base: RuleBase) -> Profile:
    """Read, validate, and check every date against birth, onset and the first day of the plan."""
    located = read_file(path)
    profile: Profile = _validated(located, Profile, "P")
    problems = [*_dates(profile, start, located), *_names(profile, base, located), *_contradictions(profile, located)]
    if problems:
        raise InputError(problems)
    return profile


def read_settings(path: Path | None) -> Settings:
    """The site's settings; without a file, settings that hold nothing."""
    if path is None:
        return Settings()
    settings: Settings = _validated(read_file(path), Settings, "S")
    return settings


def _validated(located: Located, model: Any, prefix: str) -> Any:
    if not isinstance(located.value, dict):
        kind = "a list" if isinstance(located.value, tuple) else "a single value"
        raise InputError([located.problem((), f"{prefix}000", f"The file must hold lines `key: value`, not {kind}.")])
    try:
        return model.model_validate(_without_nulls(located.value, model))
    except ValidationError as error:
        raise InputError(problems_of(error, located, model, prefix)) from None


def _without_nulls(plain: dict[str, Any], form: type[BaseModel]) -> dict[str, Any]:
    """Null means left out, also where a whole section or list stands empty; an unknown key stays, to be refused."""
    kept = {}
    for key, value in plain.items():
        info = next((one for name, one in form.model_fields.items() if key == (one.alias or name)), None)
        inner = records_in(info.annotation) if info is not None else []
        if info is None or value is not None:
            kept[key] = _without_nulls(value, inner[0]) if isinstance(value, dict) and inner else value
    return kept


def _dates(profile: Profile, start: date, located: Located) -> list[Problem]:
    """Dates that cannot be: after the plan begins, before the stroke, before birth, or a lifetime ago."""
    found: list[Problem] = []
    onset = day_of(profile.stroke.onset)
    born = profile.patient.birth_date

    def wrong(path: PathKey, sentence: str) -> None:
        found.append(located.problem(path, "P020", sentence))

    if onset > start:
        wrong(("stroke", "onset"), f"The stroke ({onset}) lies after the first day of the plan ({start}).")
    if onset < start - timedelta(days=366 * _OLDEST):
        wrong(("stroke", "onset"), f"The stroke ({onset}) lies more than {_OLDEST} years back.")
    if born is not None:
        if born > start:
            wrong(("patient", "birth_date"), f"The birth date ({born}) lies after the first day of the plan ({start}).")
        elif born > onset:
            wrong(("patient", "birth_date"), f"The birth date ({born}) lies after the stroke ({onset}).")
        elif start.year - born.year > _OLDEST:
            wrong(("patient", "birth_date"), f"The birth date ({born}) lies more than {_OLDEST} years back.")
        elif profile.patient.age is not None:
            age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
            if abs(age - profile.patient.age) > 1:
                wrong(("patient", "age"), f"The age {profile.patient.age} does not fit the birth date ({age} years).")
    for path, moment, name in _moments(profile):
        day = day_of(moment)
        if day > start:
            wrong(path, f"{name} ({day}) lies after the first day of the plan ({start}).")
        elif _before(moment, profile.stroke.onset):
            wrong(path, f"{name} ({day}) lies before the stroke ({onset}).")
    return found


def _before(moment: date | datetime, onset: date | datetime) -> bool:
    if isinstance(moment, datetime) and isinstance(onset, datetime):
        return moment < onset
    return day_of(moment) < day_of(onset)


def _moments(profile: Profile) -> list[tuple[PathKey, date | datetime, str]]:
    found: list[tuple[PathKey, date | datetime | None, str]] = [
        (("stroke", "reperfusion_at"), profile.stroke.reperfusion_at, "Reperfusion"),
        (("vitals", "measured_on"), profile.vitals.measured_on, "The vital signs' date"),
        (("swallowing", "on"), profile.swallowing.on, "The swallow's date"),
    ]
    test = profile.care.stress_test
    found.append((("care", "stress_test", "on"), test.on if test else None, "The stress test"))
    found += [(("measures", i, "on"), one.on, f"The measure {one.measure}") for i, one in enumerate(profile.measures)]
    found += [
        (("cell_therapy", "exposures", i, "on"), one.on, "The infusion")
        for i, one in enumerate(profile.cell_therapy.exposures)
    ]
    return [(path, moment, name) for path, moment, name in found if moment is not None]


def _names(profile: Profile, base: RuleBase, located: Located) -> list[Problem]:
    """Exercise ids in the preferences must exist, and none may be kept and banned at once."""
    found = []
    for key in ("keep", "never"):
        for index, name in enumerate(getattr(profile.preferences, key)):
            if name not in base.exercise_by_id:
                hint = nearest(name, base.exercise_by_id)
                found.append(
                    located.problem(("preferences", key, index), "P021", f"No exercise is called '{name}'.", hint)
                )
    for name in sorted(set(profile.preferences.keep) & set(profile.preferences.never)):
        found.append(located.problem(("preferences",), "P022", f"'{name}' is both kept and banned."))
    return found


def _contradictions(profile: Profile, located: Located) -> list[Problem]:
    """Readings that contradict each other in one record."""
    found = []
    vitals = profile.vitals
    if vitals.systolic is not None and vitals.diastolic is not None and vitals.systolic <= vitals.diastolic:
        found.append(
            located.problem(("vitals", "diastolic"), "P023",
                            f"The diastolic pressure, {vitals.diastolic:g}, must lie below {vitals.systolic:g}.")
        )  # fmt: skip
    test = profile.care.stress_test
    threshold = test.ischaemia.threshold if test and isinstance(test.ischaemia, IschaemicThreshold) else None
    if test is not None and threshold is not None and threshold > test.peak_heart_rate:
        found.append(
            located.problem(("care", "stress_test", "ischaemia", "threshold"), "P023",
                            "The ischaemic threshold lies above the peak heart rate of the test.")
        )  # fmt: skip
    if profile.swallowing.status in ("passed", "resolved") and profile.swallowing.nil_by_mouth:
        found.append(
            located.problem(("swallowing", "nil_by_mouth"), "P023",
                            f"The swallow is {profile.swallowing.status}, yet nothing may be taken by mouth.")
        )  # fmt: skip
    return found

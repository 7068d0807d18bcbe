"""The commented profile that `rehab new` writes.

In: nothing. Out: `BLANK`. Must not be here: defaults; what is not filled in stays unknown.
"""

from __future__ import annotations

from rehab.model import vocabulary as words

__all__ = ["BLANK"]


def _wrapped(names: tuple[str, ...], indent: str = "#   ") -> str:
    lines, line = [], indent
    for name in names:
        if len(line) + len(name) > 110:  # noqa: PLR2004  (width of the file)
            lines.append(line.rstrip())
            line = indent
        line += f"{name} "
    return "\n".join([*lines, line.rstrip()])


_DEFICITS = "\n".join(f"  {name}: null" for name in words.DEFICITS)

BLANK = f"""\
# yaml-language-server: $schema=profile.schema.json
# A patient profile. Required: patient.id, an age or a birth_date, stroke.onset, stroke.affected_side.
# Whatever stays null or is left out is UNKNOWN, and unknown is never treated as safe.
# `rehab schema profile > profile.schema.json` gives an editor its completion; `rehab check FILE` says what is missing.
schema: rehab.profile/1
patient:
  id: P-0000                  # letters, digits, . - _ ; stands in file names, so never a name
  name: null                  # printed on the page only
  birth_date: null            # 1958-03-14, or instead: age: 68
  age: null
  sex: null                   # female | male | other
  weight_kg: null
  height_cm: null
  language: en
  reader: patient             # patient | caregiver
  dominant_hand: null         # left | right | both
stroke:
  onset: null                 # 2026-09-20 or 2026-09-20T08:30
  affected_side: null         # left | right | both | none   (the side of the body)
  type: null                  # {" | ".join(words.STROKE_TYPES)}
  face_side: null             # side of facial weakness or numbness; may differ from the body's
  location: null
  reperfusion: null           # none | thrombolysis | thrombectomy | both
  reperfusion_at: null        # date and time
  craniectomy: null           # true: part of the skull is still removed
  haemorrhage_stable: null    # true: stability of a haemorrhage is recorded
care:
  setting: null               # {" | ".join(words.SETTINGS)}
  medically_stable: null
  exercise_clearance: null
  early_exercise_unlocked: null       # true: a clinician allows aerobic and strength work before day 7
  anticoagulation_therapeutic: null   # for a deep vein thrombosis
  stress_test: null           # {{on: 2026-10-30, peak_heart_rate: 138, ischaemia: none | {{threshold: 118}}}}
  falls_last_6_months: null
  helper: null                # {{available: true, days: [mon, wed]}}
vitals:                       # at rest; older than 7 days (24 hours in the first week) counts as unknown
  measured_on: null
  resting_heart_rate: null
  systolic: null
  diastolic: null
  spo2: null
  temperature_c: null
  glucose_mmol_l: null
  orthostatic_drop_mmhg: null # fall of the systolic pressure on standing up
deficits:                     # none | mild | moderate | severe
{_DEFICITS}
swallowing:
  status: null                # {" | ".join(words.SWALLOW_STATUSES)}
  tool: null                  # {" | ".join(words.SWALLOW_TOOLS)}
  score: null
  on: null
  food_level: null            # IDDSI 3-7
  drink_level: null           # IDDSI 0-4
  nil_by_mouth: null
  cleared_exercises: []       # what a speech and language therapist has cleared
  gains_continue: null
# Words for conditions:
{_wrapped(words.CONDITIONS)}
conditions: {{present: [], complete: false}}    # complete: true says that nothing else is present
# Words for medications:
{_wrapped(words.MEDICATIONS)}
medications: {{present: [], complete: false}}
# Words for devices:
{_wrapped(words.DEVICES)}
devices: {{present: [], complete: false}}
# Words for measures:
{_wrapped(tuple(words.MEASURES))}
measures: []                  # - {{measure: berg_balance, value: 44, on: 2026-11-15}}
schedule:
  days: null                  # [mon, tue, wed, thu, fri, sat, sun]
  minutes_per_day: null       # what this person tolerates and has time for
  windows: []                 # - {{day: any, from: "09:30", to: "11:30"}}
  meals: []                   # ["08:00", "12:30", "18:00"]
  booked: []                  # - {{discipline: physiotherapy, day: tue, start: "10:00", minutes: 45}}
# Words for the task of a goal:
{_wrapped(words.TASKS)}
goals: []                     # - {{text: Carry a cup to the table, task: carry_object}}
preferences: {{keep: [], never: []}}            # exercise ids
targets: {{spo2_min: null, systolic_max: null, exertional_systolic_max: null, heart_rate_max: null}}
# Words for equipment:
{_wrapped(words.EQUIPMENT)}
equipment: []
cell_therapy: {{interest: null, exposures: []}}
"""

"""The closed vocabularies: every word that a profile, a rule or an exercise may use.

In: nothing. Out: tuples of words. A word outside them is an error with the nearest name offered.
Must not be here: figures, wording for people.
"""

from __future__ import annotations

__all__ = [
    "ASHWORTH_GRADES", "ASHWORTH_MEASURES", "AUDIENCES", "CELL_ROUTES", "CLEARED_EXERCISES",
    "COMPONENTS", "CONDITIONS", "DAYS", "DEFICITS", "DEVICES", "DISCIPLINES", "EQUIPMENT", "HELPER_LEVELS",
    "MAJOR_MUSCLE_GROUPS", "MEASURES", "MEDICATIONS", "MUSCLES", "PHASES", "POSITIONS", "REGIONS", "SETTINGS",
    "SEVERITIES", "SIDES", "SMOKING", "STROKE_TYPES", "SWALLOW_STATUSES", "SWALLOW_TOOLS", "TAGS", "TASKS",
]  # fmt: skip

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SIDES = ("left", "right", "both", "none")
PHASES = ("hyperacute", "acute", "early_subacute", "late_subacute", "chronic")
SETTINGS = ("acute_ward", "inpatient_rehab", "outpatient", "home")
STROKE_TYPES = (
    "ischaemic", "intracerebral_haemorrhage", "subarachnoid_haemorrhage", "hypoxic_ischaemic",
)  # fmt: skip
SEVERITIES = ("none", "mild", "moderate", "severe")
HELPER_LEVELS = ("none", "nearby", "hands_on")
AUDIENCES = ("patient", "caregiver", "clinician")
DISCIPLINES = (
    "physiotherapy", "occupational_therapy", "speech_and_language_therapy", "psychology", "nursing", "group",
    "self_practice",
)  # fmt: skip
COMPONENTS = (
    "mobilisation", "aerobic", "strength", "flexibility", "balance", "coordination", "task_practice", "gait",
    "swallowing", "face", "speech", "perception", "cognition", "breathing", "education",
)  # fmt: skip
DEFICITS = (
    "arm", "hand", "leg", "trunk", "balance", "coordination", "facial_weakness", "facial_numbness",
    "arm_sensation", "leg_sensation", "spasticity", "shoulder_pain", "shoulder_subluxation", "neglect",
    "visual_field", "aphasia", "dysarthria", "apraxia", "cognition", "fatigue",
)  # fmt: skip
SWALLOW_STATUSES = ("not_screened", "passed", "failed", "impaired", "resolved")
SWALLOW_TOOLS = ("guss", "tor_bsst", "masa", "mmasa", "yale_3_ounce", "instrumental", "other_validated")
CLEARED_EXERCISES = (
    "effortful_swallow", "mendelsohn", "masako", "shaker", "chin_tuck_against_resistance",
    "expiratory_muscle_strength_training",
)  # fmt: skip
CONDITIONS = (
    "hypertension", "diabetes", "heart_failure", "heart_failure_decompensated", "coronary_disease",
    "unstable_angina", "recent_myocardial_infarction", "severe_aortic_stenosis", "uncontrolled_arrhythmia",
    "atrial_fibrillation", "aortic_dissection", "pulmonary_embolism", "deep_vein_thrombosis", "myocarditis",
    "peripheral_artery_disease", "copd", "chronic_kidney_disease", "osteoporosis", "recent_fracture",
    "epilepsy", "epilepsy_uncontrolled", "osteoarthritis", "depression", "dementia", "cancer", "pregnancy",
    "acute_infection", "carotid_disease", "cervical_spine_disease", "visual_impairment",
    "hearing_impairment", "chronic_pain",
)  # fmt: skip
MEDICATIONS = (
    "beta_blocker", "calcium_channel_blocker_rate_limiting", "digoxin", "anticoagulant", "antiplatelet",
    "insulin", "sulfonylurea", "nitrate", "diuretic", "statin", "antispastic", "antidepressant",
    "antiepileptic", "opioid",
)  # fmt: skip
DEVICES = (
    "pacemaker", "implantable_defibrillator", "feeding_tube", "tracheostomy", "urinary_catheter",
    "ankle_foot_orthosis", "sling", "walking_stick", "walking_frame", "wheelchair",
)  # fmt: skip
EQUIPMENT = (
    "firm_chair", "table", "step", "stairs", "handrail", "resistance_band", "weights", "stationary_cycle",
    "treadmill", "recumbent_stepper", "arm_ergometer", "mirror", "ball", "towel", "cup", "pegs", "mat", "bed",
)  # fmt: skip
POSITIONS = ("lying", "sitting", "standing", "walking", "stairs")
REGIONS = ("arm", "hand", "leg", "trunk", "face", "mouth", "whole_body")
MUSCLES = (
    "shoulder_flexors", "shoulder_abductors", "shoulder_rotators", "scapular", "elbow_flexors",
    "elbow_extensors", "wrist_extensors", "wrist_flexors", "finger_flexors", "finger_extensors", "thumb",
    "trunk_extensors", "abdominals", "gluteals", "hip_flexors", "hip_abductors", "quadriceps", "hamstrings",
    "ankle_dorsiflexors", "calf", "swallowing", "facial", "respiratory",
)  # fmt: skip
MAJOR_MUSCLE_GROUPS = (  # what a strength session is to cover (OV-11)
    ("quadriceps",), ("gluteals", "hip_abductors", "hip_flexors"), ("hamstrings",), ("calf", "ankle_dorsiflexors"),
    ("abdominals", "trunk_extensors"), ("scapular", "shoulder_flexors", "shoulder_abductors", "shoulder_rotators"),
    ("elbow_flexors", "elbow_extensors"),
)  # fmt: skip
TAGS = (
    "loaded", "overhead", "passive_lift_above_90", "pulls_on_arm", "bolus", "breath_hold", "lying_flat",
    "floor", "head_down", "aerobic_machine", "high_effort", "needs_grip",
)  # fmt: skip
TASKS = (
    "carry_object", "reach_shelf", "eat_with_cutlery", "dress", "wash", "write", "open_jar",
    "drink_from_cup_empty", "stand_up", "walk_indoors", "use_phone", "fold_laundry",
)  # fmt: skip
CELL_ROUTES = (
    "intravenous", "intra_arterial_carotid", "intra_arterial_middle_cerebral", "intralesional",
    "intraventricular", "intrathecal", "intranasal",
)  # fmt: skip
SMOKING = ("never", "former", "current")

_MOTOR_GROUPS = (
    "shoulder_abduction", "shoulder_flexion", "elbow_flexion", "elbow_extension", "wrist_extension",
    "finger_extension", "grip", "hip_flexion", "hip_extension", "hip_abduction", "knee_extension",
    "knee_flexion", "ankle_dorsiflexion", "ankle_plantarflexion",
)  # fmt: skip

# Lowest and highest possible score of each measure; what lies outside is a typing error, not a patient.
MEASURES: dict[str, tuple[float, float]] = {
    "nihss": (0, 42), "mrs": (0, 6), "barthel": (0, 100), "fim": (18, 126), "fma_ue": (0, 66),
    "fma_le": (0, 34), "arat": (0, 57), "grip_kg": (0, 120), "nine_hole_peg_s": (5, 600),
    "berg_balance": (0, 56), "tis": (0, 23), "tug_s": (3, 600), "ten_metre_walk_m_s": (0, 4),
    "six_minute_walk_m": (0, 1000), "five_times_sit_to_stand_s": (3, 300), "fac": (0, 5), "moca": (0, 30),
    "phq2": (0, 6), "phq9": (0, 27), "guss": (0, 20), "fois": (1, 7), "fss": (1, 7), "pain_0_10": (0, 10),
    "mmse": (0, 30), "mal": (0, 5), "phq9_item9": (0, 3), "sadq10": (0, 30), "wrist_extension_deg": (-90, 90),
    "finger_extension_deg": (-90, 90), "thumb_abduction_deg": (-90, 90), "safe": (0, 10), "stream": (0, 70),
    **{f"mrc_{group}": (0, 5) for group in _MOTOR_GROUPS},
    **{f"sis_{domain}": (0, 100) for domain in (
        "strength", "hand", "adl", "mobility", "communication", "emotion", "memory", "participation", "recovery",
    )},
}  # fmt: skip
ASHWORTH_GRADES = ("0", "1", "1+", "2", "3", "4")
ASHWORTH_MEASURES = tuple(
    f"mas_{group}" for group in ("shoulder", "elbow", "wrist", "fingers", "hip", "knee", "ankle")
)

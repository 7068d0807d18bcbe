"""Rehab: cited stroke-rehabilitation prescriptions, from a patient profile to a weekly plan on paper."""

__version__ = "0.1.0"

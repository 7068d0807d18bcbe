"""Values only: intervals, vocabularies, the profile, facts, the prescription, the plan. No input or output here."""

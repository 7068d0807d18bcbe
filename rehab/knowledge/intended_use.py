"""What the program is for, who may use it, and its limits: the one text that `rehab --about` and the hazard log share.

In: nothing. Out: `ABOUT`. Must not be here: anything that follows from a patient.
"""

from __future__ import annotations

__all__ = ["ABOUT"]

ABOUT = """\
Rehab makes a weekly stroke-rehabilitation plan from a patient profile, by cited rules.

Intended use: a draft for a qualified clinician (physiotherapist, occupational therapist, speech and language
therapist, physician), who reviews, changes and signs it before a patient receives it. Adults after stroke.
Not for: diagnosis, emergencies, the first hours after stroke without the acute team, children, unsupervised use by
patients, doses of medicines, cell therapy.
Limits: many figures were read in secondary texts or recalled; each number says so. No regulatory clearance is
claimed: it is not a certified medical device, and local governance must approve any clinical use.
Privacy: nothing leaves the machine; a name is printed on the page and stands in no file name, log or metadata.
"""

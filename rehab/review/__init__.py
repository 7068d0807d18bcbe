"""Decisions of clinicians on a draft: what may follow what, what is still open, and the record of it all."""

"""The paper: plan → view → HTML → tagged PDF. Nothing is imported here, because the page engine is slow to load."""

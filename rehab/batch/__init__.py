"""Making plans: one profile or a caseload, with files written whole and every row on its own."""

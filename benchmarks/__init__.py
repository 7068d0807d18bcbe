"""How long things take on this machine. Figures are printed, never asserted: they belong to a machine and a day."""

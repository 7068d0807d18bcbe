"""Exact analysis of the rule base: what its guards mean together, for every person there can be."""

"""From a prescription to a week: choose numbers, place the days, keep the ledger. Pure, without a clock."""

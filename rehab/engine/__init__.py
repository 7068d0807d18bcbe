"""Profile and rules in, prescription out. Pure: no files, no clock, no words for patients."""

"""From a read profile to the text of plan.json, warm: rules, choice, week, JSON; without reading YAML, without PDF.

In: the example profiles and the shipped rule base. Out: processor milliseconds a plan, median of many runs.
Target: at most 5 ms for a plan.
"""

from __future__ import annotations

import gc
import time
from datetime import date
from statistics import median

from benchmarks.measure import ROOT, table
from rehab.exchange.profile_file import read_profile
from rehab.knowledge.load import load_rule_base
from rehab.planning.build import build_plan

__all__ = ["main"]

START = date(2026, 11, 16)
NAMES = (
    "overview-left-hemiparesis", "ward-day-three", "atrial-fibrillation-beta-blocker", "only-required-fields",
)  # fmt: skip
RUNS = 100  # a profile


def main() -> None:
    """Measure and print."""
    base = load_rule_base()
    profiles = {name: read_profile(ROOT / "profiles" / f"{name}.yaml", START, base) for name in NAMES}
    spent: dict[str, list[float]] = {name: [] for name in NAMES}
    gc.collect()
    for turn in range(RUNS + 5):
        for name, profile in profiles.items():
            begin = time.process_time()
            text = build_plan(profile, START, base).to_json()
            used = time.process_time() - begin
            if turn >= 5 and text:  # noqa: PLR2004  (the first turns warm up)
                spent[name].append(used * 1000)
    everything = [one for found in spent.values() for one in found]
    rows = [[name, len(found), median(found), max(found)] for name, found in spent.items()]
    table(
        "(a) rules to plan.json, warm, without PDF; target 5 ms", ["profile", "runs", "median cpu ms", "worst cpu ms"],
        [*rows, ["all", len(everything), median(everything), max(everything)]],
    )  # fmt: skip

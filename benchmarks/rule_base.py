"""Loading the rule base in a fresh process: from YAML, and from the copy in the cache.

In: the shipped rule base, an empty cache folder. Out: seconds of the load alone, without the start of Python.
Target: below 0.5 s (the cold load happens once after each change of the rules).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from benchmarks.measure import ROOT, Spent, interleaved, table

__all__ = ["main"]

RUNS = 9
_LOAD = """
import json, time
wall, cpu = time.perf_counter(), time.process_time()
from rehab.knowledge.load import load_rule_base
read = time.perf_counter()
base = load_rule_base()
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, len(base.rules), base.digest]))
"""


def _load(cache: str) -> tuple[Spent, str]:
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-c", _LOAD], cwd=ROOT, env={**os.environ, "XDG_CACHE_HOME": cache}, text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    wall, cpu, _, digest = json.loads(done.stdout)
    return Spent(wall, cpu), digest


def _cold() -> Spent:
    with tempfile.TemporaryDirectory() as cache:
        return _load(cache)[0]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as cache:
        same = _load(cache)[1] == _load(cache)[1]
        found = interleaved(RUNS, {"from YAML (cold cache)": _cold, "from the cache": lambda: _load(cache)[0]})
    table(
        "(b) rule base, imports included; target 0.5 s", ["load", "median wall s", "median cpu s"],
        [[name, one.wall, one.cpu] for name, one in found.items()],
    )  # fmt: skip
    print(f"  both hold the same rules: {'yes' if same else 'NO'}")

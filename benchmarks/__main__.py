"""`python -m benchmarks [name …]`: all benchmarks, or those that are named.

In: names. Out: tables. Must not be here: measuring.
"""

from __future__ import annotations

import importlib
import sys

NAMES = ("plans", "rule_base", "start", "paper")


def main(chosen: list[str]) -> int:
    """Run them one after the other."""
    unknown = [name for name in chosen if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    for name in chosen or NAMES:
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

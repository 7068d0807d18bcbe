"""What the repository's own documents may name: its tests and its files, found without running anything."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def ids_of_tests() -> frozenset[str]:
    """Every test function as `tests/test_x.py::test_y`."""
    return frozenset(
        f"tests/{path.name}::{node.name}"
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )

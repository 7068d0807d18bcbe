"""A whole `rehab plan` in a fresh process beside a bare WeasyPrint process that prints the same two pages of HTML.

In: one profile; the HTML and style sheets that our program finally prints. Out: wall and processor seconds, ratio.
Target: at most 1.3 times the bare process. The bare one is told the HTML; it needs no search for what fits a page.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, interleaved, process, table

__all__ = ["main"]

RUNS = 7
PROFILE = ROOT / "profiles" / "overview-left-hemiparesis.yaml"
START = date(2026, 11, 16)
_BARE = """
import json, sys
import weasyprint
for html, css, target in json.load(open(sys.argv[1], encoding="utf-8")):
    sheet = weasyprint.CSS(string=css)
    weasyprint.HTML(string=html).write_pdf(target, stylesheets=[sheet], pdf_variant="pdf/ua-1")
"""


def _pages(folder: Path) -> list[tuple[str, str, str]]:
    """HTML and style of the two documents as they are printed in the end."""
    from rehab.exchange.profile_file import read_profile
    from rehab.knowledge.load import load_rule_base
    from rehab.planning.build import build_plan
    from rehab.render import documents, html
    from rehab.render.pdf import Renderer

    base = load_rule_base()
    plan = build_plan(read_profile(PROFILE, START, base), START, base)
    last: dict[str, tuple[str, str, str]] = {}

    class Listening(Renderer):
        def lay_out(self, text: str, name: str, paper: str) -> Any:
            css = f"@page {{ size: {paper} }}\n{html.style('page.css')}\n{html.style(name)}"
            last[name] = (text, css, str(folder / f"{name}.pdf"))
            return super().lay_out(text, name, paper)

    listening = Listening()
    documents.renderer = lambda: listening  # type: ignore[assignment,attr-defined]
    documents.patient_pdf(plan)
    documents.clinician_pdf(plan)
    return list(last.values())


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            pages = _pages(folder)
        except ImportError:
            print("\n(d) a whole plan beside bare WeasyPrint: not available yet")
            return
        (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
        fonts = Path(os.environ["FONTCONFIG_FILE"])
        bare: list[str | Path] = ["-c", _BARE, folder / "pages.json"]
        ours: list[str | Path] = ["-m", "rehab.cli.main", "plan", PROFILE, "-o", folder / "out", "--date", str(START)]
        found = interleaved(RUNS, {
            "rehab plan": lambda: process(ours),
            "rehab plan --only json": lambda: process([*ours, "--only", "json"]),
            "bare WeasyPrint": lambda: process(bare, {"FONTCONFIG_FILE": str(fonts)}),
        })  # fmt: skip
    reference = found["bare WeasyPrint"]
    table(
        "(d) profile to both PDFs, cold process; target 1.3 times the bare one",
        ["process", "median wall s", "median cpu s", "wall ratio", "cpu ratio"],
        [[name, one.wall, one.cpu, one.wall / reference.wall, one.cpu / reference.cpu] for name, one in found.items()],
    )

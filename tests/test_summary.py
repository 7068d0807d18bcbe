"""Text for the record, and the reporting items."""

from __future__ import annotations

import json
from pathlib import Path

import page
import pdfplumber
from people import plan_with

from rehab.exchange.reporting import OPEN, items, reporting_json
from rehab.exchange.summary import summary
from rehab.render.reporting_page import reporting_pdf


def test_the_summary_is_half_a_page_without_the_name() -> None:
    """At most forty lines, with every component's state and without the person's name."""
    plan = plan_with({"patient.name": "Zebedee Quill", "vitals.systolic": 186})
    text = summary(plan)
    assert len(text.splitlines()) <= 40
    assert "Zebedee" not in text
    for part in plan.prescriptions:
        assert f"{part.component.replace('_', ' ')}: {part.status}" in text
    assert "STOP: " in text


def test_the_reporting_items_are_complete_and_say_what_is_open() -> None:
    """Nineteen fields of CERT and twelve items of TIDieR; what a plan cannot know is said to be open."""
    found = list(items(plan_with()))
    assert [sum(one.checklist == name for one in found) for name in ("CERT", "TIDieR")] == [19, 12]
    assert all(one.filled != (one.answer == OPEN) for one in found)
    assert {one.number for one in found if one.checklist == "CERT" and not one.filled} >= {"2", "16a", "16b"}
    assert json.loads(reporting_json(plan_with()))["schema"] == "rehab.reporting/1"


def test_the_reporting_page_is_tagged_and_holds_every_item(tmp_path: Path) -> None:
    """The page has each item's answer, its plan's identity, and no PDF/UA-1 failure."""
    plan = plan_with({"goals": [{"text": "Carry a cup", "task": "carry_object"}]})
    rows = [(one.checklist, one.number, one.asks, one.answer) for one in items(plan)]
    path = tmp_path / "reporting.pdf"
    path.write_bytes(reporting_pdf(plan, rows))
    assert page.validate_pdf(path, profile="ua1").failures == []
    with pdfplumber.open(path) as document:
        text = " ".join(one.extract_text() for one in document.pages).replace("\n", " ")
    assert "Carry a cup" in text
    assert plan.plan_id.split("-week")[0] in text
    assert text.count("open:") == sum(answer == OPEN for *_, answer in rows)

"""What must never happen on paper: fetched files, names in metadata, boxes for letters, two papers of one plan."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from paper import BARE, DOCUMENTS, OVERVIEW, approved, changed, named, paper, paper_of, plan_of

from rehab.errors import InputError, InternalFault
from rehab.render.documents import clinician_pdf, patient_pdf
from rehab.render.pdf import renderer
from rehab.render.truth_text import without_spaces

HOSTILE = (
    "<b>Ann</b> {{ 7 * 191 }}",
    "<img src=file:///etc/passwd>",
    "</title><script>alert(1)</script>",
    "{affected:arm} {% include 'patient.css' %}",
    '"><link rel=stylesheet href=http://127.0.0.1:9/>',
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_hostile_text_reaches_the_page_as_text(text: str, document: str) -> None:
    plan = changed(named(plan_of(BARE), text), goals=(text,))
    whole = without_spaces(" ".join(paper_of(plan, document).pages))
    assert without_spaces(text) in whole
    assert "1337" not in whole, "nothing of it is computed"
    assert "root:" not in whole


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.css", "data:text/css,p{color:red}"])
@pytest.mark.parametrize("element", ["<img alt=x src='{}'>", "<link rel=stylesheet href='{}'>"])
def test_nothing_is_fetched(element: str, address: str) -> None:
    html = f"<html lang=en><title>t</title><body>{element.format(address)}<p>x</p></body></html>"
    with pytest.raises(InternalFault, match="complained"):
        renderer().bytes_of(renderer().lay_out(html, "patient.css", "a4"))


@pytest.mark.parametrize(("text", "letter"), [("Ольга", "U+041E"), ("王 Wang", "U+738B"), ("Ann ✓", "U+2713")])
def test_a_letter_without_glyph_is_refused_with_its_place(text: str, letter: str) -> None:
    with pytest.raises(InputError) as name:
        patient_pdf(named(plan_of(BARE), text))
    with pytest.raises(InputError) as goal:
        clinician_pdf(changed(plan_of(BARE), goals=("Walk", text)))
    assert [(one.code, one.file) for one in name.value.problems] == [("D001", "patient.name")]
    assert [(one.code, one.file) for one in goal.value.problems] == [("D001", "goals[1].text")]
    assert letter in str(name.value)


def test_composed_and_decomposed_letters_print_alike() -> None:
    composed, decomposed = "Zo\u00eb", "Zoe\u0308"
    printed = paper_of(named(plan_of(BARE), decomposed), "patient").pages[0]
    assert composed in printed


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_name_in_the_metadata(document: str) -> None:
    plan = named(plan_of(BARE), "Zebulon Quirk")
    printed = paper_of(plan, document)
    assert "Zebulon Quirk" in printed.pages[0]
    with pikepdf.open(io.BytesIO(printed.data)) as pdf:
        info = " ".join(f"{key} {value}" for key, value in pdf.docinfo.items())
        with pdf.open_metadata() as metadata:
            info += str(metadata)
        assert pdf.Root.Lang == "en"
        assert f"{plan.profile.patient.id}, week 1" in str(pdf.docinfo["/Title"])
    assert "Zebulon" not in info
    assert "Quirk" not in info


def test_only_the_bundled_font_is_used() -> None:
    with pikepdf.open(io.BytesIO(paper(OVERVIEW, "clinician").data)) as pdf:
        described = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one)
        fonts = {str(one.BaseFont) for one in described}
    assert fonts
    assert all("Atkinson" in name for name in fonts)


@pytest.mark.slow
def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(plan_of(OVERVIEW).to_json(), encoding="utf-8")
    program = (
        "import hashlib, pathlib, sys\n"
        "from rehab.model.plan import Plan\n"
        "from rehab.render.documents import clinician_pdf, patient_pdf\n"
        "plan = Plan.model_validate_json(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "print(*(hashlib.sha256(make(plan)).hexdigest() for make in (clinician_pdf, patient_pdf)))\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": "17", "TZ": "Pacific/Auckland"}
    environment.pop("FONTCONFIG_FILE", None)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, plan],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    here = [hashlib.sha256(paper(OVERVIEW, document).data).hexdigest() for document in ("clinician", "patient")]
    assert done.stdout.split() == here


@pytest.mark.parametrize("status", ["draft", "submitted", "under_review", "returned"])
def test_draft_stands_on_every_page_until_it_is_approved(status: str) -> None:
    plan = changed(plan_of(BARE), status=status)
    assert all("DRAFT" in text for document in DOCUMENTS for text in paper_of(plan, document).pages)


@pytest.mark.parametrize("status", ["superseded", "expired"])
def test_a_plan_that_no_longer_holds_says_so_on_every_page(status: str) -> None:
    plan = changed(plan_of(BARE), status=status)
    assert all("do not use" in text for document in DOCUMENTS for text in paper_of(plan, document).pages)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_approved_plan_names_who_approved_it(document: str) -> None:
    printed = paper_of(approved(plan_of(BARE)), document)
    whole = " ".join(" ".join(printed.pages).split())
    assert "DRAFT" not in whole
    for words in ("Dr Clara Test", "PT-4711", "Tue 17 Nov 2026"):
        assert words in whole
    assert all("approved" in text for text in printed.pages)


def test_phones_are_printed_as_set_and_never_invented() -> None:
    plan = plan_of(BARE)
    assert "line" not in paper_of(plan, "patient").pages[0]
    settings = plan.settings.model_copy(update={"emergency_number": "112", "team_phone": "+49 30 5550100"})
    first = paper_of(changed(plan, settings=settings), "patient").pages[0]
    assert "Emergency 112" in " ".join(first.split())
    assert "+49 30 5550100" in first

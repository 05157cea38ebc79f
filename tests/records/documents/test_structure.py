"""The finished PDF against the own structure check and the validators at hand."""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pikepdf.pdfa
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.records.documents import structure


def test_sample_has_no_structural_problem(sample_pdf: bytes) -> None:
    assert structure.problems(sample_pdf) == []


def test_qpdf_finds_no_error(sample_pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(sample_pdf)

    with Pdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_pdfua_has_no_finding(sample_pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(sample_pdf)

    report = pdfua.validate(path)

    assert [str(finding) for finding in report.findings] == []


def test_pdfa_validator_passes_what_it_supports(sample_pdf: bytes) -> None:
    twin = as_3b(sample_pdf)

    report = pikepdf.pdfa.validate_written(BytesIO(twin), pikepdf.pdfa.Flavour.PDFA_3B)

    assert report.findings == []


@pytest.mark.optional
@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not installed")
def test_verapdf_agrees(sample_pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(sample_pdf)

    for flavour in ("3a", "ua1"):
        subprocess.run(["verapdf", "-f", flavour, str(path)], check=True, timeout=120)


def as_3b(data: bytes) -> bytes:
    """Strip what the validator calls unsupported: files, form, the UA claim and level A."""
    with Pdf.open(BytesIO(data)) as pdf:
        del pdf.Root.AF, pdf.Root.AcroForm, pdf.Root.Names["/EmbeddedFiles"]
        first = pdf.pages[0].obj
        first.Annots = Array([note for note in first.Annots if note.Subtype != Name.Widget])
        xmp = pdf.Root.Metadata.read_bytes().decode()
        start = xmp.index('<rdf:Description rdf:about="" xmlns:pdfuaid')
        xmp = xmp[:start] + xmp[xmp.index('<rdf:Description rdf:about="" xmlns:dc') :]
        start = xmp.index('<rdf:Description rdf:about="" xmlns:pdfaExtension')
        xmp = xmp[:start] + xmp[xmp.index("</rdf:RDF>") :]
        xmp = xmp.replace("conformance>A<", "conformance>B<")
        pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
        output = BytesIO()
        pdf.save(output, deterministic_id=True)
    return output.getvalue()


def _leaf(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root.StructTreeRoot.ParentTree.Kids[1]


def _find(pdf: Pdf, tag: str) -> pikepdf.Object:
    return next(item for item in structure.Tags(pdf).elements if str(item.S) == tag)


def _wrong_page_key(pdf: Pdf) -> None:
    pdf.pages[2].obj.StructParents = 9999


def _wrong_slot(pdf: Pdf) -> None:
    slots = _leaf(pdf).Nums[1]
    slots[0] = slots[len(slots) - 1]


def _wrong_link_key(pdf: Pdf) -> None:
    page = pdf.pages[1]
    page.obj.Annots[0].StructParent = page.obj.Annots[1].StructParent


def _dropped_part(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.K[0].K[1]


def _wrong_parent(pdf: Pdf) -> None:
    _find(pdf, "/TR").P = pdf.Root.StructTreeRoot.K[0]


def _element_on_other_page(pdf: Pdf) -> None:
    _find(pdf, "/H3").Pg = pdf.pages[0].obj


def _foreign_page(pdf: Pdf) -> None:
    pdf.add_blank_page()
    pdf.pages[-1].obj.Contents = pdf.make_stream(b"0 0 9 9 re f")


def _no_scope(pdf: Pdf) -> None:
    del _find(pdf, "/TH").A["/Scope"]


def _unknown_header(pdf: Pdf) -> None:
    _find(pdf, "/TD").A.Headers = Array([String("nowhere")])


def _no_alternative(pdf: Pdf) -> None:
    del _find(pdf, "/Figure")["/Alt"]


def _box_in_pixels(pdf: Pdf) -> None:
    _find(pdf, "/Figure").A.BBox = Array([20, 900, 200, 1020])


def _skipped_heading(pdf: Pdf) -> None:
    _find(pdf, "/H3").S = Name.H5


def _dead_link(pdf: Pdf) -> None:
    pdf.pages[1].obj.Annots[0].Dest = String("nowhere")


def _unsorted_names(pdf: Pdf) -> None:
    names = pdf.Root.Names.Dests.Names
    names[0], names[2] = String("zz"), String("aa")


def _broken_outline(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Next.Prev = pdf.Root.Outlines.Last


def _no_text_map(pdf: Pdf) -> None:
    fonts = pdf.pages[3].obj.Resources.Font
    del next(iter(fonts.values()))["/ToUnicode"]


def _doubled_file(pdf: Pdf) -> None:
    pdf.Root.AF.append(pdf.Root.AF[0])


def _changed_file(pdf: Pdf) -> None:
    pdf.Root.AF[0].EF.F.write(b"changed")


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _no_language(pdf: Pdf) -> None:
    del pdf.Root["/Lang"]


def _other_claim(pdf: Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")
    pdf.Root.Metadata.write(xmp)


FAULTS: dict[Callable[[Pdf], None], str] = {
    _wrong_page_key: "the parent tree says otherwise",
    _wrong_slot: "the parent tree says otherwise",
    _wrong_link_key: "the parent tree says otherwise",
    _dropped_part: "not in the tree",
    _wrong_parent: "names another parent",
    _element_on_other_page: "not in the tree",
    _foreign_page: "shows 1 things without a tag",
    _no_scope: "has no scope",
    _unknown_header: "names a header that is not there",
    _no_alternative: "has no alternative text",
    _box_in_pixels: "lies outside its page",
    _skipped_heading: "of level 5 follows level",
    _dead_link: "which is nowhere",
    _unsorted_names: "destinations are not sorted",
    _broken_outline: "names another neighbour",
    _no_text_map: "has no text map",
    _doubled_file: "attachments are listed differently",
    _changed_file: "is not what its checksum says",
    _script: "the catalogue has an action",
    _no_language: "no language is stated",
    _other_claim: "do not say pdfuaid:part",
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__.strip("_"))
def test_check_finds_planted_fault(plant: Callable[[Pdf], None], sample_pdf: bytes) -> None:
    with Pdf.open(BytesIO(sample_pdf)) as pdf:
        plant(pdf)
        output = BytesIO()
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)

    found = structure.problems(output.getvalue())

    assert any(FAULTS[plant] in problem for problem in found), found

"""What was hidden before sealing and uncovered afterwards: found, whoever has the seal's key."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from records.ledger import verify
from tests.records.ledger import packs
from tests.records.ledger.packs import failures

SHOWN = b"BT /F 12 Tf (Refused) Tj ET "
HIDDEN = b"BT /F 12 Tf (Approved) Tj ET "


def prepared(keys, hide):
    """Make a PDF with all that a pack holds and a second text that no reader shows yet."""
    pdf = pikepdf.open(io.BytesIO(packs.pdf_of(packs.usual_files(keys))))
    hide(pdf, pdf.pages[0])
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue()


def behind_another_stream(pdf, page):
    page.Contents = pdf.make_stream(SHOWN)
    pdf.Root.Spare = pdf.make_indirect(pdf.make_stream(HIDDEN))


def in_a_layer_that_is_off(pdf, page):
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("x")))
    page.Contents = pdf.make_stream(SHOWN + b"/OC /Layer BDC " + HIDDEN + b"EMC ")
    page.Resources = Dictionary(Properties=Dictionary(Layer=layer))
    off = Dictionary(OFF=Array([layer]), Order=Array([layer]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=off)


def under_an_annotation(pdf, page):
    page.Contents = pdf.make_stream(HIDDEN)
    cover = pdf.make_stream(SHOWN, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 612, 792])
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 612, 792], F=4)
    stamp.AP = Dictionary(N=cover)
    page.Annots = pdf.make_indirect(Array([pdf.make_indirect(stamp)]))


def uncovered(writer, hide):
    """Change only what points to the text, as such attacks do: not a sign of it is added."""
    root, page = writer.root, writer.root["/Pages"]["/Kids"][0]
    if hide is behind_another_stream:
        page[generic.pdf_name("/Contents")] = root.raw_get("/Spare")
        writer.update_container(page)
    elif hide is in_a_layer_that_is_off:
        root["/OCProperties"]["/D"][generic.pdf_name("/OFF")] = generic.ArrayObject()
        writer.update_root()
    else:
        page[generic.pdf_name("/Annots")] = generic.ArrayObject()
        writer.update_container(page)


@pytest.mark.parametrize(
    "hide", [behind_another_stream, in_a_layer_that_is_off, under_an_annotation]
)
def test_a_text_uncovered_after_sealing_is_found(keys, hide):
    sealed = packs.sealed(prepared(keys, hide), keys)
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    uncovered(writer, hide)
    out = io.BytesIO()
    writer.write(out)
    changed = out.getvalue()
    changed_and_sealed = packs.sealed(changed, keys, field="Other")

    found = [
        failures(verify.verify(data, list(keys.fingerprints)))
        for data in (sealed, changed, changed_and_sealed)
    ]

    assert found == [set(), {"seal.appended"}, {"seal.several"}]

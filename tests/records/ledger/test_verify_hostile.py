"""Hostile and broken files: refused in words, soon, and never taken for a pack."""

import io
import zlib

import pikepdf
import pytest

from records.ledger import verify
from records.ledger.verify import Unreadable
from tests.records.ledger import packs
from tests.records.ledger.packs import failures


def test_unsealed_pdf_without_form_is_told(keys):
    pdf = packs.pdf_of(packs.usual_files(keys))

    alone, whole = verify.verify(pdf), verify.verify(pdf, everything=True)

    assert failures(alone) == failures(whole) == {"seal.missing"}
    assert [line.code for line in alone.lines] == ["seal.missing", "stopped"]
    assert [line.code for line in whole.lines if line.code == "manifest"] == ["manifest"]


def test_pdf_with_object_streams_is_refused_in_words(keys):
    out = io.BytesIO()
    pdf = pikepdf.open(io.BytesIO(packs.pack(keys)))
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    with pytest.raises(Unreadable, match="no classic cross-reference table"):
        verify.verify(out.getvalue())


def pdf_with(*objects, trailer=b"/Root 1 0 R", prev=b""):
    """Write a PDF of the given object bodies, numbered from 1."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, prev, at)


def everything(data):
    """Read on although the seal is missing."""
    return verify.verify(data, everything=True)


FILE = b"<< /UF (a) /EF << /F 3 0 R >> >>"
LISTED = b"<< /Names << /EmbeddedFiles << /Names [ (a) 2 0 R ] >> >> >>"


def stream(data, about=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), about, data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"", "not a PDF", id="empty"),
        pytest.param(b"PK\3\4 zip startxref 0 ", "not a PDF", id="other file"),
        pytest.param(b"%PDF-1.7\n", "not a PDF", id="head alone"),
        pytest.param(b"%PDF-1.7\nstartxref\n99999\n", "no classic", id="points outside"),
        pytest.param(pdf_with(b"<< >>", trailer=b"/Size 1"), "lacks a dictionary", id="no root"),
        pytest.param(pdf_with(b"1 0 R"), "in a circle", id="object is itself"),
        pytest.param(pdf_with(b"2 0 R", b"1 0 R"), "in a circle", id="objects are each other"),
        pytest.param(pdf_with(b"[" * 5000), "nests too deep", id="deep"),
        pytest.param(pdf_with(b"<< /A 1 /A 2 >>"), "names something twice", id="key twice"),
        pytest.param(pdf_with(b"<< /A >>"), "is damaged", id="key without value"),
        pytest.param(pdf_with(b"<< /A (open >>"), "does not end", id="open text"),
        pytest.param(pdf_with(b"<< /A foo >>"), "no value", id="word"),
        pytest.param(
            pdf_with(b"<< >>", trailer=b"/Root 1 0 R /Encrypt 1 0 R"), "encrypted", id="encrypted"
        ),
        pytest.param(
            pdf_with(b"<< >>", trailer=b"/Root 1 0 R /XRefStm 1"), "is damaged", id="hybrid"
        ),
        pytest.param(
            pdf_with(b"<< >>").replace(b"0000000009 00000 n", b"0000000010 00000 n"),
            "not where it should be",
            id="wrong place",
        ),
        pytest.param(
            pdf_with(b"<< >>").replace(b"0000000009 00000 n", b"00000000x9 00000 n"),
            "is damaged",
            id="wrong entry",
        ),
        pytest.param(
            pdf_with(b"<< /AcroForm << /Fields [ 2 0 R ] >> >>", b"<< /Kids [ 2 0 R ] >>"),
            "in a circle",
            id="field is its own child",
        ),
    ],
)
def test_broken_pdf_is_refused_in_words(data, told):
    with pytest.raises(Unreadable, match=told):
        verify.verify(data)


def test_cross_reference_tables_in_a_circle_are_refused():
    data = pdf_with(b"<< >>")
    at = data.index(b"xref\n")

    with pytest.raises(Unreadable, match="in a circle"):
        verify.verify(pdf_with(b"<< >>", prev=b"/Prev %d" % at))


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((LISTED, FILE, stream(b"x", b"/Filter /FlateDecode")), id="no zlib"),
        pytest.param(
            (LISTED, FILE, stream(zlib.compress(b"x" * 99)[:-4], b"/Filter /FlateDecode")),
            id="zlib cut off",
        ),
        pytest.param((LISTED, FILE, stream(b"x", b"/Filter /LZWDecode")), id="other filter"),
        pytest.param(
            (LISTED, FILE, stream(b"x").replace(b"Length 1", b"Length 99999")), id="too long"
        ),
        pytest.param((LISTED, FILE, stream(b"x").replace(b"Length", b"Longth")), id="no length"),
        pytest.param((LISTED.replace(b"2 0 R", b"<< >>"), FILE, stream(b"x")), id="direct"),
        pytest.param((LISTED, b"<< /UF (a) >>", stream(b"x")), id="nothing embedded"),
        pytest.param(
            (b"<< /Names << /EmbeddedFiles 2 0 R >> >>", b"<< /Kids [ 2 0 R ] >>", b"1"),
            id="names in a circle",
        ),
    ],
)
def test_unreadable_attachment_is_told(objects):
    report = everything(pdf_with(*objects))

    assert "attachment.unreadable" in failures(report)


def test_attachment_there_twice_is_told():
    listed = LISTED.replace(b"2 0 R", b"2 0 R (b) 4 0 R")

    report = everything(pdf_with(listed, FILE, stream(b"x"), FILE))

    assert "attachment.twice" in failures(report)


def test_packed_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr(verify, "LARGEST_UNPACKED", 2**20)
    bomb = zlib.compress(bytes(2**24), 9)

    report = everything(pdf_with(LISTED, FILE, stream(bomb, b"/Filter /FlateDecode")))

    assert "attachment.unreadable" in failures(report)


def test_many_small_bombs_count_together(monkeypatch):
    monkeypatch.setattr(verify, "LARGEST_UNPACKED", 2**20)
    names = b" ".join(b"(%d) %d 0 R" % (number, number + 2) for number in range(1, 9))
    files = [b"<< /UF (%d) /EF << /F 2 0 R >> >>" % number for number in range(1, 9)]
    packed = stream(zlib.compress(bytes(2**18), 9), b"/Filter /FlateDecode")
    root = b"<< /Names << /EmbeddedFiles << /Names [ " + names + b" ] >> >> >>"

    report = everything(pdf_with(root, packed, *files))

    unreadable = [line for line in report.lines if line.code == "attachment.unreadable"]
    assert len(unreadable) == 4


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<< /A " + b"(" * 200_000 + b" >>", id="open text"),
        pytest.param(b"<< /A <" + b"00 " * 200_000 + b" >>", id="open hex"),
        pytest.param(b"%\n" * 300_000 + b"<< >>", id="comments"),
        pytest.param(b" " * 900_000 + b"<< >>", id="spaces"),
        pytest.param(b"%" + b"x" * 900_000 + b"\n<< >>", id="comment"),
        pytest.param(b"<< /A [" + b"1 " * 300_000 + b"] >>", id="numbers"),
        pytest.param(b"<< /A [" + b"1 0 R " * 300_000 + b"] >>", id="references"),
        pytest.param(b"<< /A /" + b"#" * 500_000 + b" >>", id="escapes"),
    ],
)
def test_value_without_bounds_is_refused(body):
    with pytest.raises(Unreadable, match=r"too long|no value|more steps|soon enough"):
        verify.verify(pdf_with(body))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"%\n" * 30_000 + b"<< >>", id="comments"),
        pytest.param(b" " * 90_000 + b"<< >>", id="spaces"),
        pytest.param(b"<< /A [" + b"1 " * 30_000 + b"] >>", id="numbers"),
        pytest.param(b"<< /A [" + b"1 0 R " * 10_000 + b"] >>", id="references"),
        pytest.param(b"<< /A /" + b"#" * 50_000 + b" >>", id="escapes"),
    ],
)
def test_long_value_is_read_and_bears_no_seal(body):
    assert failures(everything(pdf_with(body))) == {
        "seal.missing",
        "manifest.none",
        "proof.none",
    }

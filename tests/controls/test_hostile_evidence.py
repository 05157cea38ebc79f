"""Evidence that means harm is refused in a sentence, whatever it is packed in."""

import zipfile

import pytest
from pikepdf import Array, Dictionary, Name, String

from controls.evidence.sources.files import media_type_of
from controls.models import Evidence, EvidenceRevision
from records.incoming.problems import SourceError
from tests import factories, sessions
from tests.controls import hostile
from tests.controls.hostile import MIB

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
RELATION = (
    '<Relationships xmlns="r"><Relationship Id="a" Type="http://x/{kind}" Target="http://x/"'
    ' TargetMode="{mode}"/></Relationships>'
)


def settings_link(kind, mode="External"):
    return hostile.document(
        word___rels__settings_dot_xml_dot_rels=RELATION.format(kind=kind, mode=mode)
    )


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(hostile.pdf(), "application/pdf", id="pdf"),
        pytest.param(hostile.compressed(), "application/pdf", id="pdf with object streams"),
        pytest.param(
            hostile.pdf(lambda made: hostile.opening(made, S=Name.GoTo, D=Array([0, Name.Fit]))),
            "application/pdf",
            id="pdf that opens at a page",
        ),
        pytest.param(
            hostile.locked(owner_only=True), "application/pdf", id="pdf not to be changed"
        ),
        pytest.param(hostile.document(), WORD, id="document"),
        pytest.param(settings_link("hyperlink"), WORD, id="document with a link"),
        pytest.param(hostile.open_document(OPEN_TEXT), OPEN_TEXT, id="open document"),
        pytest.param(hostile.png(10_000, 10_000), "image/png", id="png"),
        pytest.param(hostile.jpeg(8_000, 6_000), "image/jpeg", id="jpeg"),
        pytest.param("\U0001f600".encode() + b"a" * (2 * MIB), "text/plain", id="long text"),
        pytest.param(("ü" * MIB).encode("utf-16"), "text/plain", id="long text as utf-16"),
    ],
)
def test_sound_files_are_taken(data, media_type):
    assert media_type_of(data, "report") == media_type


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(hostile.with_script_in_stream(), r"can run \(JavaScript\)", id="script"),
        pytest.param(
            hostile.compressed(
                lambda made: hostile.on_page(made, AA=Dictionary(O=hostile.script()))
            ),
            r"can run \((AA|JavaScript)\)",
            id="script of a page",
        ),
        pytest.param(
            hostile.compressed(
                lambda made: hostile.on_page(
                    made, Annots=Array([Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch))])
                )
            ),
            r"can run \(Launch\)",
            id="program behind a link",
        ),
        pytest.param(
            hostile.compressed(
                lambda made: hostile.opening(made, S=Name.URI, URI=String("http://x/"))
            ),
            r"can run \(OpenAction\)",
            id="address opened at once",
        ),
        pytest.param(
            hostile.compressed(hostile.form_of_scripts),
            r"can run \(XFA\)",
            id="form with scripts",
        ),
        pytest.param(
            hostile.compressed(hostile.embedded), r"can run \(E(F|mbeddedFiles)\)", id="file within"
        ),
        pytest.param(
            hostile.with_script_in_stream().replace(b"startxref", b"startxxxx"),
            r"can run \(JavaScript\)",
            id="script behind a broken table",
        ),
        pytest.param(hostile.locked(), "protected by a password", id="password"),
        pytest.param(b"%PDF-1.7\n1 0 obj", "a damaged PDF", id="no pdf at all"),
        pytest.param(
            lambda: hostile.object_stream_bomb(800),
            "too long or too much memory",
            id="pdf bomb",
        ),
        pytest.param(
            lambda: hostile.many_objects(600_000), "too long or too much memory", id="many objects"
        ),
        pytest.param(
            lambda: hostile.nested_pdf(200_000), "damaged PDF|too much memory", id="nested pdf"
        ),
        pytest.param(
            lambda: hostile.open_document(b"\0" * (150 * MIB)),
            "more than 150 times its size",
            id="odf bomb",
        ),
        pytest.param(hostile.open_document(OPEN_TEXT + " " * 200), "an archive", id="long type"),
        pytest.param(
            hostile.document(word__media__a_dot_png=b"\0" * (2 * MIB)),
            "more than 150 times its size",
            id="docx bomb",
        ),
        pytest.param(
            hostile.zipped({"word/document.xml": b"\0" * MIB}, zipfile.ZIP_LZMA),
            "a way that no office program uses",
            id="other packing",
        ),
        pytest.param(
            hostile.zipped({"word/document.xml": "<w/>", "../../evil": "x"}),
            "odd or doubled",
            id="path",
        ),
        pytest.param(
            hostile.zipped({"word/document.xml": "<w/>", "/etc/evil": "x"}),
            "odd or doubled",
            id="root",
        ),
        pytest.param(
            hostile.zipped({"word/document.xml": "<w/>", "word\\evil": "x", "C:evil": "x"}),
            "odd or doubled",
            id="drive",
        ),
        pytest.param(
            hostile.zipped({"word/document.xml": "<w/>"} | {f"{n}": "" for n in range(3_000)}),
            "more than 2000 parts",
            id="many parts",
        ),
        pytest.param(
            hostile.document(word__media__a_dot_png=hostile.zipped({"a": "b"})),
            "holds another file or a program",
            id="archive within",
        ),
        pytest.param(
            hostile.document(word__media__a_dot_png=b"MZ\x90"), "or a program", id="program within"
        ),
        pytest.param(
            hostile.document(xl__externalLinks__externalLink1_dot_xml="<e/>"), "can run", id="dde"
        ),
        pytest.param(settings_link("attachedTemplate"), r"\(attachedTemplate\)", id="template"),
        pytest.param(settings_link("oleObject"), r"\(oleObject\)", id="object elsewhere"),
        pytest.param(hostile.png(200_000, 200_000), "200000 by 200000 points", id="png"),
        pytest.param(hostile.gif(65_000, 65_000), "65000 by 65000 points", id="gif"),
        pytest.param(hostile.jpeg(65_000, 65_000), "65000 by 65000 points", id="jpeg"),
        pytest.param(b"a" * (2 * MIB) + b"\0", "no readable text", id="zero at the end"),
    ],
)
def test_what_means_harm_is_refused(data, sentence):
    with pytest.raises(SourceError, match=sentence):
        media_type_of(data() if callable(data) else data, "report")


def test_a_hidden_script_is_refused_by_the_api_too_and_nothing_stays(people, client):
    held = factories.some_evidence(people.home)
    sessions.begin(client, people.ben)
    file = hostile.io.BytesIO(hostile.with_script_in_stream())
    file.name = "report.pdf"

    answer = client.post(
        f"/evidence/{held.ref}/take/",
        {"file": file, "collected_on": "2026-01-02", "reason": "New."},
    )

    assert answer.status_code == 422
    assert "holds something that can run (JavaScript)" in answer.content.decode()
    assert (Evidence.objects.get().version, EvidenceRevision.objects.count()) == (1, 0)

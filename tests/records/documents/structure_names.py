"""The parts of the structure check that concern the catalogue: names, bookmarks, fonts, files."""

import hashlib
from collections.abc import Iterator
from xml.etree import ElementTree

from pikepdf import Array, Dictionary, Name, Object, Pdf

_NS = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}
_KINDS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}


def number_tree(node: Object) -> Iterator[tuple[int, Object]]:
    """Walk a number tree; out of order or outside its limits is an error of the walk."""
    for kid in node.get("/Kids", ()):
        low, high = (int(limit) for limit in kid.Limits)
        for key, value in number_tree(kid):
            assert low <= key <= high, f"key {key} lies outside {low}..{high}"
            yield key, value
    nums = node.get("/Nums", Array())
    for place in range(0, len(nums), 2):
        yield int(nums[place]), nums[place + 1]


def name_tree(node: Object | None) -> Iterator[tuple[bytes, Object]]:
    """Walk a name tree in its order."""
    if node is None:
        return
    for kid in node.get("/Kids", ()):
        low, high = (bytes(limit) for limit in kid.Limits)
        for key, value in name_tree(kid):
            assert low <= key <= high, f"name {key!r} lies outside {low!r}..{high!r}"
            yield key, value
    names = node.get("/Names", Array())
    for place in range(0, len(names), 2):
        yield bytes(names[place]), names[place + 1]


def check_catalog(pdf: Pdf) -> Iterator[str]:
    """Check language, title, colours, tab order, labels; refuse scripts and encryption."""
    root = pdf.Root
    faults = {
        "the file is encrypted": pdf.is_encrypted,
        "the catalogue has an action": "/OpenAction" in root or "/AA" in root,
        "the file holds scripts": "/JavaScript" in root.get("/Names", Dictionary()),
        "the file is not marked as tagged": not _told(root, "/MarkInfo", "/Marked"),
        "viewers are not told the title": not _told(root, "/ViewerPreferences", "/DisplayDocTitle"),
        "no language is stated": not str(root.get("/Lang", "")),
        "pages have no labels": "/PageLabels" not in root,
        "there is not one output intent": len(root.get("/OutputIntents", ())) != 1,
    }
    yield from (sentence for sentence, found in faults.items() if found)
    for number, page in enumerate(pdf.pages):
        if page.obj.get("/Annots") and page.obj.get("/Tabs") != Name.S:
            yield f"page {number + 1} has no tab order by structure"


def _told(root: Object, group: str, key: str) -> bool:
    return bool(root.get(group, Dictionary()).get(key))


def check_names(pdf: Pdf) -> Iterator[str]:
    """Check destinations, the links to them, and the bookmarks."""
    names = list(name_tree(pdf.Root.Names.get("/Dests")))
    keys = [key for key, _ in names]
    if keys != sorted(set(keys)):
        yield "destinations are not sorted or not unique"
    pages = {page.obj.objgen for page in pdf.pages}
    for key, place in names:
        if place[0].objgen not in pages:
            yield f"destination {key!r} leads to no page"
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            if "/Dest" in note and bytes(note.Dest) not in keys:
                yield f"a link leads to {bytes(note.Dest)!r}, which is nowhere"
            if "/A" in note and not str(note.A.URI).startswith(("http:", "https:", "mailto:")):
                yield f"a link has the address {note.A.URI}"
    yield from _check_bookmarks(pdf.Root.Outlines, pages)


def _check_bookmarks(parent: Object, pages: set[tuple[int, int]]) -> Iterator[str]:
    item, before = parent.get("/First"), None
    while item is not None:
        title = str(item.Title)
        if item.Parent.objgen != parent.objgen:
            yield f"bookmark “{title}” names another parent"
        back = item.get("/Prev")
        if (back and back.objgen) != (before and before.objgen):
            yield f"bookmark “{title}” names another neighbour"
        if item.Dest[0].objgen not in pages or not title.strip():
            yield f"bookmark “{title}” leads nowhere"
        yield from _check_bookmarks(item, pages)
        item, before = item.get("/Next"), item
    if before is not None and parent.Last.objgen != before.objgen:
        yield "the last bookmark is not the last"


def check_fonts(pdf: Pdf) -> Iterator[str]:
    """Check that every font is inside and can be turned back into text."""
    fonts = {
        font.objgen: font
        for page in pdf.pages
        for font in page.obj.Resources.get("/Font", Dictionary()).values()
    }
    for font in fonts.values():
        name = str(font.BaseFont)
        if "/ToUnicode" not in font:
            yield f"font {name} has no text map"
        descriptor = font.DescendantFonts[0].FontDescriptor
        if "/FontFile2" not in descriptor:
            yield f"font {name} is not embedded"
        if "Inter" not in name:
            yield f"font {name} is not a bundled one"


def check_files(pdf: Pdf) -> Iterator[str]:
    """Check that attachments are listed once, in both places, with relationship and checksum."""
    names = list(name_tree(pdf.Root.Names.get("/EmbeddedFiles")))
    listed = [file.objgen for file in pdf.Root.get("/AF", ())]
    if sorted(listed) != sorted({file.objgen for _, file in names}):
        yield "attachments are listed differently in /AF and in the names"
    for key, file in names:
        stream = file.EF.F
        if str(file.get("/AFRelationship", "")) not in _KINDS:
            yield f"attachment {key!r} has no relationship"
        if "/UF" not in file or "/Desc" not in file or "/Subtype" not in stream:
            yield f"attachment {key!r} lacks name, description or type"
        data = stream.read_bytes()
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        if bytes(stream.Params.CheckSum) != digest or int(stream.Params.Size) != len(data):
            yield f"attachment {key!r} is not what its checksum says"


def check_claims(pdf: Pdf) -> Iterator[str]:
    """Check that XMP claims PDF/A-3a and PDF/UA-1, explains the latter and repeats the title."""
    tree = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314  our own file
    claims = {
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
        "schema:namespaceURI": _NS["pdfuaid"],
        "dc:title//rdf:li": str(pdf.docinfo.Title),
    }
    for path, value in claims.items():
        if tree.findtext(f".//{path}", namespaces=_NS) != value:
            yield f"the metadata do not say {path} = {value}"

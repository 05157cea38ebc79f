"""The project's own check of a finished PDF: tags both ways, names, fonts, claims, files.

It stands in for a certified validator where none is at hand. `problems` returns sentences; an
empty list means that nothing was found.
"""

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

from tests.records.documents import structure_names

_KIDS = {
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody", "/L"},
    "/Table": {"/THead", "/TBody", "/TFoot", "/TR", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
}
_SHOWS = {
    "Tj",
    "TJ",
    "'",
    '"',
    "Do",
    "f",
    "f*",
    "S",
    "s",
    "B",
    "b",
    "B*",
    "b*",
    "sh",
    "BI",
    "INLINE IMAGE",
}


def problems(data: bytes) -> list[str]:
    """Check a whole file."""
    with Pdf.open(BytesIO(data)) as pdf:
        found = [problem for check in CHECKS for problem in check(pdf)]
    if b"/ObjStm" in data or b"\nxref\n" not in data:
        found.append("the file has no classic cross-reference table")
    return found


class Tags:
    """The structure tree, walked once."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.elements: list[Object] = []
        self.faults: list[str] = []
        self.content: dict[tuple[int, int], Object] = {}
        self.notes: dict[tuple[int, int], tuple[Object, Object]] = {}
        root = pdf.Root.StructTreeRoot
        for kid in root.K:
            self._walk(kid, root)

    def _walk(self, top: Object, root: Object) -> None:
        waiting = [(top, root)]
        while waiting:
            element, parent = waiting.pop()
            self.elements.append(element)
            if element.get("/P") is None or element.P.objgen != parent.objgen:
                self.faults.append(f"{element.S} {element.objgen} names another parent")
            for kid in _list(element.get("/K")):
                self._kid(kid, element, waiting)

    def _kid(
        self, kid: Object | int, element: Object, waiting: list[tuple[Object, Object]]
    ) -> None:
        if not isinstance(kid, Dictionary):
            place = (self.pages[element.Pg.objgen], int(kid))
            if place in self.content:
                self.faults.append(f"content {place} stands twice in the tree")
            self.content[place] = element
        elif kid.get("/Type") == Name.OBJR:
            self.notes[kid.Obj.objgen] = (element, kid.get("/Pg", element.get("/Pg")))
        else:
            allowed = _KIDS.get(str(element.S))
            if allowed and str(kid.S) not in allowed:
                self.faults.append(f"{kid.S} stands in {element.S}")
            waiting.append((kid, element))


def check_tags(pdf: Pdf) -> Iterator[str]:
    """Tie every mark on a page to one element and back; nothing visible is untagged."""
    tags = Tags(pdf)
    yield from tags.faults
    keys = dict(structure_names.number_tree(pdf.Root.StructTreeRoot.ParentTree))
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages):
        marks, bare = _marks(page)
        if bare:
            yield f"page {number + 1} shows {bare} things without a tag"
        slots = keys.get(int(page.obj.get("/StructParents", -1)))
        for mark in marks:
            seen.add((number, mark))
            element = tags.content.get((number, mark))
            if element is None:
                yield f"page {number + 1}, mark {mark}: not in the tree"
            elif slots is None or mark >= len(slots) or slots[mark].objgen != element.objgen:
                yield f"page {number + 1}, mark {mark}: the parent tree says otherwise"
        yield from _check_notes(page, number, tags, keys)
    for place in tags.content.keys() - seen:
        yield f"the tree speaks of content {place}, which no page shows"


def check_elements(pdf: Pdf) -> Iterator[str]:
    """Check what single elements must say: scopes, headers, alternatives, lists, headings."""
    tags = Tags(pdf)
    ids = dict(structure_names.name_tree(pdf.Root.StructTreeRoot.get("/IDTree")))
    own = {bytes(element.ID): element for element in tags.elements if "/ID" in element}
    if ids.keys() != own.keys() or any(ids[key].objgen != own[key].objgen for key in ids):
        yield "the tree of ids and the elements' ids differ"
    for element in tags.elements:
        yield from _check_element(element, own)
    yield from _check_headings(tags)


def _check_element(element: Object, own: dict[bytes, Object]) -> Iterator[str]:
    attributes = element.get("/A", Dictionary())
    tag = str(element.S)
    if tag == "/TH" and attributes.get("/Scope") not in (Name.Column, Name.Row):
        yield f"header cell {element.objgen} has no scope"
    if tag == "/TD" and any(bytes(name) not in own for name in attributes.get("/Headers", ())):
        yield f"data cell {element.objgen} names a header that is not there"
    if tag == "/Figure":
        if not str(element.get("/Alt", "")).strip():
            yield f"figure {element.objgen} has no alternative text"
        x1, y1, x2, y2 = (float(value) for value in attributes.BBox)
        box = [float(value) for value in element.Pg.MediaBox]
        if not (box[0] <= x1 < x2 <= box[2] and box[1] <= y1 < y2 <= box[3]):
            yield f"figure {element.objgen} lies outside its page"
    if tag == "/L" and "/ListNumbering" not in attributes:
        yield f"list {element.objgen} does not say how it is numbered"


def _check_headings(tags: Tags) -> Iterator[str]:
    order = {element.objgen: place for place, element in enumerate(_in_order(tags.pdf))}
    last = 0
    for element in sorted(tags.elements, key=lambda item: order[item.objgen]):
        if str(element.S)[:2] == "/H" and str(element.S)[2:].isdigit():
            level = int(str(element.S)[2:])
            if level > last + 1:
                yield f"heading {element.objgen} of level {level} follows level {last}"
            last = level


def _in_order(pdf: Pdf) -> Iterator[Object]:
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        yield element
        kids = _list(element.get("/K"))
        waiting += [k for k in reversed(kids) if isinstance(k, Dictionary) and "/S" in k]


def _check_notes(
    page: pikepdf.Page, number: int, tags: Tags, keys: dict[int, Object]
) -> Iterator[str]:
    for note in page.obj.get("/Annots", ()):
        where = f"page {number + 1}, annotation {note.objgen}"
        element, shown_on = tags.notes.get(note.objgen, (None, None))
        wanted = Name.Form if note.Subtype == Name.Widget else Name.Link
        if element is None or str(element.S) != str(wanted):
            yield f"{where}: not tied to a {wanted} element"
        elif shown_on is None or shown_on.objgen != page.obj.objgen:
            yield f"{where}: the tree puts it on another page"
        elif keys[int(note.get("/StructParent", -1))].objgen != element.objgen:
            yield f"{where}: the parent tree says otherwise"
        if not str(note.get("/TU" if wanted == Name.Form else "/Contents", "")).strip():
            yield f"{where}: has no description"
        if int(note.get("/F", 0)) & 0b101110 != 0b100 and int(note.get("/F", 0)) & 4 == 0:
            yield f"{where}: would not be printed"


def _marks(page: pikepdf.Page) -> tuple[list[int], int]:
    """List the marks of a page; count what is shown under neither mark nor artifact."""
    marks: list[int] = []
    stack: list[bool] = []
    bare = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            inside = str(operands[0]) == "/Artifact"
            if len(operands) > 1 and "/MCID" in operands[1]:
                marks.append(int(operands[1].MCID))
                inside = True
            stack.append(inside)
        elif name == "EMC":
            stack.pop()
        elif name in _SHOWS and not any(stack):
            bare += 1
        if name == "Do":
            bare += _marks_inside(page.obj.Resources.XObject[str(operands[0])])
    return marks, bare


def _marks_inside(form: Object) -> int:
    if form.get("/Subtype") != Name.Form:
        return 0
    return sum("/MCID" in str(part) for part in [form.read_bytes().decode("latin-1")])


def _list(kids: Object | None) -> list[Object]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


CHECKS: list[Callable[[Pdf], Iterator[str]]] = [
    check_tags,
    check_elements,
    structure_names.check_catalog,
    structure_names.check_names,
    structure_names.check_fonts,
    structure_names.check_files,
    partial(structure_names.check_claims),
]

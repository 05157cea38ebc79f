"""Repairs to the tags that the layout engine writes, made while the PDF is still plain Python.

Each rule answers a clause of PDF/UA-1 (ISO 14289-1) or PDF/A-3 (ISO 19005-3). What cannot be
repaired is refused, so that an untagged piece never reaches a reader.
"""

from collections.abc import Iterator

import pydyf
from weasyprint import Document  # noqa: TID251  only its type
from weasyprint.formatting_structure.boxes import Box  # noqa: TID251  only its type

from records.documents.markup import MarkupError, text_of

_ONCE = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/P", "/Caption"}
_SILENT = {"/Span", "/NonStruct"}
_OF_ITEMS = {"/Lbl", "/LBody", "/L"}
_LISTS = {"ol": "/Decimal", "ul": "/Disc", "dl": "/None"}


def finish(document: Document, pdf: pydyf.PDF, *, prefix: str) -> None:
    """Repair and check the tags of one printed piece in place."""
    tree = _Tree(pdf)
    _refuse_lost_content(pdf)
    _refuse_loose_tags(tree)
    _describe_links(document)
    for element in tree.elements:
        _keep_outer_link(tree, element)
    for element in tree.elements:
        _repair(tree, element)
    _number_lists(document, tree)
    _pair_terms(tree)
    _hold_bodies(tree)
    _name_headers(tree, prefix=prefix)
    _flatten(tree)
    _tidy_catalog(pdf)


class _Tree:
    """The structure elements in the order in which they were made, and their places."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.elements = [
            item
            for item in pdf.objects
            if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
        ]
        self.root = self.at(pdf.catalog["StructTreeRoot"])

    def at(self, reference: bytes) -> pydyf.Dictionary:
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        for kid in element["K"]:
            if isinstance(kid, bytes):
                yield self.at(kid)


def _refuse_lost_content(pdf: pydyf.PDF) -> None:
    """Refuse tagged text inside a form: its marks are not on the page, so no reader finds it."""
    for item in pdf.objects:
        inner = isinstance(item, pydyf.Stream) and "BBox" in item.extra
        if inner and any(isinstance(part, dict) and "MCID" in part for part in item.stream):
            raise MarkupError("text has an opacity, a blend or a pattern (use a colour instead)")


def _refuse_loose_tags(tree: _Tree) -> None:
    """Refuse content whose tag hangs outside the tree, such as running headers."""
    reached: set[int] = set()
    waiting = [tree.at(reference) for reference in tree.root["K"]]
    while waiting:
        element = waiting.pop()
        reached.add(element.number)
        waiting += [kid for kid in tree.kids(element) if kid.get("Type") == "/StructElem"]
    if any(element.number not in reached for element in tree.elements):
        raise MarkupError("something stands in the page margin")


def _describe_links(document: Document) -> None:
    """Say where a link leads by its words, not by the raw address (UA-1, 7.18.5)."""
    for page in document.pages:
        for _kind, _target, _area, box in page.links:
            if box.link_annotation and box.element is not None:
                box.link_annotation["Contents"] = pydyf.String(text_of(box.element))


def _keep_outer_link(tree: _Tree, element: pydyf.Dictionary) -> None:
    """Drop the copy of a link that the engine gives each box inside it: its tag is no Link."""
    if element["S"] == "/Link":
        return
    for reference in [kid for kid in element["K"] if isinstance(kid, bytes)]:
        kid = tree.at(reference)
        if kid.get("Type") == "/OBJR":
            element["K"].remove(reference)
            tree.at(kid["Pg"])["Annots"].remove(kid["Obj"])
            keys = tree.at(tree.root["ParentTree"])["Nums"]
            place = keys[::2].index(tree.at(kid["Obj"])["StructParent"])
            del keys[2 * place : 2 * place + 2]


def _repair(tree: _Tree, element: pydyf.Dictionary) -> None:
    tag = element["S"]
    if tag == "/TH":
        element["A"]["Scope"] = "/Column" if _in_head(tree, element) else "/Row"
    elif tag == "/Figure":
        _check_figure(tree, element)
    elif tag in _ONCE and tree.at(element["P"])["S"] == tag:
        element["S"] = "/Span"  # an anonymous box, not a heading in a heading
    elif tag == "/Link" and all(kid.get("Type") != "/OBJR" for kid in tree.kids(element)):
        element["S"] = "/Span"


def _in_head(tree: _Tree, cell: pydyf.Dictionary) -> bool:
    above = tree.at(tree.at(cell["P"])["P"])
    return bool(above["S"] == "/THead")


def _check_figure(tree: _Tree, element: pydyf.Dictionary) -> None:
    if "Alt" not in element:
        raise MarkupError("a drawing has no title")
    # Points from the bottom of the page; the engine gives CSS pixels from the top.
    height = tree.at(element["Pg"])["MediaBox"][3]
    left, top, right, bottom = (float(value) * 0.75 for value in element["A"]["BBox"])
    element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


def _number_lists(document: Document, tree: _Tree) -> None:
    """Say how each list is numbered (UA-1, 7.6); elements come in the order of the boxes."""
    lists = [element for element in tree.elements if element["S"] == "/L"]
    tags = [tag for page in document.pages for tag in _list_tags(page._page_box)]
    if len(lists) != len(tags):
        raise MarkupError("a list has an unusual display")
    for element, tag in zip(lists, tags, strict=True):
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": _LISTS[tag]})


def _list_tags(box: Box) -> Iterator[str]:
    waiting = [box]
    while waiting:
        inner = waiting.pop()
        inner = getattr(inner, "_box", inner)
        if inner.element is not None and inner.element_tag in _LISTS:
            yield inner.element_tag
        waiting += reversed(getattr(inner, "children", ()))


def _pair_terms(tree: _Tree) -> None:
    """Make each term of a definition list the label of its body: L > LI > Lbl, LBody."""
    for element in tree.elements:
        if element["S"] != "/L":
            continue
        for group in tree.kids(element):
            if group["S"] != "/Div":
                continue
            group["S"] = "/LI"
            items = [item for item in tree.kids(group) if item["S"] == "/LI"]
            for number, item in enumerate(items):
                item["S"] = "/Lbl" if number == 0 and len(items) > 1 else "/LBody"
                for body in tree.kids(item):
                    body["S"] = "/Div"


def _hold_bodies(tree: _Tree) -> None:
    """Put all of a list item but its label into one body: the engine leaves paragraphs loose."""
    for item in [element for element in tree.elements if element["S"] == "/LI"]:
        kids = list(tree.kids(item))
        if all(kid.get("S") in _OF_ITEMS for kid in kids):
            continue
        held = [kid for kid in kids if kid.get("S") not in ("/Lbl", "/L")]
        body = pydyf.Dictionary({**item, "S": "/LBody", "P": item.reference, "K": pydyf.Array()})
        tree.pdf.add_object(body)
        item["K"].insert(item["K"].index(held[0].reference), body.reference)
        for kid in held:
            item["K"].remove(kid.reference)
            body["K"].append(kid.reference)
            kid["P"] = body.reference
            kid["S"] = "/Div" if kid["S"] == "/LBody" else kid["S"]


def _name_headers(tree: _Tree, *, prefix: str) -> None:
    """Make header ids unique in the whole document and list them in an IDTree.

    Data cells refer to a header by the very same string object, so both change together.
    """
    named = [element for element in tree.elements if "ID" in element]
    for element in named:
        element["ID"].string = f"{prefix}/{element['ID'].string}"
    named.sort(key=lambda element: str(element["ID"].string))
    names = pydyf.Array()
    for element in named:
        names.extend((element["ID"], element.reference))
    if names:
        tree.root["IDTree"] = pydyf.Dictionary({"Names": names})


def _flatten(tree: _Tree) -> None:
    """Give the content of elements that say nothing to their parents: half of all elements.

    The engine wraps each line of text in one; a thinner tree reads the same and merges faster.
    """
    keys = tree.at(tree.root["ParentTree"])["Nums"]
    slots = dict(zip(keys[::2], keys[1::2], strict=True))
    for element in reversed(tree.elements):
        marks = element["K"]
        if element["S"] not in _SILENT or not all(isinstance(mark, int) for mark in marks):
            continue
        parent = tree.at(element["P"])
        place = parent["K"].index(element.reference)
        parent["K"][place : place + 1] = marks
        for mark in marks:
            slots[tree.at(element["Pg"])["StructParents"]][mark] = parent.reference
        element.clear()


def _tidy_catalog(pdf: pydyf.PDF) -> None:
    for item in pdf.objects:
        resources = item.extra.get("Resources") if isinstance(item, pydyf.Stream) else item
        if isinstance(resources, dict):
            for name in ("Pattern", "Shading"):
                if resources.get(name) == {}:
                    del resources[name]
    if "Dests" in pdf.catalog.get("Names", {}):
        # As an object of its own the merge can copy it.
        names = pdf.catalog["Names"]["Dests"]
        pdf.add_object(names)
        pdf.catalog["Names"]["Dests"] = names.reference

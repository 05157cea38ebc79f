"""What markup must satisfy before it is printed, and the small repairs that need no layout."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
ACROSS = "document:"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_ACTIVE = {
    "style", "link", "script", "base", "object", "embed", "iframe", "form", "input", "button",
    "select", "textarea", "audio", "video", f"{SVG}style", f"{SVG}script", f"{SVG}image",
    f"{SVG}foreignObject",
}  # fmt: skip
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9._-]*\Z")
_SITE = re.compile(r"/(?!/)|\?")
_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,")
_ENDLESS, _PIECE = re.compile(r"\S{300,}"), re.compile(r".{1,64}")
_INVISIBLE = frozenset("\n\r\t\u00ad\u200b\u2060")
_DROPPED = frozenset("\ufe0e\ufe0f")


class MarkupError(Exception):
    """The markup breaks a rule; the text ends a sentence for the author of the template."""


def prepare(root: Element, *, prefix: str, drawable: frozenset[int]) -> None:
    """Check the tree and make it printable in place."""
    _leave_out_hidden(root)
    anchors = _anchors(root)
    _name_headings(root, anchors, prefix=prefix)
    for element in root.iter():
        if isinstance(element.tag, str):
            _check(element)
            _tie(element, anchors)
    _scope_headers(root)
    _spell_out(root, drawable)


def text_of(element: Element) -> str:
    """Give the text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def headings(root: Element) -> Iterator[tuple[int, str, str]]:
    """Yield level, text and anchor of each heading in reading order."""
    for element in _headings(root):
        yield HEADINGS.index(element.tag) + 1, text_of(element), element.attrib["id"]


def _headings(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag in HEADINGS)


def _leave_out_hidden(root: Element) -> None:
    """Leave out what a page hides too, and mere decoration: print has signs of its own."""
    for parent in list(root.iter()):
        for child in list(parent):
            decoration = child.tag == f"{SVG}svg" and child.attrib.get("aria-hidden") == "true"
            if decoration or "hidden" in child.attrib:
                _remove(parent, child)


def _remove(parent: Element, child: Element) -> None:
    place = list(parent).index(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)


def _anchors(root: Element) -> set[str]:
    anchors: set[str] = set()
    for element in root.iter():
        anchor = element.attrib.get("id")
        if anchor is None:
            continue
        if not _ANCHOR.match(anchor):
            raise MarkupError(f"the id “{anchor}” has other signs than letters, digits, . _ -")
        if anchor in anchors:
            raise MarkupError(f"the id “{anchor}” occurs twice")
        anchors.add(anchor)
    return anchors


def _name_headings(root: Element, anchors: set[str], *, prefix: str) -> None:
    for number, element in enumerate(_headings(root), start=1):
        if "id" not in element.attrib:
            element.attrib["id"] = f"{prefix}.{number}"
            anchors.add(element.attrib["id"])


def _check(element: Element) -> None:
    tag = element.tag
    if tag in _ACTIVE:
        raise MarkupError(f"it holds a <{tag.removeprefix(SVG)}> element")
    if "style" in element.attrib:
        raise MarkupError(f"a <{tag.removeprefix(SVG)}> element has a style attribute")
    if tag == f"{SVG}svg" and not (element.findtext(f"{SVG}title") or "").strip():
        raise MarkupError("a drawing has no <title> as first child")
    if tag == f"{SVG}use" and any(not value.startswith("#") for value in _targets(element)):
        raise MarkupError("a drawing is taken from elsewhere")
    if tag == "img":
        _check_picture(element)


def _targets(element: Element) -> list[str]:
    return [value for key, value in element.attrib.items() if key.endswith("href")]


def _check_picture(element: Element) -> None:
    if not element.attrib.get("alt", "").strip():
        raise MarkupError("a picture has no alternative text")
    if not _PICTURE.match(element.attrib.get("src", "")):
        raise MarkupError("a picture is neither drawn as SVG nor embedded as PNG or JPEG data")


def _tie(element: Element, anchors: set[str]) -> None:
    """Leave links within the chapter, mark those to other chapters, drop those into the site."""
    if element.tag != "a" or "href" not in element.attrib:
        return
    target = element.attrib["href"].strip()
    if target.startswith("#"):
        if target[1:] not in anchors:
            element.attrib["href"] = ACROSS + target[1:]
    elif _SITE.match(target):
        del element.attrib["href"]  # dead on paper: there it is plain text
    elif not _LINK.match(target):
        raise MarkupError(f"a link leads to “{target[:60]}”")
    if not text_of(element):
        raise MarkupError(f"the link to “{target[:60]}” has no text")


def _scope_headers(root: Element) -> None:
    """Give every header cell its direction, so that data cells are tied to the right ones."""
    heads = {cell for head in root.iter("thead") for cell in head.iter("th")}
    for cell in root.iter("th"):
        cell.attrib.setdefault("scope", "col" if cell in heads else "row")


def _spell_out(root: Element, drawable: frozenset[int]) -> None:
    """Write characters that no bundled face can draw by their number: never a blank box.

    This also brings invisible controls to light, which could make a text read otherwise than it is.
    """
    letters = _Letters(drawable)
    for element in root.iter():
        if element.text:
            element.text = _printable(element.text, letters)
        if element.tail:
            element.tail = _printable(element.tail, letters)


def _printable(text: str, letters: "_Letters") -> str:
    """Spell out what cannot be drawn; let endless words break, as their layout takes n² time."""
    shown = text if text.isascii() else text.translate(letters)
    return _ENDLESS.sub(lambda word: "\u200b".join(_PIECE.findall(word[0])), shown)


class _Letters(dict[int, "str | int"]):
    def __init__(self, drawable: frozenset[int]) -> None:
        super().__init__()
        self.drawable = drawable

    def __missing__(self, code: int) -> "str | int":
        kept = code in self.drawable or chr(code) in _INVISIBLE
        shown: str | int = code if kept else "" if chr(code) in _DROPPED else f"[U+{code:04X}]"
        self[code] = shown
        return shown

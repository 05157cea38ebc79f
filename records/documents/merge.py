"""Join printed pieces to one PDF with one structure tree, one set of names and one outline.

Nothing here loops over structure elements: numbers are shifted where pages and annotations keep
them, and each piece becomes one leaf of the shared number and name trees.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, Pdf, String

from records.documents.errors import DocumentError
from records.documents.markup import ACROSS
from records.documents.parts import RenderedChapter


@contextmanager
def merged(pieces: Sequence[RenderedChapter]) -> Iterator[Pdf]:
    """Yield the joined document, with the pieces still open: saving needs them."""
    with ExitStack() as stack:
        target = stack.enter_context(Pdf.new())
        sources = [stack.enter_context(Pdf.open(BytesIO(piece.pdf))) for piece in pieces]
        joiner = _Joiner(target)
        for source in sources:
            joiner.add_pages(source)
        for number, (piece, source) in enumerate(zip(pieces, sources, strict=True)):
            joiner.add_structure(number, source, title=piece.title)
        joiner.finish()
        yield target


class _Joiner:
    """What has been joined so far."""

    def __init__(self, target: Pdf) -> None:
        self.target = target
        self.spans: list[tuple[int, int]] = []
        self.next_key = 0
        self.leaves: list[pikepdf.Object] = []
        self.parts: list[pikepdf.Object] = []
        self.id_leaves: list[pikepdf.Object] = []
        self.names: dict[bytes, pikepdf.Object] = {}
        self.bookmarks: list[pikepdf.Object] = []
        self.icc: pikepdf.Object | None = None

    def add_pages(self, source: Pdf) -> None:
        """Take the pages in first: the copier remembers them, so that tags find them again."""
        first = len(self.target.pages)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of destinations, which are joined below
            self.target.pages.extend(source.pages)
        self.spans.append((first, len(self.target.pages)))

    def add_structure(self, number: int, source: Pdf, *, title: str) -> None:
        """Take in tags, names, bookmarks and the colour profile of one piece."""
        tree = self.target.copy_foreign(source.Root.StructTreeRoot)
        keys = tree.ParentTree.Nums
        self._shift_keys(self._pages(number), keys)
        part = tree.K[0]
        part.S, part.T = Name.Part, String(title)
        self.parts.append(part)
        if "/IDTree" in tree:
            names = tree.IDTree.Names
            limits = Array([names[0], names[-2]])
            leaf = Dictionary(Names=names, Limits=limits)
            self.id_leaves.append(self.target.make_indirect(leaf))
        self._add_names(source)
        self._add_bookmarks(source)
        self._share_colours(number, source)

    def finish(self) -> None:
        """Write the shared trees into the catalogue."""
        self._check_links()
        root = self.target.Root
        document = self.target.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array(self.parts))
        )
        root.StructTreeRoot = self.target.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([document]),
                ParentTree=self.target.make_indirect(Dictionary(Kids=Array(self.leaves))),
                ParentTreeNextKey=self.next_key,
            )
        )
        document.P = root.StructTreeRoot
        for part in self.parts:
            part.P = document
        if self.id_leaves:
            self.id_leaves.sort(key=lambda leaf: bytes(leaf.Limits[0]))
            root.StructTreeRoot.IDTree = Dictionary(Kids=Array(self.id_leaves))
        self._write_names()
        self._write_outline()

    def _pages(self, number: int) -> list[pikepdf.Object]:
        first, last = self.spans[number]
        return [self.target.pages[index].obj for index in range(first, last)]

    def _shift_keys(self, pages: Sequence[pikepdf.Object], keys: pikepdf.Object) -> None:
        shift = self.next_key
        for index in range(0, len(keys), 2):
            keys[index] = int(keys[index]) + shift
        for page in pages:
            page.StructParents = int(page.StructParents) + shift
            for note in page.get("/Annots", ()):
                note.StructParent = int(note.StructParent) + shift
        leaf = Dictionary(Nums=keys, Limits=Array([shift, keys[-2]]))
        self.leaves.append(self.target.make_indirect(leaf))
        self.next_key = int(keys[-2]) + 1

    def _add_names(self, source: Pdf) -> None:
        if "/Names" not in source.Root or "/Dests" not in source.Root.Names:
            return
        pairs = self.target.copy_foreign(source.Root.Names.Dests).Names
        for index in range(0, len(pairs), 2):
            name = bytes(pairs[index])
            if name in self.names:
                message = _("Two chapters both use the id “%(id)s”. Rename one of them.")
                raise DocumentError(message % {"id": name.decode()})
            self.names[name] = pairs[index + 1]

    def _add_bookmarks(self, source: Pdf) -> None:
        if "/Outlines" not in source.Root:
            return
        item: pikepdf.Object | None = self.target.copy_foreign(source.Root.Outlines).First
        while item is not None:
            self.bookmarks.append(item)
            item = item.get("/Next")

    def _share_colours(self, number: int, source: Pdf) -> None:
        """Keep one colour profile instead of one for each piece."""
        if self.icc is None:
            profile = source.Root.OutputIntents[0].DestOutputProfile
            self.icc = self.target.copy_foreign(profile)
            self._write_intent(self.icc)
        for page in self._pages(number)[:1]:
            page.Resources.ColorSpace.srgb[1] = self.icc

    def _write_intent(self, profile: pikepdf.Object) -> None:
        intent = Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB"),
            Info=String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
        self.target.Root.OutputIntents = Array([self.target.make_indirect(intent)])

    def _check_links(self) -> None:
        """Turn links between chapters into named ones and refuse those that lead nowhere."""
        for page in self.target.pages:
            for note in page.obj.get("/Annots", ()):
                address = str(note.A.get("/URI", "")) if "/A" in note else ""
                if address.startswith(ACROSS):
                    del note["/A"]
                    note.Dest = String(address.removeprefix(ACROSS))
                if "/Dest" in note and bytes(note.Dest) not in self.names:
                    message = _("A link leads to “%(id)s”, which no chapter holds. Correct it.")
                    raise DocumentError(message % {"id": str(note.Dest)})

    def _write_names(self) -> None:
        pairs = Array()
        for name in sorted(self.names):
            pairs.append(String(name.decode()))
            pairs.append(self.names[name])
        dests = self.target.make_indirect(Dictionary(Names=pairs))
        self.target.Root.Names = Dictionary(Dests=dests)

    def _write_outline(self) -> None:
        outline = self.target.make_indirect(Dictionary(Type=Name.Outlines))
        for before, item in zip([None, *self.bookmarks], self.bookmarks, strict=False):
            item.Parent = outline
            for key in ("/Prev", "/Next"):
                if key in item:
                    del item[key]
            if before is not None:
                item.Prev, before.Next = before, item
        outline.First, outline.Last = self.bookmarks[0], self.bookmarks[-1]
        outline.Count = len(self.bookmarks)
        self.target.Root.Outlines = outline

"""The empty signature field, tagged from the start so that sealing touches no tag."""

from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, Pdf, String

FIELD = "Seal"
_PRINTED_AND_LOCKED = 4 + 128


def add_field(pdf: Pdf, *, label: str) -> None:
    """Put an invisible signature field on the first page and tie it to the structure tree."""
    page = pdf.pages[0].obj
    tree = pdf.Root.StructTreeRoot
    key = int(tree.ParentTreeNextKey)
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(_("Electronic seal of “%(title)s”") % {"title": label}),
            F=_PRINTED_AND_LOCKED,
            Rect=Array([0, 0, 0, 0]),
            P=page,
            StructParent=key,
        )
    )
    part = tree.K[0].K[0]
    element = Dictionary(
        Type=Name.StructElem, S=Name.Form, P=part, Pg=page, K=Dictionary(Type=Name.OBJR, Obj=field)
    )
    form = pdf.make_indirect(element)
    part.K.append(form)
    leaf = Dictionary(Nums=Array([key, form]), Limits=Array([key, key]))
    tree.ParentTree.Kids.append(pdf.make_indirect(leaf))
    tree.ParentTreeNextKey = key + 1
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(field)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=0))

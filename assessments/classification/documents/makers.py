"""The chapters that classifications add to an evidence pack, about a use case or one of its own."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from assessments.classification.documents import around, chapters
from records.documents.sections import SectionMaker

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def makers(*, looks_at: "StrOrPromise", signed: "StrOrPromise") -> list[SectionMaker]:
    """Return them; told is what of the classifications and of their sign-offs is judged."""
    return [
        SectionMaker(order=30, make=chapters.classification, looks_at=looks_at),
        SectionMaker(order=31, make=chapters.sign_offs, looks_at=signed),
        SectionMaker(order=32, make=around.chapter, looks_at=around.LOOKS_AT),
    ]


OF_CLASSIFICATION = makers(
    looks_at=_(
        "The classification: whether the register denies an answer, and whether the edition of "
        "the law still holds."
    ),
    signed=_("The classification: whether its state in this pack is signed."),
)
OF_USE_CASE = makers(
    looks_at=_(
        "Classifications: whether the register denies an answer, and whether the edition of the "
        "law still holds."
    ),
    signed=_("Classifications: whether their states in this pack are signed."),
)

"""The offer to erase values about people, for every kind that holds some."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.changing import erasure
from records.kinds.actions import RecordAction
from records.models import Record


def _also_archived(_record: Any) -> bool:
    return True


@lru_cache
def erase_action(model: type[Record]) -> RecordAction:
    """Return the action that erases what a field of a record holds and has held."""
    return RecordAction(
        name="erase",
        label=_("Erase personal values"),
        run=erasure.erase,
        needs="administer",
        form=_form(model),
        question=_("Erase what this record says about a person, now and in its whole past?"),
        consequences=(
            _("The value is replaced by “[erased]” in the record and in every past state of it."),
            _("The ledger keeps that there was a value, and by whom and why it was erased."),
            _("Nobody can bring it back. Signatures on the record become out of date."),
            _("Files it was imported from are removed; packs made before keep it, as does whoever "
              "has one."),
            _("Do not name the person in the reason."),
        ),
        when=_also_archived,
        icon="x",
        look="danger",
        api=False,
    )  # fmt: skip


def _form(model: type[Record]) -> type[forms.Form]:
    choices = [(name, capfirst(label)) for name, label in erasure.erasable(model).items()]
    field = forms.ChoiceField(label=_("What is erased"), choices=choices)
    return type("ErasureForm", (forms.Form,), {"field": field})


def holds_personal_values(model: type[Record]) -> bool:
    """Say whether records of a kind, or their parts, have fields with values about people."""
    return any(each.personal for each in (model, *model().part_models()))

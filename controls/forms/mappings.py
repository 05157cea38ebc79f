"""Forms about mappings."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from controls.actions import mappings
from controls.loading.strict_yaml import LARGEST_FILE
from controls.models import Relation
from controls.models.mappings import STRONGEST, WEAKEST
from governance.models import Unit
from inventory.actions.imports import tables
from inventory.forms.uploads import units_for
from records.actors import Actor


class SettleForm(forms.Form):
    """Say how a dispute ends."""

    outcome = forms.ChoiceField(
        label=_("How it ends"),
        choices=[
            (mappings.STANDS, _("It stands as it is: I have reviewed it")),
            (mappings.CORRECTED, _("It is corrected as follows, and somebody else reviews it")),
        ],
        widget=forms.RadioSelect,
    )
    relation = forms.ChoiceField(
        label=_("Relation, corrected"),
        choices=[("", _("as it is")), *Relation.choices],
        required=False,
    )
    strength = forms.IntegerField(
        label=_("Strength, corrected"), min_value=WEAKEST, max_value=STRONGEST, required=False
    )


class MappingFileForm(forms.Form):
    """Take a mapping collection, or the digest of one that was sent already."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    sha256 = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A mapping collection of OSCAL 1.2 as JSON, up to 4 MB."),
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        help_text=_("Who answers for the mappings; everybody may read them."),
        empty_label=None,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["_key"].initial = uuid4().hex
        self.fields["unit"].queryset = units_for(actor)  # type: ignore[attr-defined] # a choice

    def clean(self) -> dict[str, Any]:
        """Ask for one of both, and name the file."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is None and not cleaned.get("sha256"):
            self.add_error("file", _now("Choose a file."))
        elif file is not None and file.size > LARGEST_FILE:
            self.add_error("file", _now("The file is larger than 4 MB."))
        elif file is not None:
            cleaned["name"] = file.name[-255:]
        return cleaned

    def data_sent(self) -> bytes:
        """Return the bytes that were sent now, or before."""
        file = self.cleaned_data.get("file")
        return file.read() if file is not None else tables.kept(self.cleaned_data["sha256"])

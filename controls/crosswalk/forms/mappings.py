"""Forms about mappings."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from controls.crosswalk.actions import mappings
from controls.crosswalk.models.mappings import STRONGEST, WEAKEST
from controls.models import Relation
from inventory.imports.actions import tables
from inventory.imports.forms.uploads import FileForm
from records.incoming import LARGEST_FILE


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


class MappingFileForm(FileForm):
    """Take a mapping collection, or the digest of one that was sent already."""

    accept = ".json"
    largest = LARGEST_FILE
    too_large = _("The file is larger than 4 MB.")
    file_hint = _("A mapping collection of OSCAL 1.2 as JSON, up to 4 MB.")
    unit_hint = _("Who answers for the mappings; everybody may read them.")

    sha256 = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False

    def clean(self) -> dict[str, object]:
        """Ask for one of both, and name the file."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None:
            cleaned["name"] = file.name[-255:]
        elif not cleaned.get("sha256") and "file" not in self.errors:
            self.add_error("file", _now("Choose a file."))
        return cleaned

    def data_sent(self) -> bytes:
        """Return the bytes that were sent now, or before."""
        file = self.cleaned_data.get("file")
        return file.read() if file is not None else tables.kept(self.cleaned_data["sha256"])

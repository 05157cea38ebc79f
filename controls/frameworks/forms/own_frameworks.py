"""Forms to bring in a framework of one's own."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from controls.models import FrameworkKind
from inventory.imports.forms.uploads import FileForm
from records.incoming import LARGEST_FILE

CODE = r"^[a-z0-9][a-z0-9.-]*$"
CODE_HINT = _("Small letters, digits, dots and hyphens; it stands in addresses.")


class FrameworkFileForm(FileForm):
    """Take a file with a framework."""

    accept = ".yaml,.yml,.json,.csv,.tsv,.xlsx"
    largest = LARGEST_FILE
    too_large = _("The file is larger than 4 MB.")
    file_hint = _(
        "YAML with “framework”, “edition” and “provisions” as in the catalogue, an OSCAL "
        "catalog as JSON, or a CSV or XLSX table with number, title, text and parent. "
        "Up to 4 MB."
    )
    unit_hint = _("Who answers for the framework; everybody may read it.")


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class DetailsForm(forms.Form):
    """Say what a spreadsheet or an OSCAL catalog leaves open."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    framework = forms.RegexField(
        CODE, label=_("Short name of the framework"), max_length=60, help_text=CODE_HINT
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    short_title = forms.CharField(label=_("Short title"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=FrameworkKind, initial="standard")
    publisher = forms.CharField(label=_("Who publishes it"), max_length=300)
    licence = forms.CharField(
        label=_("Licence"),
        max_length=4_000,
        help_text=_("On which ground its words may stand here."),
    )
    edition = forms.RegexField(
        CODE, label=_("Short name of the edition"), max_length=60, help_text=CODE_HINT
    )
    edition_title = forms.CharField(label=_("Title of the edition"), max_length=300, required=False)
    published = _day(_("Published"))
    in_force = _day(_("In force"), required=False, help_text=_("Left empty: as published."))
    replaces = forms.RegexField(
        CODE, label=_("Short name of the edition it replaces"), max_length=60, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["_key"].initial = uuid4().hex

    def details(self) -> dict[str, str]:
        """Return what was said, dates as ISO texts."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "_key"}
        return {
            name: value if isinstance(value, str) else value.isoformat()
            for name, value in said.items()
            if value
        }

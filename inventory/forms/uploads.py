"""The forms that begin an import: the file, how it is read, which mapping to start from."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.models import Unit
from inventory.models import ImportRun
from inventory.sources.delimited import DELIMITERS, ENCODINGS
from inventory.sources.grid import MAX_FILE_BYTES
from records.actors import Actor

DELIMITER_NAMES = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}


def units_for(actor: Actor) -> Any:
    """Return the units at which the actor may import."""
    return Unit.objects.visible_to(actor, "import").current().order_by("path")


class UploadForm(forms.Form):
    """Take a file and the unit it is for."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or Excel (XLSX), headings in the first row, up to 25 MiB and 100,000 rows."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        help_text=_("Use cases go to this unit, or to the units below it that the file names."),
        empty_label=None,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["_key"].initial = uuid4().hex
        unit = self.fields["unit"]
        unit.queryset = units_for(actor)  # type: ignore[attr-defined] # a choice of models

    def clean_file(self) -> Any:
        """Refuse a file by its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            most = MAX_FILE_BYTES // (1024 * 1024)
            sentence = _now("This file is larger than %(most)d MiB. Split it and import the parts.")
            raise forms.ValidationError(sentence % {"most": most})
        return file


class ReadingForm(forms.Form):
    """Correct how the file was read."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Values are divided by"), required=False)
    sheet = forms.CharField(label=_("Sheet"), required=False, max_length=100)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if run.sheet:
            del self.fields["encoding"], self.fields["delimiter"]
            self.fields["sheet"].initial = run.sheet
            return
        del self.fields["sheet"]
        self._offer("encoding", [(name, name) for name in ENCODINGS], run.encoding)
        names = [(sign, DELIMITER_NAMES.get(sign, sign)) for sign in DELIMITERS]
        self._offer("delimiter", names, run.delimiter)

    def _offer(self, name: str, choices: list[Any], initial: str) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined] # a choice field
        field.initial = initial

    def chosen(self) -> dict[str, str]:
        """Return what was chosen."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class StartForm(forms.Form):
    """Choose the mapping to start from."""

    mapping = forms.ChoiceField(
        label=_("How is this file read?"), widget=forms.RadioSelect, required=True
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mapping"].choices = choices  # type: ignore[attr-defined] # a choice field
        self.fields["mapping"].initial = choices[0][0]

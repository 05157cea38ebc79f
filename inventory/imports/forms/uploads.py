"""The forms that begin an import: the file, how it is read, which mapping to start from."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.models import Unit
from inventory.models import ImportRun
from records.actors import Actor
from records.incoming import DELIMITERS, ENCODINGS, MAX_FILE_BYTES
from records.kinds.targets import ImportTarget
from records.shapes import Text

DELIMITER_NAMES = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}


def units_for(actor: Actor) -> object:
    """Return the units at which the actor may import."""
    return Unit.objects.visible_to(actor, "import").current().order_by("path")


class FileForm(forms.Form):
    """Take a file and the unit it is for; each sort of file says what it may be."""

    accept: ClassVar[str] = ""
    largest: ClassVar[int] = MAX_FILE_BYTES
    too_large: ClassVar[Text] = ""
    file_hint: ClassVar[Text] = ""
    unit_hint: ClassVar[Text] = ""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(label=_("File"), widget=forms.FileInput)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file, unit = self.fields["file"], self.fields["unit"]
        self.fields["_key"].initial = uuid4().hex
        file.widget.attrs["accept"] = self.accept
        file.help_text, unit.help_text = str(self.file_hint), str(self.unit_hint)
        unit.queryset = units_for(actor)  # type: ignore[attr-defined] # a choice of models

    def clean_file(self) -> Any:
        """Refuse a file by its size before it is read."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > self.largest:
            raise forms.ValidationError(str(self.too_large))
        return file


class UploadForm(FileForm):
    """Take a table whose rows become records."""

    accept = ".csv,.tsv,.txt,.xlsx"
    too_large = _("This file is larger than 25 MiB. Split it and import the parts.")
    file_hint = _("CSV or Excel (XLSX), headings in the first row, up to 25 MiB and 100,000 rows.")

    def __init__(self, *args: Any, target: ImportTarget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        hint = _now("%(records)s go to this unit, or to the units below it that the file names.")
        self.fields["unit"].help_text = hint % {"records": target.kind.plural}


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
        return {name: value for name, value in self.cleaned_data.items() if value}


class MappingChoiceForm(forms.Form):
    """Choose the mapping to start from."""

    mapping = forms.ChoiceField(
        label=_("How is this file read?"), widget=forms.RadioSelect, required=True
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mapping"].choices = choices  # type: ignore[attr-defined] # a choice field
        self.fields["mapping"].initial = choices[0][0]

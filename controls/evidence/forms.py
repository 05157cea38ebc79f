"""What is asked to hand in evidence, and to attach it."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from controls.evidence.actions import HandedIn
from controls.evidence.models import AT_MOST_DAYS
from controls.evidence.sources.files import MAX_BYTES
from controls.library.forms import editions
from controls.models import Control, Freshness, Implementation

_DAY = {"type": "date"}


def _date(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs=_DAY)
    return forms.DateField(label=label, widget=widget, **options)


class FileOrText(forms.FileInput):
    """Take a file of a form, or the text that a program sends in its place."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Prefer the file."""
        return super().value_from_datadict(data, files, name) or data.get(name)


class EvidenceFileField(forms.FileField):
    """Take a file up to the limit; a program sends its bytes as base64."""

    widget = FileOrText
    # Base64 takes four characters for three bytes; the rest of what is sent needs some room.
    largest_sent = MAX_BYTES * 4 // 3 + 1024 * 1024

    def to_python(self, data: Any) -> Any:
        """Read base64, then check the size before anything is read."""
        if isinstance(data, str) and data:
            data = _decoded(data)
        file = super().to_python(data)
        if file is not None and file.size > MAX_BYTES:
            sentence = gettext("The file is larger than %(most)d MiB. Give a link to it instead.")
            raise forms.ValidationError(sentence % {"most": MAX_BYTES // (1024 * 1024)})
        return file


def _decoded(text: str) -> SimpleUploadedFile:
    try:
        return SimpleUploadedFile("evidence", base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:
        sentence = gettext("The bytes of the file are to be sent as base64.")
        raise forms.ValidationError(sentence) from error


class TakenForm(forms.Form):
    """Ask for a file or a link, and for the days that it speaks of."""

    file = EvidenceFileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, image, office document, text, CSV or JSON, up to 25 MiB."),
    )
    file_name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    link = forms.URLField(
        label=_("Or a link"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=_("Where it is kept elsewhere. A digest is only worked out of files."),
    )
    collected_on = _date(_("Collected on"), initial=timezone.localdate)
    covers_from = _date(_("Covers from"), required=False)
    covers_to = _date(_("Covers until"), required=False)
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def handed_in(given: dict[str, Any]) -> HandedIn:
    """Return what a form of evidence took, and take it out of its values."""
    file = given.pop("file", None)
    name = given.pop("file_name", "")
    return HandedIn(
        data=file.read() if file else None,
        file_name=(name or file.name) if file else "",
        **{key: given.pop(key) for key in ("link", "collected_on", "covers_from", "covers_to",
                                           "note")},
    )  # fmt: skip


class HandInForm(TakenForm):
    """Add evidence with its first revision."""

    name = forms.CharField(label=_("What evidence is it?"), max_length=300)
    freshness = forms.ChoiceField(
        label=_("Grows stale"), choices=Freshness.choices, initial=Freshness.COLLECTED
    )
    valid_days = forms.IntegerField(
        label=_("Days"), initial=365, min_value=0, max_value=AT_MOST_DAYS
    )
    field_order = ("name",)


class ToImplementationForm(forms.Form):
    """Name an implementation by its reference."""

    to = forms.ModelChoiceField(
        Implementation.objects.all(),
        label=_("Implementation"),
        to_field_name="ref",
        widget=forms.TextInput,
        help_text=_("Its reference, such as IP-0012."),
        error_messages={"invalid_choice": _("No implementation in your reach has this reference.")},
    )


class ToClaimForm(forms.Form):
    """Name a claim: the control by its reference, and the provision."""

    to = forms.ModelChoiceField(
        Control.objects.all(),
        label=_("Control"),
        to_field_name="ref",
        widget=forms.TextInput,
        help_text=_("Its reference, such as CT-0012."),
        error_messages={"invalid_choice": _("No control has this reference.")},
    )
    edition = forms.ChoiceField(label=_("Law or standard"), choices=editions)
    code = forms.CharField(label=_("Number of the provision"), max_length=80)

"""Forms about a change of the law: which editions, which use cases, what to do."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.classification.forms.law import editions
from assessments.engine import corrections
from assessments.law_changes.documents.edition_names import title_of
from assessments.models import EditionVerdict

MOVED = "moved"


def targets() -> list[tuple[str, str]]:
    """Name the editions that can be read, and those that were corrected as they are now."""
    corrected = [(name, title_of(name)) for name in reversed(corrections.corrected())]
    return [*editions(), *corrected]


class ChangeForm(forms.Form):
    """Choose two editions and the day by which the new one is read."""

    old = forms.ChoiceField(label=_("From edition"), choices=editions)
    new = forms.ChoiceField(label=_("To edition"), choices=targets)
    on = forms.DateField(
        label=_("New edition as of"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name, _title in editions()]
        self.fields["new"].initial, self.fields["old"].initial = names[0], names[-1]


class CasesForm(forms.Form):
    """Narrow the use cases of a report; all of it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    verdict = forms.ChoiceField(
        label=_("Found"), required=False, choices=[("", _("any")), *EditionVerdict.choices]
    )
    obligations = forms.ChoiceField(
        label=_("Obligations"),
        required=False,
        choices=[
            ("", _("any")),
            ("gained", _("gained")),
            ("lost", _("lost")),
            (MOVED, _("moved")),
            ("none", _("unchanged")),
        ],
    )


class AdoptForm(forms.Form):
    """Adopt the new edition for one classification, and ask for sign-off where wanted."""

    on = forms.DateField(
        label=_("Law as of"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Left empty, the day of the report counts."),
    )
    send = forms.BooleanField(label=_("Send it for sign-off at once"), required=False)

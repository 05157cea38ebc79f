"""Forms about sharing one record with one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.forms.people import day_widget

RIGHTS = [("view", _("Read it")), ("change", _("Read and change it"))]


class ShareForm(forms.Form):
    """Ask with whom, for what and until when."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of somebody who can sign in here, in whatever unit."),
    )
    may = forms.ChoiceField(label=_("May"), choices=RIGHTS)
    until = forms.DateField(label=_("Last day"), widget=day_widget())


class StopForm(forms.Form):
    """Ask with whom the record is no longer shared."""

    email = forms.EmailField(label=_("E-mail address"))

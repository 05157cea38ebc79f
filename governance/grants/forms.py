"""Forms about sharing one record with one person."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.days import today
from governance.models import Person
from governance.people import guesses
from governance.people.forms import day_widget
from records.actors import NOBODY, Actor

RIGHTS = [("view", _("Read it")), ("change", _("Read and change it"))]


class ShareForm(forms.Form):
    """Ask with whom, for what and until when; what can be mended here is told here."""

    field_order = ("email", "may", "until", "reason")

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of somebody who can sign in here, whatever unit they belong to."),
    )
    may = forms.ChoiceField(
        label=_("They may"), choices=RIGHTS, initial="view", widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=day_widget(),
        help_text=_("Through the end of this day."),
    )

    # Whose guesses at addresses are counted; the view says so.
    asker: Actor = NOBODY

    def clean_email(self) -> str:
        """Refuse an address nobody signs in with, such as a mistyped one; not many one after other.

        Who may share reaches people beyond their own units by address alone, so each answer tells
        whether an address is known: mistyping is forgiven, trying a list of addresses is not.
        """
        email: str = self.cleaned_data["email"].strip()
        with guesses.guess(f"address to share with of {self.asker.id}") as tried:
            known = Person.objects.current().filter(email__iexact=email, is_active=True).exists()
            tried.judged(is_right=known)
        if not known:
            raise forms.ValidationError(_("Nobody who can sign in here has this e-mail address."))
        return email

    def clean_until(self) -> date:
        """Refuse a day that is over."""
        until: date = self.cleaned_data["until"]
        if until < today():
            raise forms.ValidationError(_("Sharing cannot end in the past."))
        return until


class StopForm(forms.Form):
    """Ask with whom the record is no longer shared."""

    field_order = ("email", "reason")

    email = forms.EmailField(label=_("E-mail address"))

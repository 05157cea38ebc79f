"""What is asked to claim a provision, and to record where a control is in place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from controls.models import Control, Edition, ImplementationStatus, Origin, Relation
from governance.models import Unit
from records.shapes import Text

# Read from the control to the provision, in words that say what the control does.
DOES: tuple[tuple[str, Text], ...] = (
    (Relation.EQUAL, _("does all it asks, no more")),
    (Relation.SUPERSET, _("does all it asks, and more")),
    (Relation.SUBSET, _("does a part of what it asks")),
    (Relation.INTERSECTS, _("supports it: does a part, and other things")),
)


def editions() -> list[tuple[str, str]]:
    """Return the editions that can be named, the newest of each framework first."""
    found = Edition.objects.current().select_related("framework")
    ordered = found.order_by("framework__code", "-in_force_on")
    return [(edition_id(edition), edition.title) for edition in ordered]


def edition_id(edition: Edition) -> str:
    """Return how an edition is named in addresses, files and commands: framework/edition."""
    return f"{edition.framework.code}/{edition.code}"


class ProvisionForm(forms.Form):
    """Name one provision."""

    edition = forms.ChoiceField(label=_("Law or standard"), choices=editions)
    code = forms.CharField(
        label=_("Number of the provision"),
        max_length=80,
        help_text=_("As the edition has it, such as A.6.2.4 or Art. 9(2)."),
    )


class ClaimForm(ProvisionForm):
    """Say what a control does of a provision."""

    relation = forms.ChoiceField(
        label=_("What the control does of it"), choices=DOES, widget=forms.RadioSelect
    )
    rationale = forms.CharField(
        label=_("Why"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("An auditor should see from it how the control meets the text."),
    )


class PlaceForm(forms.Form):
    """Say how a control is in place somewhere."""

    status = forms.ChoiceField(label=_("Status"), choices=ImplementationStatus.choices)
    since = forms.DateField(
        label=_("In place since"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Needed once it is implemented."),
    )
    origin = forms.ChoiceField(
        label=_("Who does it"), choices=Origin.choices, initial=Origin.OWN, required=False
    )
    stays_ours = forms.CharField(
        label=_("What stays ours"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Of a control that is inherited from above."),
    )
    description = forms.CharField(
        label=_("How it is done here"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_origin(self) -> str:
        """Take a control for one's own where nothing is said."""
        return self.cleaned_data["origin"] or Origin.OWN


class AtUnitForm(PlaceForm):
    """Record a control at a unit."""

    unit = forms.ModelChoiceField(
        Unit.objects.order_by("path"),
        label=_("Unit"),
        to_field_name="ref",
        help_text=_("It holds for this unit and everything below it."),
    )
    field_order = ("unit",)


class AtUseCaseForm(PlaceForm):
    """Record a control at a use case."""

    control = forms.ModelChoiceField(
        Control.objects.order_by("name"), label=_("Control"), to_field_name="ref"
    )
    field_order = ("control",)

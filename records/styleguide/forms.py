"""Sample forms of the style page, one field for each sort of widget."""

from django import forms

UNITS = [("", "Any unit"), ("city", "City of Lindenau"), ("hospital", "Municipal hospital")]
STAGES = [("", "Any stage"), ("initiated", "Initiated"), ("operation", "Operation and maintenance")]
GROUPS = [
    ("applicants", "Applicants for housing benefit"),
    ("patients", "Patients and their relatives"),
    ("staff", "Staff whose work is planned by the system"),
]
YES_NO = [("yes", "Yes"), ("no", "No"), ("unsure", "I don't know: ask somebody")]


class SampleForm(forms.Form):
    """Hold every sort of field with realistic labels."""

    name = forms.CharField(help_text="As people call it, so that they find it again.")
    purpose = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What it is for, and what it must not be used for.",
    )
    stage = forms.ChoiceField(choices=STAGES[1:])
    owners = forms.MultipleChoiceField(label="Shared with", choices=UNITS[1:], required=False)
    decides = forms.ChoiceField(
        label="Does its result decide about a person without anybody looking at it first?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text="Answer for the way it is used today, not for what it could do.",
    )
    affected = forms.MultipleChoiceField(
        label="Who is affected?",
        choices=GROUPS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts_on = forms.DateField(
        label="In service from",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    paper = forms.FileField(label="Supporting paper", required=False)
    confirmed = forms.BooleanField(label="I have checked these answers with the people who run it")


class SampleFilters(forms.Form):
    """Narrow the sample list."""

    q = forms.CharField(label="Search", required=False, widget=forms.SearchInput)
    unit = forms.ChoiceField(label="Unit", choices=UNITS, required=False)
    stage = forms.ChoiceField(label="Stage", choices=STAGES, required=False)
    owner = forms.CharField(label="Owner", required=False)
    review = forms.DateField(
        label="Review due before",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reference = forms.CharField(label="Reference", required=False)


class SignInForm(forms.Form):
    """Ask who is there."""

    login = forms.EmailField(
        label="E-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def refused() -> SampleForm:
    """Make a form that was sent with mistakes."""
    return SampleForm({"name": "Kidney", "stage": "initiated", "affected": ["patients"]})

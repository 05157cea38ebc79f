"""How mappings between provisions are shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from controls.crosswalk.actions import mappings
from controls.crosswalk.forms.mappings import SettleForm
from controls.models import Mapping, MappingState
from records.forms import Section
from records.kinds import RecordAction, RecordKind, Writes
from records.lists import Column
from records.panels import FactsPanel, TextPanel
from records.shapes import Status, Tone

TONES: dict[str, Tone] = {
    MappingState.PROPOSED: "upcoming",
    MappingState.REVIEWED: "ok",
    MappingState.DISPUTED: "bad",
}


def state(mapping: Any) -> Status:
    """Show whether somebody else has looked at a mapping."""
    word = MappingState(mapping.state).label.capitalize()
    return Status(word, TONES[mapping.state], mapping.dispute)


def _is_proposed(mapping: Any) -> bool:
    return not mapping.is_archived and mapping.state == MappingState.PROPOSED


def _is_disputed(mapping: Any) -> bool:
    return not mapping.is_archived and mapping.state == MappingState.DISPUTED


def _is_undisputed(mapping: Any) -> bool:
    return not mapping.is_archived and mapping.state != MappingState.DISPUTED


MAPPING = RecordKind(
    model=Mapping,
    slug="mappings",
    columns=(
        Column(key="source_code", label=_("Provision")),
        Column(key="source_framework", label=_("of framework")),
        "relation",
        Column(key="target_code", label=_("Provision")),
        Column(key="target_framework", label=_("of framework")),
        "strength",
        Column(
            key="state",
            label=_("State"),
            value=state,
            export=lambda mapping: mapping.get_state_display(),
            sort="state",
            badge=True,
        ),
        "reviewer",
        Column(key="source_editions", shown=False),
        Column(key="target_editions", shown=False),
        Column(key="rationale", shown=False),
        Column(key="published_in", shown=False),
        Column(key="proposed_by", shown=False),
        Column(key="reviewed_on", shown=False),
        Column(key="dispute", shown=False),
        Column(key="code", shown=False),
        Column(key="unit", shown=False),
        Column(key="updated_at", shown=False),
    ),
    filters=(
        "source_framework",
        "target_framework",
        "state",
        "relation",
        "reviewer",
        "unit",
    ),
    search=("ref", "code", "source_code", "target_code", "rationale"),
    fields=(
        Section(
            _("The pair"),
            (
                "source_framework",
                "source_code",
                "source_editions",
                "target_framework",
                "target_code",
                "target_editions",
                "unit",
                "owner",
            ),
            _("It is read from the first provision to the second one."),
            {
                "source_code": _("The number as the edition has it, such as A.6.1.3."),
                "target_code": _("The number as the edition has it, such as Art. 9(2)."),
                "source_editions": _(
                    "One on each line. Left empty: every edition that has the provision."
                ),
                "target_editions": _(
                    "One on each line. Left empty: every edition that has the provision."
                ),
                "unit": _("Who answers for the mapping; everybody may read it."),
            },
        ),
        Section(
            _("The judgement"),
            ("relation", "strength", "rationale", "published_in"),
            hints={
                "strength": _("From 1, weak, to 10, identical."),
                "published_in": _("Published tables that have the same pair; one on each line."),
            },
        ),
    ),
    panels=(
        TextPanel(title=_("Why it is disputed"), name="dispute"),
        FactsPanel(
            title=_("Proposal and review"), names=("code", "proposed_by", "reviewer", "reviewed_on")
        ),
    ),
    actions=(
        RecordAction(
            name="review",
            label=_("Confirm as reviewed"),
            run=mappings.review,
            reason="optional",
            question=_("Have you compared both texts, and do you confirm this mapping?"),
            consequences=(
                _("You stand there as its reviewer."),
                _("Who proposed a mapping cannot review it."),
            ),
            when=_is_proposed,
            icon="check",
            look="primary",
        ),
        RecordAction(
            name="dispute",
            label=_("Dispute"),
            run=mappings.dispute,
            needs="view",
            question=_("What is wrong with this mapping?"),
            consequences=(
                _("It is marked as disputed wherever it stands, with your reason."),
                _("Nothing is derived from it until the dispute is settled."),
            ),
            when=_is_undisputed,
            icon="alert-triangle",
        ),
        RecordAction(
            name="settle",
            label=_("Settle the dispute"),
            run=mappings.settle,
            form=SettleForm,
            question=_("How does the dispute end?"),
            consequences=(_("A mapping that should not exist is archived instead."),),
            when=_is_disputed,
            icon="gavel",
            look="primary",
        ),
    ),
    writes=Writes(create=mappings.propose, change=mappings.revise),
    api_fields=(
        "source_framework",
        "source_code",
        "source_editions",
        "target_framework",
        "target_code",
        "target_editions",
        "relation",
        "strength",
        "rationale",
        "published_in",
        "code",
        "state",
        "proposed_by",
        "reviewer",
        "reviewed_on",
        "dispute",
        "unit",
        "owner",
    ),
)

"""How questionnaires are shown."""

from django.utils.translation import gettext_lazy as _

from assessments.questionnaires.models.questionnaires import Questionnaire
from records.forms import Section
from records.kinds import MenuPlace, RecordKind

QUESTIONNAIRE = RecordKind(
    model=Questionnaire,
    slug="questionnaires",
    menu=MenuPlace(
        group="assessments",
        icon="clipboard-list",
        order=30,
        intro=_(
            "The questions and rules that decisions rest on; a published edition never changes."
        ),
        empty=_("Questionnaires are published when the installation is set up."),
    ),
    columns=("title", "edition", "question_count", "rule_count", "content_digest"),
    filters=("code",),
    search=("ref", "code", "title"),
    fields=(
        Section(
            _("Description"),
            ("title", "code", "edition", "question_count", "rule_count", "content_digest"),
        ),
    ),
)

"""The check of a supplier: all that a kind of assessment needs beside its questionnaire."""

from pathlib import Path

from django.db import models

from assessments.questionnaires.documents.chapters import assessment
from assessments.questionnaires.kinds.actions import ACTIONS, begin
from assessments.questionnaires.models.assessments import Assessment, Inquiry, Opinion
from assessments.questionnaires.procedures import Procedure
from records.documents.sections import SectionMaker
from records.history.past import tracked
from records.kinds import RecordKind, Writes
from tests.assessments.suppliers.models import Supplier


class SupplierCheck(Assessment):
    """Whether a supplier may be used."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="checks", editable=False)
    history = tracked()

    ref_prefix = "SK"
    subject_fields = ("supplier",)
    reach_field = "supplier__unit__path"
    parts = ("suppliers.CheckView", "suppliers.CheckQuestion")

    class Meta(Assessment.Meta):
        verbose_name = "supplier check"


class CheckView(Opinion):
    """A legal view on a check."""

    assessment = models.ForeignKey(SupplierCheck, models.PROTECT, related_name="legal_views")
    history = tracked()


class CheckQuestion(Inquiry):
    """A question of a check that was passed on."""

    assessment = models.ForeignKey(SupplierCheck, models.PROTECT, related_name="question_requests")
    history = tracked()


TOLD = SectionMaker(order=30, make=assessment, looks_at="The check: answers and legal views.")
KIND = RecordKind(
    model=SupplierCheck,
    slug="supplier-checks",
    columns=("supplier", "outcome_class", "owner"),
    fields=(),
    actions=ACTIONS,
    document=TOLD,
    writes=Writes(archive=True),
    api_fields=("supplier", "answers", "outcome", "outcome_class"),
)
FOLDER = Path(__file__).parents[2] / "data" / "supplier_check"
PROCEDURE = Procedure(model=SupplierCheck, code="supplier-check", shipped=FOLDER)
BEGIN = begin(SupplierCheck, name="check", label="Check it", question="Begin a check?")

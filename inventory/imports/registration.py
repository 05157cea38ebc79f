"""What imports register: their kinds and pages, their jobs, their files, what they forget."""

from django.utils.translation import gettext_lazy as _

from governance.findings.kinds import FINDING
from inventory.imports import tasks  # noqa: F401 - registers the jobs
from inventory.imports.actions import forgetting, tables
from inventory.imports.kinds import IMPORT_MAPPING, IMPORT_RUN
from inventory.imports.mappings import USE_CASES
from inventory.imports.trait import importable
from inventory.imports.views.carry_out import CARRY_OUT
from inventory.imports.views.records import ImportDetailView, ImportOfferView
from inventory.use_cases.kinds import USE_CASE
from records import contents, kinds
from records.changing import erasure

kinds.register(IMPORT_RUN)
kinds.register(IMPORT_MAPPING)
kinds.extend(
    IMPORT_RUN.code,
    actions=(CARRY_OUT,),
    views={"detail": ImportDetailView, "list": ImportOfferView},
)
importable(
    USE_CASE,
    offer=_("Import a register"),
    told=_("imported it from a register"),
    source="source",
    identity="source_identity",
    external="external",
    ready_made=USE_CASES,
)
importable(FINDING, offer=_("Import findings"))
erasure.register(forgetting.forget)
contents.register(tables.kept_files)

"""An app that no settings name: there while these tests run, with its tables, and gone again."""

import sys

import pytest
from django.apps import AppConfig, apps
from django.db import connection
from django.test import override_settings

from assessments.questionnaires import procedures
from assessments.questionnaires.trait import assessed
from governance.gaps import checks
from governance.packs.trait import packed
from governance.signoff import panels
from records.changing import following, references
from records.database import objects
from records.kinds import registry
from records.ledger import rows
from records.pages import work

LABEL = "suppliers"
PACKAGE = "tests.assessments.suppliers"
# What the program knows of its kinds; put back as it was.
REGISTERS = (registry._KINDS, registry._EXTRAS, procedures._PROCEDURES, checks._CHECKS)
# What it worked out once from all models there are.
CACHES = (
    following.reached_through,
    following.subject_field,
    following.subjects,
    panels._digests_of_kinds,
    rows.kept_tables,
)


@pytest.fixture(scope="module")
def the_app(django_db_setup, django_db_blocker):
    """Add the app to a process that runs, as if the settings named it."""
    kept = [dict(register) for register in REGISTERS]
    providers = list(work._PROVIDERS)
    made = AppConfig.create(PACKAGE)
    made.apps, apps.app_configs[LABEL] = apps, made
    made.import_models()
    from tests.assessments.suppliers import check, models

    with django_db_blocker.unblock():
        _known_anew()
        with connection.schema_editor() as editor:
            for model in made.get_models():
                editor.create_model(model)
        objects.prepare()
        registry.register(models.KIND)
        assessed(
            check.KIND, check.PROCEDURE, subject=models.Supplier.kind_code(), begin=check.BEGIN
        )
        packed(check.KIND, [check.TOLD])
        with override_settings(ROOT_URLCONF=f"{PACKAGE}.urls"):
            yield
        for register, was in zip(REGISTERS, kept, strict=True):
            register.clear()
            register.update(was)
        work._PROVIDERS[:] = providers
        records = [model for model in made.get_models() if hasattr(model, "ref_prefix")]
        objects.drop_views()
        with connection.schema_editor() as editor:
            for model in reversed(list(made.get_models())):
                editor.delete_model(model)
            for record in records:
                editor.execute(f"DROP SEQUENCE {references.sequence(record)}")
        del apps.app_configs[LABEL]
        _known_anew()
        objects.prepare()
        sys.modules.pop(f"{PACKAGE}.urls", None)


def _known_anew():
    apps.clear_cache()
    for cache in CACHES:
        cache.cache_clear()

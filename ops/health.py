"""Checks of the installation that need its settings: logins, printing, versions."""

import platform
from collections.abc import Iterator

import django
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from ops.bootstrap import system
from records.health import HealthCheck
from records.models import Entry


def installation() -> Iterator[HealthCheck]:
    """Look at the installation."""
    yield logins()
    yield printing()
    yield browser()
    yield versions()


def logins() -> HealthCheck:
    """Say whether pages work under a login that cannot rewrite the past."""
    table = Entry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, has_table_privilege(%s, 'UPDATE')"
            " OR has_table_privilege(%s, 'DELETE')",
            [table, table],
        )
        user, may_rewrite = cursor.fetchone()
    fine = settings.LOGINS_ARE_SEPARATE and not may_rewrite
    says = _("Pages work as %(user)s, which cannot change or delete past rows.")
    if may_rewrite:
        says = _("Pages work as %(user)s, which may change and delete past rows.")
    elif not fine:
        says = _("Pages work as %(user)s, and no other login is named for migrations.")
    return HealthCheck(
        code="logins",
        label=_("Logins of the database"),
        level="ok" if fine else "warn",
        says=says % {"user": user},
        todo=""
        if fine
        else _(
            "Give DATABASE_URL a restricted login and DATABASE_OWNER_URL the owner of the tables, "
            "then run “manage.py migrate”."
        ),
        figures={"countersign_database_logins_separate": float(fine)},
    )


def printing() -> HealthCheck:
    """Say whether packs can be printed."""
    present = system.PANGO.present()
    return HealthCheck(
        code="printing",
        label=_("Printing of PDF (Pango)"),
        level="ok" if present else "warn",
        says=_("Pango is there.") if present else _("Pango is missing: no pack can be printed."),
        todo="" if present else system.line_for(system.PANGO, system.means_here()),
        figures={"countersign_printing_available": float(present)},
    )


def browser() -> HealthCheck:
    """Say whether Chromium is there; only the tests of an installation want it."""
    found = system.chromium()
    return HealthCheck(
        code="browser",
        label=_("Chromium, for the tests"),
        says=_("It is %(path)s.") % {"path": found}
        if found
        else _("It is not there; only “manage.py test” would use it."),
    )


def versions() -> HealthCheck:
    """Name what runs here."""
    major = connection.pg_version // 10000  # type: ignore[attr-defined] # of PostgreSQL's backend
    return HealthCheck(
        code="versions",
        label=_("Versions"),
        says=_("Countersign %(ours)s, Django %(django)s, Python %(python)s, PostgreSQL %(pg)s.")
        % {
            "ours": settings.VERSION,
            "django": django.get_version(),
            "python": platform.python_version(),
            "pg": f"{major}.{connection.pg_version % 10000}",  # type: ignore[attr-defined] # as above
        },
    )

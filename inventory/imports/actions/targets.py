"""Which kind the rows of an import or the columns of a mapping fill."""

from django.utils.translation import gettext as _

from inventory.models import ImportMapping, ImportRun, UseCase
from records.errors import RuleError
from records.kinds import targets
from records.kinds.targets import ImportTarget


def target_of(record: ImportRun | ImportMapping) -> ImportTarget:
    """Return what the rows become."""
    return named(record.kind)


def named(code: str) -> ImportTarget:
    """Return the target of a kind's code; use cases where nothing is said."""
    found = targets.of(code or UseCase.kind_code())
    if found is None:
        raise RuleError(
            _("Records of the kind “%(kind)s” do not come in from files.") % {"kind": code}
        )
    return found


def code_of(target: ImportTarget) -> str:
    """Return the code that is kept: none for use cases, as ever."""
    code = target.kind.code
    return "" if code == UseCase.kind_code() else code

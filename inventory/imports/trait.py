"""What makes a kind of record one that comes in from files: target, and offer on its list."""

from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inventory.imports.views.records import ImportOfferView
from records import kinds
from records.kinds import RecordKind, targets
from records.kinds.targets import ImportTarget
from records.verbs import Verb

TOLD = _("imported it from a file")


def importable(  # noqa: PLR0913 - one place says all of it; only the offer is asked of every kind
    kind: RecordKind,
    *,
    offer: Promise,
    told: Promise = TOLD,
    source: str = "",
    identity: str = "",
    external: str = "",
    ready_made: Path | None = None,
) -> None:
    """Let records of a kind come in from CSV and XLSX files, into the fields of its form.

    The file is kept, mapped, previewed and carried out as for every kind; `ImportTarget` says what
    the rest means.
    """
    verb = Verb(f"{kind.code}.import", needs="import", told=told)
    targets.register(
        ImportTarget(
            kind=kind,
            verb=verb,
            offer=offer,
            source=source,
            identity=identity,
            external=external,
            ready_made=ready_made,
        )
    )
    kinds.extend(kind.code, views={"list": ImportOfferView})

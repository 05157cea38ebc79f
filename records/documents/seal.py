"""Seal a finished PDF by PAdES, appended to it: the original stays a prefix of the result."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.documents.errors import SealError
from records.documents.field import FIELD

if TYPE_CHECKING:
    from pyhanko.sign import SimpleSigner

# pyHanko is loaded where it is used: it takes 0.3 s and 20 MiB of every process, and few ever seal.


def load_signer(path: Path, *, passphrase: str = "") -> "SimpleSigner":
    """Read key and certificates from a PKCS #12 file."""
    from pyhanko.sign import SimpleSigner

    signer: SimpleSigner | None = SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call] # pyHanko leaves it untyped
        str(path), passphrase=passphrase.encode() or None
    )
    if signer is None:
        raise SealError(
            _("The sealing key in “%(file)s” cannot be read. Check the file and its passphrase.")
            % {"file": path.name}
        )
    return signer


def seal(pdf: bytes, *, signer: "SimpleSigner", reason: str, timestamp_url: str = "") -> bytes:
    """Sign into the prepared field: PAdES B-B, or B-T where a timestamp service is named."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

    stamper = HTTPTimeStamper(timestamp_url) if timestamp_url else None
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        # Readers that know it warn of anything appended, a further signature included.
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    try:
        sealed: BytesIO = PdfSigner(metadata, signer, timestamper=stamper).sign_pdf(
            _appender(pdf), existing_fields_only=True
        )
    except TimestampRequestError as error:
        raise SealError(
            _("The timestamp service gave no answer: %(error)s. Try again later.")
            % {"error": error}
        ) from error
    except (PdfError, SigningError) as error:
        raise SealError(
            _("The document cannot be sealed: %(error)s. Make it anew.") % {"error": error}
        ) from error
    return sealed.getvalue()


def _appender(pdf: bytes) -> Any:
    """Append the signature alone: metadata, dates and claims stay as they were made."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Appender(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave out what would rewrite the XMP and set the date of change to now."""

    return Appender(BytesIO(pdf))

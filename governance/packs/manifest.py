"""The manifest of a pack: what it is about, every file in it, and what it lacks."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.packs.contents import Contents
from records.ledger.canonical import canonical


@dataclass(frozen=True)
class PackFile:
    """A file that travels in a pack; `what` says in a few words what it is."""

    name: str
    data: bytes
    mime: str
    relationship: str
    what: str

    @property
    def sha256(self) -> str:
        """Return the digest of its bytes (hex)."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class About:
    """What a pack is about: the record, the moment, the size of the ledger that proves it."""

    kind: str
    id: str
    ref: str
    moment: datetime
    size: int
    is_sample: bool


def manifest(about: About, files: Sequence[PackFile], contents: Contents) -> bytes:
    """Return the canonical manifest, whose SHA-256 is the pack's id; it lists all other files."""
    return canonical(
        {
            "v": 1,
            "pack": {
                "subject": {"kind": about.kind, "id": about.id, "ref": about.ref},
                "moment": about.moment,
                "size": about.size,
                "sample": about.is_sample,
                **({"scope": contents.scope.ref} if contents.scope else {}),
            },
            "files": [
                {
                    "name": file.name,
                    "sha256": file.sha256,
                    "size": len(file.data),
                    "what": file.what,
                }
                for file in sorted(files, key=lambda one: one.name)
            ],
            "left_out": [
                {"name": one.original, "sha256": one.sha256, "size": one.byte_count, "of": one.ref}
                for one in contents.enclosures
                if one.is_left_out
            ],
            "completeness": [
                {"level": gap.level, "code": gap.code, "about": gap.about, "text": gap.text}
                for gap in contents.gaps
            ],
            "looked_at": [looked.as_json() for looked in contents.looked.looked],
            "not_looked_at": list(contents.looked.not_looked_at),
        }
    )

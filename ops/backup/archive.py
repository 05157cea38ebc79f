"""The archive file: a tar of members, closed by a manifest with the digest of each."""

import hashlib
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ops.backup.trouble import BackupError
from records.ledger.canonical import JSON

FORMAT = "countersign-backup/1"
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 * 1024**2
PIECE = 1024 * 1024


class DigestReader:
    """Read a file and digest what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


@dataclass
class Writer:
    """Write members one by one, then the manifest; the file is ours alone and whole or absent."""

    path: Path
    files: dict[str, dict[str, JSON]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.draft = self.path.with_name(f"{self.path.name}.part")
        handle = os.open(self.draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # A draft left by a broken-off attempt may have had another mode.
        os.fchmod(handle, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._tar = tarfile.TarFile(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, name: str, source: Path) -> None:
        """Add a file under a name."""
        with source.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            reader = DigestReader(file)
            self._tar.addfile(_member(name, size), reader)
        self.files[name] = {"size": size, "sha256": reader.digest.hexdigest()}

    def close(self, facts: Mapping[str, object]) -> str:
        """Write the manifest, put the file in its place, and return the manifest's digest."""
        manifest = {"format": FORMAT, **facts, "files": dict(sorted(self.files.items()))}
        text = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
        self._tar.addfile(_member(MANIFEST, len(text)), BytesIO(text))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self.draft.rename(self.path)
        return hashlib.sha256(text).hexdigest()

    def give_up(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        self.draft.unlink(missing_ok=True)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def unpack(path: Path, target: Path) -> dict[str, JSON]:
    """Check a whole archive while it is unpacked into an empty folder; return its manifest.

    Raises BackupError at the first thing that does not fit; `target` is then worthless.
    """
    try:
        with tarfile.open(path, mode="r:") as tar:
            manifest = _manifest(tar)
            found = {member.name: member for member in tar.getmembers()}
            _same_names(set(found) - {MANIFEST}, set(manifest["files"]))
            for name, said in manifest["files"].items():
                _take(tar, found[name], said, target)
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{path} cannot be read as a backup: {error}.") from error
    return manifest


def _manifest(tar: tarfile.TarFile) -> dict[str, JSON]:
    members = [member for member in tar.getmembers() if member.name == MANIFEST]
    if len(members) != 1 or members[0].size > LARGEST_MANIFEST:
        raise BackupError("This is no backup of Countersign: it has no manifest, or several.")
    file = tar.extractfile(members[0])
    try:
        manifest = json.loads(file.read()) if file else None
    except ValueError as error:
        raise BackupError("The manifest of this backup cannot be read.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        said = manifest.get("format") if isinstance(manifest, dict) else "none"
        raise BackupError(f"This version reads the format {FORMAT}; the file says {said}.")
    if not isinstance(manifest.get("files"), dict):
        raise BackupError("The manifest of this backup names no files.")
    return manifest


def _same_names(present: set[str], named: set[str]) -> None:
    for name in sorted(present ^ named):
        where = "is in the backup but not in its manifest" if name in present else "is missing"
        raise BackupError(f"“{name}” {where}. The backup is damaged or was changed.")


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, said: Any, target: Path) -> None:
    """Write one member below `target`; only plain files with plain names are taken."""
    place = PurePosixPath(member.name)
    if not member.isreg() or place.is_absolute() or ".." in place.parts or not place.parts:
        raise BackupError(f"“{member.name}” may not stand in a backup. Nothing was taken over.")
    file = tar.extractfile(member)
    if file is None:
        raise BackupError(f"“{member.name}” cannot be read.")
    goal = target.joinpath(*place.parts)
    goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    reader = DigestReader(file)
    with goal.open("xb") as out:
        while piece := reader.read(PIECE):
            out.write(piece)
    goal.chmod(0o600)
    if said != {"size": member.size, "sha256": reader.digest.hexdigest()}:
        raise BackupError(
            f"“{member.name}” is not what the manifest says: its digest differs. "
            "The backup is damaged or was changed; use another copy."
        )

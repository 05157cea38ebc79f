"""Mappings that come with the product, a file each, in a folder for each kind that has any."""

from pathlib import Path

from records.incoming import SourceError, TableMapping, parse
from records.incoming import gettext_noop as _

USE_CASES = Path(__file__).parent


def ready_made(folder: Path | None = USE_CASES) -> list[str]:
    """Return the names of the mappings that come with the product."""
    return sorted(path.stem for path in folder.glob("*.json")) if folder else []


def load_ready_made(name: str, folder: Path | None = USE_CASES) -> TableMapping:
    """Load a mapping that comes with the product, by its name."""
    if folder is None or name not in ready_made(folder):
        known = ", ".join(ready_made(folder))
        raise SourceError(_("No mapping “%(name)s”. Known: %(known)s."), name=name, known=known)
    return parse((folder / f"{name}.json").read_text(encoding="utf-8"))

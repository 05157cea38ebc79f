"""All works by name."""

from collections.abc import Callable, Mapping

from ops.bench.works import (
    appending,
    changing,
    gaps,
    importing,
    packing,
    printing,
    signing,
    verifying,
    writing,
)

WORKS: Mapping[str, Callable[..., dict[str, object]]] = {
    "append": appending.work,
    "change": changing.work,
    "gaps": gaps.work,
    "import": importing.work,
    "pack": packing.work,
    "pack_once": packing.once,
    "print": printing.work,
    "sign": signing.work,
    "verify": verifying.work,
    "write": writing.work,
}

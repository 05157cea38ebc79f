"""The figures of every work but the pages: run, and put into words."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from tempfile import TemporaryDirectory

from inventory.models import UseCase
from ops.bench import measuring
from ops.bench.report import Figure, missing
from ops.bench.works.running import run, run_together
from records.ledger.canonical import JSON

WRITERS, PROCESSES = 16, 2


def gently(name: str, measure: Callable[[], Sequence[Figure]]) -> list[Figure]:
    """Measure, or say why that could not be done; the rest of the bench goes on."""
    try:
        return list(measure())
    except Exception as error:  # whatever is wrong there, the others are measured
        return [missing(name, str(error) or type(error).__name__)]


def change() -> list[Figure]:
    """Report what a new edition changes for every use case; this is how all are classified anew."""
    told = run("change")
    more = {name: told[name] for name in ("with_changed_obligations", "ways", "peak_mib")}
    seconds = round(told["seconds"], 2)
    return [Figure("classify all under a new edition", seconds, "s", told["read"], more=more)]


def writers(work: str, name: str, *, seconds: float) -> list[Figure]:
    """Write with sixteen writers, spread over two processes as the web server's threads are."""
    times = _times(work, seconds)
    took = measuring.spread(times)
    rate, amount = round(len(times) / seconds, 1), UseCase.objects.count()
    return [
        Figure(f"{name}, rate", rate, "/s", amount, more={"processes": PROCESSES}),
        Figure(f"{name}, p99", took.p99, "ms", amount, more=asdict(took)),
    ]


def signing(*, seconds: float) -> list[Figure]:
    """Sign with sixteen signatories at once, each until the receipt."""
    times = _times("sign", seconds)
    if not times:
        raise LookupError("no sign-off was waiting")
    took, name = measuring.spread(times), "sign-off until its receipt, p99"
    return [Figure(name, took.p99, "ms", UseCase.objects.count(), more=asdict(took))]


def _times(work: str, seconds: float) -> list[float]:
    common = {"seconds": seconds, "writers": WRITERS // PROCESSES, "shares": PROCESSES}
    with TemporaryDirectory(prefix="countersign-bench-") as meeting:
        shares = [{**common, "meeting": meeting, "share": share} for share in range(PROCESSES)]
        told = run_together(work, shares)
    return [each for one in told for each in one["times"]]


def verify() -> list[Figure]:
    """Verify the whole ledger, without and with every history row."""
    return [*_verify("verify, tree only", with_rows=False),
            *_verify("verify, with history rows", with_rows=True)]  # fmt: skip


def _verify(name: str, *, with_rows: bool) -> list[Figure]:
    told = run("verify", with_rows=with_rows)
    seconds, entries = told["seconds"], told["entries"]
    more = {name: told[name] for name in ("history_rows", "checkpoints")}
    more |= {"per_second": round(entries / seconds)}
    figures = [Figure(name, round(seconds, 2), "s", entries, more=more)]
    if with_rows:
        figures.append(Figure("verify, memory", told["peak_mib"], "MiB", entries))
    return figures


def register(file: str, mapping: str) -> list[Figure]:
    """Import the register's file."""
    name = "import of a register"
    if not file:
        return [missing(name, "no file was named; use --register FILE")]
    told = run("import", file=file, mapping=mapping)
    seconds = sum(told["seconds"].values())
    more = {**told["seconds"], **told["counts"], "peak_mib": told["peak_mib"]}
    return [Figure(name, round(seconds, 2), "s", _rows(told["counts"]), more=more)]


def _rows(counts: dict[str, JSON]) -> int:
    names = ("added", "changed", "unchanged", "refused")
    return sum(int(counts.get(name, 0)) for name in names)


def pack(ref: str) -> list[Figure]:
    """Make the pack of a use case, again after a change, and check it offline."""
    told = run("pack", ref=ref)
    pages = told["pages"]
    more = {"pages": pages, "bytes": told["bytes"], "same_bytes": told["same_bytes_twice"]}
    checked = {"exit_code": told["offline_code"]}
    return [
        Figure("evidence pack, cold", round(told["cold"], 2), "s", pages, more=more),
        Figure("evidence pack, one chapter changed", round(told["warm"], 2), "s", pages),
        Figure("evidence pack, memory", told["peak_mib"], "MiB", pages),
        Figure("pack verified offline", round(told["offline"], 2), "s", told["proofs"],
               more=checked),
    ]  # fmt: skip


def gaps() -> list[Figure]:
    """Look for gaps in the whole organisation, and again."""
    told, amount = run("gaps"), UseCase.objects.count()
    more = {name: told[name] for name in ("points", "gaps")}
    return [
        Figure("gaps of the organisation, cold", round(told["cold"], 2), "s", amount, more=more),
        Figure("gaps of the organisation, cached", round(told["cached"] * 1_000), "ms", amount),
    ]


def pack_once(name: str, ref: str, scope: str = "", **more: object) -> list[Figure]:
    """Make one pack of a unit, or of an edition at one."""
    told = run("pack_once", ref=ref, scope=scope)
    more |= {"bytes": told["bytes"]}
    return [Figure(f"{name}, cold", round(told["cold"], 2), "s", told["pages"], more=more)]


def document(pages: int) -> list[Figure]:
    """Print a document of a size of its own, and again with one chapter of twelve changed."""
    told, name = run("print", pages=pages), f"document of {pages} pages"
    printed = told["pages"]
    return [
        Figure(f"{name}, cold", round(told["cold"], 2), "s", printed),
        Figure(f"{name}, one chapter changed", round(told["warm"], 2), "s", printed),
        Figure(f"{name}, memory", told["peak_mib"] or None, "MiB", printed),
    ]

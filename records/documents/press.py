"""Print pieces in separate fenced processes, or take them from the shelf."""

import json
import signal
import subprocess
import sys
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock, Timer
from types import TracebackType
from typing import IO, Any, Self, cast

from records.documents.cache import Shelf
from records.documents.errors import render_error
from records.documents.fence import environment
from records.documents.parts import PrintedHeading, PrintJob, RenderedChapter

_ROOT = Path(__file__).resolve().parents[2]
# So much markup takes about as long to lay out as another process takes to start.
_WORTH_A_START = 25_000
_HARMLESS = ("markup", "fetch")  # refused before anything was laid out
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'
)


@dataclass(frozen=True)
class Limits:
    """What a printing process may use: bytes of address space, CPU seconds, seconds a piece."""

    memory: int = 1536 * 2**20
    cpu: int = 600
    seconds: float = 180.0


class Press:
    """A few printing processes that live as long as the `with` block."""

    def __init__(
        self, cache_dir: Path | None = None, *, workers: int = 2, limits: Limits | None = None
    ) -> None:
        self.shelf = Shelf(cache_dir) if cache_dir else None
        self.workers = workers
        self.limits = limits or Limits()
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._all: list[_Process] = []
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._scratch = TemporaryDirectory(prefix="countersign-print-")
        Path(self._scratch.name, "fonts.conf").write_text(_NO_FONTS, encoding="utf-8")
        self._idle.put(self._start())  # its imports take a second: let them run meanwhile
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._all:
            process.end()
        self._scratch.cleanup()

    def print(
        self, jobs: Sequence[PrintJob], *, unkept: Collection[str] = ()
    ) -> list[RenderedChapter]:
        """Return the pieces in the order of the jobs; raise the first trouble as `RenderError`.

        Those named in `unkept` stay away from the shelf: they differ in nearly every document.
        """
        found = {job.id: None if job.id in unkept else self._find(job) for job in jobs}
        missing = [job for job in jobs if found[job.id] is None]
        missing.sort(key=lambda job: len(job.html), reverse=True)  # the longest must start first
        with ThreadPoolExecutor(max_workers=self._worth(missing)) as pool:
            pieces = list(pool.map(self._print_one, missing))
        for job, piece in zip(missing, pieces, strict=True):
            if self.shelf and job.id not in unkept:
                self.shelf.keep(job, piece)
        found |= {piece.id: piece for piece in pieces}
        return [ready for job in jobs if (ready := found[job.id])]

    def _worth(self, jobs: Sequence[PrintJob]) -> int:
        """Return how many processes print so much sooner than one."""
        return min(self.workers, 1 + sum(len(job.html) for job in jobs) // (2 * _WORTH_A_START))

    def _find(self, job: PrintJob) -> RenderedChapter | None:
        return self.shelf.find(job) if self.shelf else None

    def _print_one(self, job: PrintJob) -> RenderedChapter:
        process = self._take()
        answer = process.ask(job)
        if trouble := answer.get("trouble"):
            if trouble in _HARMLESS:
                self._idle.put(process)
            else:
                process.end()
            raise render_error(trouble, chapter=job.title, detail=answer["detail"])
        self._idle.put(process)
        headings = tuple(PrintedHeading(**heading) for heading in answer["headings"])
        pdf = process.out.read_bytes()
        return RenderedChapter(job.id, job.title, pdf, answer["pages"], headings)

    def _take(self) -> "_Process":
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._start()

    def _start(self) -> "_Process":
        with self._lock:
            process = _Process(Path(self._scratch.name), len(self._all), self.limits)
            self._all.append(process)
        return process


class _Process:
    """One printing process and the pipe to it."""

    def __init__(self, scratch: Path, number: int, limits: Limits) -> None:
        self.out = scratch / f"{number}.pdf"
        self.seconds = limits.seconds
        self.log = (scratch / f"{number}.log").open("w+b")
        self.child = subprocess.Popen(
            [sys.executable, "-m", "records.documents.worker", str(limits.memory), str(limits.cpu)],
            cwd=_ROOT,
            env=environment(scratch),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        self.orders = cast("IO[bytes]", self.child.stdin)
        self.answers = cast("IO[bytes]", self.child.stdout)

    def ask(self, job: PrintJob) -> dict[str, Any]:
        """Send a job and wait for its answer, at most the seconds allowed."""
        order = json.dumps({"id": job.id, "html": job.html, "out": str(self.out)}) + "\n"
        late = Timer(self.seconds, self.child.kill)
        late.start()
        try:
            self.orders.write(order.encode())
            self.orders.flush()
            answer = self.answers.readline()
        except BrokenPipeError:
            answer = b""
        timely = late.is_alive()
        late.cancel()
        return json.loads(answer) if answer else self._why(timely=timely)

    def end(self) -> None:
        """Stop the process and wait for it."""
        self.child.kill()
        self.child.communicate()
        self.log.close()

    def _why(self, *, timely: bool) -> dict[str, Any]:
        code = self.child.wait()
        self.log.seek(0)
        words = self.log.read().decode(errors="replace").strip().splitlines()[-1:]
        if not timely or code == -signal.SIGXCPU:
            return {"trouble": "time", "detail": ""}
        if code in (-signal.SIGABRT, -signal.SIGTRAP) or "MemoryError" in "".join(words):
            return {"trouble": "memory", "detail": ""}  # C libraries abort when memory ends
        return {"trouble": "crash", "detail": "".join(words)[:200] or str(code)}

"""The command 'up': everything from an empty folder to an address in the browser."""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from ops.bootstrap import checks, children, django_commands, embedded, running, system
from ops.bootstrap.children import Child
from ops.bootstrap.places import ROOT, InstallationPaths
from ops.bootstrap.trouble import Trouble

DEFAULT_PORT = 8000
NEEDED_BYTES = 500 * 1024**2
READY_SECONDS = 60.0
STOP_SECONDS = 15.0
WATCH_SECONDS = 0.2
UNWATCHED = "Database and queue cannot be watched"


class Stopped(Exception):
    """Ctrl-C or a signal asked for the end."""


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line of 'up'."""
    parser = argparse.ArgumentParser(prog="manage.py up", description="Start everything.")
    parser.add_argument("--demo", action="store_true", help="with a sample organisation")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or DEFAULT_PORT))
    return parser.parse_args(arguments)


def run(arguments: Sequence[str], places: InstallationPaths) -> int:
    """Start everything, stay until asked to stop, and leave nothing running behind."""
    chosen = options(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    processes: list[Child] = []
    try:
        check(places, chosen.port)
        os.environ["PORT"] = str(chosen.port)
        embedded.ensure_database()
        embedded.ensure_broker()
        log = shape(places)
        processes += start(places, chosen.port)
        sign_in = fill(places, log, demo=chosen.demo)
        wait_until_ready(chosen.port, processes[0])
        tell(welcome(chosen.port, sign_in, places.state))
        watch(processes)
    except Stopped:
        pass
    finally:
        if processes:
            tell("Stopping.")
        children.stop_all(processes, patience=STOP_SECONDS)
        embedded.release()
    return 0


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """Leave whatever is going on; a second signal while stopping changes nothing."""
    for known in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(known, signal.SIG_IGN)
    raise Stopped


def check(places: InstallationPaths, port: int) -> None:
    """Refuse in words what would fail later in riddles."""
    running_mark = running.read(places.state)
    if running_mark:
        running.hold(places.state, port)
    refused = checks.port_refused(port, taken=checks.is_taken(port)) or checks.space_refused(
        free=shutil.disk_usage(places.state).free, needed=NEEDED_BYTES, folder=places.state
    )
    if refused:
        raise Trouble(refused)
    running.hold(places.state, port)
    for need in system.FOR_UP:
        system.provide(need)


def shape(places: InstallationPaths) -> Path:
    """Bring tables and static files up to date; return the log of the set-up."""
    log = places.logs / "setup.log"
    tell("Preparing the database.")
    commands = [["migrate", "--noinput", "--verbosity=0"], ["collectstatic", "--noinput", "-v0"]]
    django_commands.steps(commands, login="owner", log=log)
    return log


def fill(places: InstallationPaths, log: Path, *, demo: bool) -> str:
    """Load catalogue and samples; return what the commands say on how to sign in."""
    samples = [["load_demo"]] if demo else []
    commands = [["load_catalogue", "--verbosity=0"], *samples, ["first_admin", "--print"]]
    return django_commands.steps(commands, login="app", log=log)


def start(places: InstallationPaths, port: int) -> list[Child]:
    """Start web, worker, schedule and sequencer."""
    python, logs = sys.executable, places.logs
    web = [python, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    # Loaded once and then forked: half the work of a start, and a killed worker is back at once.
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", "10", "--preload"]
    web += ["--no-control-socket"]
    celery = [python, "-m", "celery", "-A", "config.celery"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    # Apart from the worker, which does not notice when a schedule within it is killed.
    schedule = [*celery, "beat", "--schedule", str(places.state / "beat")]
    sequencer = [python, str(ROOT / "manage.py"), "sequence"]
    processes = [
        Child("web server", web, logs / "web.log"),
        Child("worker", worker, logs / "worker.log"),
        Child("schedule", schedule, logs / "schedule.log"),
        Child("sequencer", sequencer, logs / "sequencer.log"),
    ]
    for child in processes:
        child.start()
    return processes


def wait_until_ready(port: int, web: Child) -> None:
    """Wait until the sign-in page can be asked for."""
    last = time.monotonic() + READY_SECONDS
    while time.monotonic() < last:
        if serves(port):
            return
        if web.process and web.process.poll() is not None:
            raise Trouble(
                f"The web server does not start: {django_commands.last_line(web.log)}. "
                f"The whole story is in {web.log}."
            )
        time.sleep(0.1)
    raise Trouble(f"The web server does not answer on port {port}. Its log is {web.log}.")


def serves(port: int) -> bool:
    """Tell whether the web server answers at all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def welcome(port: int, sign_in: str, state: Path) -> str:
    """Return the one block that tells where to go, how to sign in and where the data lies."""
    lines = ["", f"Countersign is ready: http://localhost:{port}", ""]
    lines += [*sign_in.strip().splitlines(), ""] if sign_in.strip() else []
    lines += [f"Data and logs: {state}", "Ctrl-C stops everything.", ""]
    return "\n".join(lines)


def tell(sentence: str) -> None:
    """Say something at once, also into a file or a pipe; what cannot be written stops nothing."""
    with suppress(OSError):
        print(sentence, flush=True)


def watch(processes: Sequence[Child]) -> None:
    """Start again whatever dies, until somebody asks to stop."""
    over = threading.Event()
    # Apart, as a database takes its time to recover: a dead web server must not wait for that.
    services = threading.Thread(target=watch_services, args=(over,))
    services.start()
    try:
        while True:
            now = time.monotonic()
            for sentence in filter(None, [child.watch(now) for child in processes]):
                tell(sentence)
            time.sleep(WATCH_SECONDS)
    finally:
        over.set()
        services.join()


def watch_services(over: threading.Event) -> None:
    """Start database and broker again where they have died."""
    failures, wait = 0, WATCH_SECONDS
    while not over.wait(wait):
        try:
            for name in embedded.revive():
                tell(f"{name} had died and was started again.")
            failures, wait = 0, WATCH_SECONDS
        except (Trouble, OSError, subprocess.SubprocessError) as error:
            failures += 1
            wait = children.wait_before(failures)
            why = error if isinstance(error, Trouble) else f"{UNWATCHED}: {error}."
            tell(f"{why} The next try is in {wait:.0f} s.")

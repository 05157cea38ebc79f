"""Kill the processes of an installation, one sort after the other."""

import os
import random
import signal
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

from tests.bootstrap.installation import listed

SORTS = (
    "web worker",
    "web server",
    "worker",
    "worker's child",
    "schedule",
    "sequencer",
    "database connection",
    "database",
    "queue",
)
# How long a sort may take until it runs again after its last kill; on a slow machine, as many
# times as long as the whole installation took to start.
BACK_SECONDS, BACK_STARTS = 120, 4


def processes(state):
    """Return the process numbers of each sort that run now."""
    every = [line.split(None, 2) for line in listed("pid=,ppid=,args=").splitlines()]
    database = postmaster(state)
    found = {sort: [] for sort in SORTS}
    ours = [(int(pid), int(above), args) for pid, above, args in every if is_of(pid, state)]
    known = {pid: args for pid, _above, args in ours}
    for pid, above, args in ours:
        sort = sort_of(args, is_child="celery" in known.get(above, ""), above=known.get(above, ""))
        if sort:
            found[sort].append(pid)
    for pid, above, args in every:
        # The number of a dead one is noted until it is back, and may be another process's by then.
        if int(pid) == database and "postgres" in args:
            found["database"].append(database)
        elif int(above) == database and "countersign_app" in args:
            found["database connection"].append(int(pid))
        elif cwd_of(pid) == Path(state, "valkey"):
            found["queue"].append(int(pid))
    return found


def sort_of(args, *, is_child, above):
    """Return what a process of ours is by its command line, nothing where it is no victim."""
    if "gunicorn" in args:
        return "web worker" if "gunicorn" in above else "web server"
    if "celery" in args:
        worker = "worker's child" if is_child else "worker"
        return "schedule" if " beat " in args else worker
    return "sequencer" if "manage.py sequence" in args else ""


def postmaster(state):
    try:
        return int(Path(state, "postgres", "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return 0


def is_of(pid, state):
    try:
        words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"COUNTERSIGN_STATE={state}".encode() in words


def cwd_of(pid):
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return None


def kill(state, sort, patience=BACK_SECONDS):
    """Kill one process of a sort, as soon as there is one."""
    last = time.monotonic() + patience
    while time.monotonic() < last:
        for pid in random.sample(found := processes(state)[sort], len(found)):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                continue
            return
        time.sleep(0.2)
    raise AssertionError(f"no {sort} was there to be killed for {patience:.0f} s\n{scene(state)}")


def scene(state):
    """Tell what there is, whether or not it is known what it is, and what was said last."""
    listing = listed("pid,ppid,stat,etime,wchan:30,args")
    said = state.with_suffix(".out").read_text(encoding="utf-8")
    return f"known: {processes(state)}\nsaid:\n{said[-3000:]}\nall:\n{listing}"


def kill_every(state, sort):
    """Kill all processes of a sort that are there."""
    for pid in processes(state)[sort]:
        os.kill(pid, signal.SIGKILL)


def kill_in_turn(state, number, *, start_seconds):
    """Kill so many, each sort as often as the others, in no order; return how often each."""
    killed, patience = Counter(), max(BACK_SECONDS, BACK_STARTS * start_seconds)
    for sort in random.sample(turns := list(islice(cycle(SORTS), number)), len(turns)):
        time.sleep(random.uniform(0.5, 2))
        kill(state, sort, patience)
        killed[sort] += 1
    return killed

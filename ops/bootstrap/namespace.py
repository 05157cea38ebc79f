"""Run a program as an ordinary user inside a user namespace: namespace.py UID PROGRAM [ARGS].

PostgreSQL refuses to run as root. In a namespace that maps an ordinary number to root the program
sees an ordinary user, while every file stays root's: no account, no change of owner, no open home.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def enter(uid: int) -> None:
    """Move this process into a namespace of its own in which it is `uid`."""
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    # The kernel takes a map of groups only from who has given up setgroups.
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{uid} {outer_gid} 1", encoding="ascii")


if __name__ == "__main__":
    enter(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - the program is named by the bootstrap

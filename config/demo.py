"""The demonstration: prepare its database, start the web server in the background, stop both.

Used by `make demo` and `make stop`.
"""

# ruff: noqa: S603, T201 -- runs programs of our own environment; speaks to a terminal

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from config.cluster import wait_until
from config.embedded import VAR_DIR, EmbeddedError, EmbeddedServer, acquire
from config.installation import make_folders

PROJECT = VAR_DIR.parent
PID_FILE = VAR_DIR / "demo.pid"
LOG = VAR_DIR / "demo.log"
HOST = "127.0.0.1"
READY_SECONDS = 90
# Proxies of the environment must not come between us and our own machine.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class DemoError(RuntimeError):
    """The demonstration cannot run; the message, in Vietnamese, says what to do."""


def start(port: int) -> None:
    """Bring the demonstration up at this port and print where it is and who may log in."""
    make_folders(VAR_DIR)
    if stop_web():
        print("Bản trình diễn đang chạy: khởi động lại.")
    _require_free(port)
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    if not environ.get("DATABASE_URL"):
        # Held until the web server holds it, so that it does not go down between the commands.
        acquire(VAR_DIR)
    print("Chuẩn bị cơ sở dữ liệu và dữ liệu trình diễn…")
    _manage(environ, "migrate", "--verbosity=0")
    _manage(environ, "load_demo")
    _manage(environ, "collectstatic", "--noinput", "--verbosity=0")
    _serve(environ, port)
    print(f"\nSổ Chi bộ đang chạy tại http://{HOST}:{port}/ (dừng: make stop)\n")
    _manage(environ, "load_demo", "--accounts")


def stop() -> None:
    """Stop the web server of the demonstration and the embedded database if nobody needs it."""
    print("Đã dừng bản trình diễn." if stop_web() else "Bản trình diễn không chạy.")
    if not (VAR_DIR / "postgres").exists():
        return
    server = EmbeddedServer(VAR_DIR)
    if server.stop():
        print("PostgreSQL đi kèm đã dừng.")
    else:
        users = ", ".join(map(str, server.users()))
        print(f"PostgreSQL đi kèm còn chạy vì tiến trình {users} đang dùng; nó dừng cùng chúng.")


def stop_web() -> bool:
    """Stop the web server that we started, with its workers; return whether there was one."""
    try:
        pid, started = map(int, PID_FILE.read_text().split())
    except (FileNotFoundError, ValueError):
        return False
    leader = _process(pid)
    if leader and leader.started != started:
        # The number belongs to another process by now: none of ours can be left.
        PID_FILE.unlink()
        return False
    running = bool(_session(pid))
    if leader:
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not _session(pid), 15)
    # Workers outlive a server that was killed.
    for member in _session(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    wait_until(lambda: not _session(pid), 10)
    PID_FILE.unlink(missing_ok=True)
    return running


class _Process:
    """What /proc/<pid>/stat says of a process that is not a zombie."""

    def __init__(self, text: str) -> None:
        fields = text.rpartition(")")[2].split()
        self.is_zombie = fields[0] == "Z"
        self.session = int(fields[3])
        self.started = int(fields[19])  # clock ticks since boot: tells re-used numbers apart


def _process(pid: int) -> _Process | None:
    try:
        process = _Process(Path(f"/proc/{pid}/stat").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if process.is_zombie else process


def _session(leader: int) -> list[int]:
    numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [n for n in numbers if (process := _process(n)) and process.session == leader]


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the server itself does: a port in TIME_WAIT after a restart is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DemoError(
                f"Cổng {port} không dùng được ({error.strerror}): có lẽ chương trình khác đang dùng;"
                f" hãy chọn cổng khác, ví dụ: make demo PORT={port + 1 if port < 65535 else 8000}"
            ) from error


def _manage(environ: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    if subprocess.run(command, cwd=PROJECT, env=environ, check=False).returncode != 0:
        raise DemoError(f"Lệnh “manage.py {' '.join(arguments)}” không thành; xem lỗi ở trên.")


def _serve(environ: dict[str, str], port: int) -> None:
    """Start granian in a session of its own and wait until it answers."""
    command = [
        str(Path(sys.executable).with_name("granian")),
        "--interface=wsgi",
        f"--workers={len(os.sched_getaffinity(0))}",
        "--blocking-threads=1",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        f"--host={HOST}",
        f"--port={port}",
        "config.wsgi:application",
    ]
    with LOG.open("ab") as log:
        begin = log.tell()
        # It goes on after we have ended; Popen as a context manager would wait for it.
        web = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    process = _process(web.pid)
    PID_FILE.write_text(f"{web.pid} {process.started if process else 0}\n")
    address = f"http://{HOST}:{port}/healthz"
    deadline = time.monotonic() + READY_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        if _answers(address):
            return
        time.sleep(0.2)
    stop_web()
    lines = LOG.read_bytes()[begin:].decode(errors="replace").splitlines()[-20:]
    raise DemoError(
        f"Máy chủ web không trả lời tại {address}; các dòng cuối của {LOG}:\n" + "\n".join(lines)
    )


def _answers(address: str) -> bool:
    try:
        with DIRECT.open(address, timeout=10) as response:
            return response.status == 200
    except OSError:  # refused, reset, a status of 4xx or 5xx (URLError is an OSError)
        return False


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise DemoError(f"PORT phải là số từ 1 đến 65535, không phải “{text}”.")
    return int(text)


def main(arguments: list[str]) -> int:
    """Run `python -m config.demo start [--port N] | stop`."""
    parser = argparse.ArgumentParser(description="Bản trình diễn của Sổ Chi bộ")
    parser.add_argument("command", choices=["start", "stop"], help="chạy hay dừng")
    parser.add_argument("--port", default="8000", help="cổng của trang web")
    options = parser.parse_args(arguments)
    try:
        if options.command == "stop":
            stop()
        else:
            start(_port(options.port))
    except (DemoError, EmbeddedError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

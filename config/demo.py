"""The demonstration: prepare its database, start the web server in the background, stop both.

Used by `make demo` and `make stop`.
"""

import argparse
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.cluster import wait_until
from config.database import database_settings
from config.embedded import VAR_DIR, EmbeddedError, EmbeddedServer
from config.installation import make_folders

PROJECT = VAR_DIR.parent
PID_FILE = VAR_DIR / "demo.pid"
LOG = VAR_DIR / "demo.log"
HOST = "127.0.0.1"
MARK = "SOCHIBO_DEMO"
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
    require_free(port)
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    # Also starts the embedded database; this process holds it until the web server does, so that
    # it does not go down between the commands.
    database_settings(VAR_DIR, environ)
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


def stop_web(pid_file: Path = PID_FILE) -> bool:
    """Stop the web server that we started, with its workers; return whether there was one."""
    try:
        number, token = pid_file.read_text().split()
        pid = int(number)
    except (FileNotFoundError, ValueError):
        return False
    members = find_processes(token)
    if pid in members:
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: pid not in find_processes(token), 15)
    # Workers outlive a server that was killed.
    for member in find_processes(token):
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    wait_until(lambda: not find_processes(token), 10)
    pid_file.unlink(missing_ok=True)
    return bool(members)


def find_processes(token: str) -> list[int]:
    """Return the running processes that were started with this token in their environment.

    A number alone may belong to somebody else by now, after a restart of the machine even to
    several processes in turn; what was given at the start is ours for certain.
    """
    entry = f"{MARK}={token}".encode()
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        # Processes of other users cannot be read, ended ones are gone, zombies show nothing.
        with contextlib.suppress(OSError):
            if entry in Path(f"/proc/{name}/environ").read_bytes().split(b"\0"):
                found.append(int(name))
    return found


def require_free(port: int) -> None:
    """Raise DemoError, which names another port, if this one cannot be had."""
    with socket.socket() as probe:
        # As the server itself does: a port in TIME_WAIT after a restart is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "chương trình khác đang dùng" if taken else error.strerror
            other = port + 1 if port < 65535 else 8000
            raise DemoError(
                f"Cổng {port} không dùng được ({reason});"
                f" hãy chọn cổng khác, ví dụ: make demo PORT={other}"
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
        # One works, and another still answers while it waits: a reorganisation may take a minute.
        "--blocking-threads=2",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        f"--host={HOST}",
        f"--port={port}",
        "config.wsgi:application",
    ]
    token = uuid.uuid4().hex
    with LOG.open("ab") as log:
        begin = log.tell()
        # It goes on after we have ended; Popen as a context manager would wait for it.
        web = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**environ, MARK: token},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    PID_FILE.write_text(f"{web.pid} {token}\n")
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
    # In order with the output of the commands that we run, also into a pipe.
    sys.stdout.reconfigure(line_buffering=True)
    try:
        if options.command == "stop":
            stop()
        else:
            start(_port(options.port))
    except (DemoError, EmbeddedError, ImproperlyConfigured) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

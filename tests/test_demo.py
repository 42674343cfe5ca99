"""Starting and stopping the demonstration: what touches other processes and ports."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from config.cluster import wait_until
from config.demo import HOST, MARK, DemoError, find_processes, require_free, stop_web

# A server with a worker, as granian is.
SERVER = "import os, time; os.fork(); os.write(1, b'up\\n'); time.sleep(60)"


@pytest.fixture
def web():
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        env={**os.environ, MARK: "ours"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert [process.stdout.readline(), process.stdout.readline()] == ["up\n", "up\n"]
    yield process
    for member in find_processes("ours"):
        os.kill(member, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_server_is_stopped_with_its_worker(web, tmp_path):
    pid_file = tmp_path / "demo.pid"
    pid_file.write_text(f"{web.pid} ours\n")

    assert stop_web(pid_file)

    assert find_processes("ours") == []
    assert not pid_file.exists()
    assert not stop_web(pid_file)


def test_worker_of_a_killed_server_is_stopped(web, tmp_path):
    pid_file = tmp_path / "demo.pid"
    pid_file.write_text(f"{web.pid} ours\n")
    web.kill()
    assert wait_until(lambda: web.pid not in find_processes("ours"), 10)

    assert stop_web(pid_file)

    assert find_processes("ours") == []


@pytest.mark.parametrize("content", ["{pid} of-an-earlier-start\n", "{pid}\n", "", "? ours\n"])
def test_process_with_a_reused_number_is_left_alone(web, tmp_path, content):
    pid_file = tmp_path / "demo.pid"
    pid_file.write_text(content.format(pid=web.pid))

    assert not stop_web(pid_file)

    assert len(find_processes("ours")) == 2


def test_port_in_use_is_refused_with_another_one():
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DemoError, match=f"Cổng {port} .*chương trình khác đang dùng.*PORT="):
            require_free(port)
    require_free(port)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", ""])
def test_port_that_is_no_port_is_refused_before_anything_starts(port):
    command = [sys.executable, "-m", "config.demo", "start", f"--port={port}"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == f"PORT phải là số từ 1 đến 65535, không phải “{port}”.\n"

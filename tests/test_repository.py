"""What holds for the files themselves: sizes, languages of templates, nothing of one machine."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Spelt in two parts, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/"]))
# The addresses of package hosts do not belong in a repository that others install from.
HOSTS = re.compile("|".join(["--index" + "-url", "--extra-index" + "-url", "--find" + "-links"]))
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yaml", ".yml", ".svg", ".service"}


def files(*patterns):
    """The repository's own files as git sees them: known, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return sorted({ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()})


def lines(path):
    return path.read_text(encoding="utf-8").count("\n")


def short(path):
    return str(path.relative_to(ROOT))


TEMPLATES = files("templates/*.html", "templates/**/*.html")


@pytest.mark.parametrize(
    ("patterns", "limit"),
    [
        (("cells/*.py", "meetings/*.py", "config/*.py"), 400),
        (("templates/*",), 150),
        (("tests/*.py",), 500),
    ],
)
def test_no_file_is_too_long(patterns, limit):
    long = {
        short(path): lines(path)
        for path in files(*patterns)
        if "/migrations/" not in str(path) and lines(path) > limit
    }

    assert long == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_template_keeps_the_content_security_policy(path):
    """No inline script or style, no handler in an attribute, nothing marked as safe."""
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\|\s*safe\b|\{%\s*autoescape off", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"""\sstyle\s*=\s*["']""", text)
    assert not re.search(r"""\son[a-z]+\s*=\s*["']""", text)
    assert not re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", text)


@pytest.mark.parametrize(
    "path",
    [path for path in TEMPLATES if not path.name.startswith("_") and "components" not in str(path)],
    ids=short,
)
def test_page_has_one_heading_and_says_what_it_needs(path):
    """One h1 at a time (branches of an if may each hold one), a title, a comment at its head."""
    text = path.read_text(encoding="utf-8")
    if path.name in {"base.html", "print.html"}:
        return

    assert "{% block title %}" in text or "<title>" in text
    assert "<h1" in text or "{% include" in text
    assert "{#" in text.split("{% block main %}")[0]


def test_nothing_names_a_machine_or_a_package_host():
    found = [
        f"{short(path)}: {match.group()}"
        for path in files()
        if path.suffix in TEXT or path.name in {"Makefile", "run"}
        for match in [
            *MACHINE.finditer(path.read_text(encoding="utf-8")),
            *HOSTS.finditer(path.read_text(encoding="utf-8")),
        ]
    ]

    assert found == []


def test_text_is_nfc_and_ends_with_a_newline():
    """Decomposed letters and missing ends make differences that nobody sees."""
    bad = []
    for path in files():
        if path.suffix in TEXT and path.stat().st_size:
            text = path.read_text(encoding="utf-8")
            if not text.endswith("\n") or not unicodedata.is_normalized("NFC", text):
                bad.append(short(path))

    assert bad == []

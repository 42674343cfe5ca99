"""How the commands that read Excel files answer wrong input: a line for each fault, status 2."""

from pathlib import Path

from cells.models import User

WRONG_INPUT = 2


def tell(command, file, place, reason):
    """A fault as one line on standard error; names in a file may contain line breaks."""
    command.stderr.write(" ".join(f"{file}: {place}: {reason}".split()))


def place_of(number, heading):
    """Where a fault stands: a line, 0 for the whole file, and the heading of a column or ""."""
    place = f"dòng {number}" if number else "cả tệp"
    return f"{place}, cột “{heading}”" if heading else place


def stop(command, sentence):
    """Say why nothing was done, and end."""
    command.stderr.write(sentence)
    raise SystemExit(WRONG_INPUT)


def open_file(command, file):
    try:
        return Path(file).open("rb")
    except OSError as error:
        return stop(command, f"{file}: không mở được tệp ({error.strerror})")


def account(command, username):
    """The account that answers for what the command does."""
    found = User.objects.filter(username=username, is_active=True).first()
    return found or stop(command, f"--by: không có tài khoản “{username}”")


def wrong_day(command, option, text):
    stop(command, f"{option}: “{text}” không phải là ngày, hãy ghi như 2026-07-01")

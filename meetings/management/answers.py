"""How the commands that read files answer: JSON on standard output, or a line for each fault."""

import json
from collections.abc import Callable
from typing import TypeVar

from django.core.management.base import BaseCommand

from cells.management.answers import WRONG_INPUT
from meetings.scoring.faults import Fault, FaultyInputError
from meetings.scoring.inputs import text_of

Result = TypeVar("Result")


class Answers:
    """Collects the faults of all files of one run, so that they are told together."""

    def __init__(self, command: BaseCommand):
        self.command = command
        self.has_faults = False

    def read(self, file: str, reader: Callable[[str], Result]) -> Result | None:
        """What `reader` makes of the file's text; None after telling the faults."""
        try:
            return reader(text_of(file))
        except FaultyInputError as error:
            for fault in error.faults:
                self.tell(file, fault)
            return None

    def refuse(self, file: str, place: str, reason: str) -> None:
        self.tell(file, Fault(place, reason))

    def tell(self, file: str, fault: Fault) -> None:
        self.has_faults = True
        # A code or a title of the file may contain line breaks; a fault has one line.
        self.command.stderr.write(" ".join(f"{file}: {fault}".split()))

    def stop_if_faulty(self) -> None:
        if self.has_faults:
            raise SystemExit(WRONG_INPUT)

    def print(self, answer: dict[str, object]) -> None:
        self.command.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))

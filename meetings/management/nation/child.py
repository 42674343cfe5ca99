"""A part of the measuring in a process of its own, whose memory is then nobody else's."""

import multiprocessing

import django
from django.core.management import call_command


def run(**options):
    """Run `bench_nation` with these options in a fresh process; returns its exit status."""
    # Not forked: a fork begins with all the memory that its parent holds.
    process = multiprocessing.get_context("spawn").Process(target=_command, kwargs=options)
    process.start()
    process.join()
    return process.exitcode


def _command(**options):
    django.setup()
    call_command("bench_nation", **options)

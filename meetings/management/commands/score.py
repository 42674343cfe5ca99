"""`manage.py score CRITERIA.yaml MEETING.yaml`: one meeting's score as JSON."""

from django.core.management.base import BaseCommand

from meetings.management.answers import Answers
from meetings.scoring.engine import MarksRefusedError, OutOfScopeError, score
from meetings.scoring.inputs import read_meeting
from meetings.scoring.reading import read
from meetings.scoring.writing import score_to_data


class Command(BaseCommand):
    """Prints total, rank, gates, groups and criteria; numbers are text with two decimals.

    A criterion's `value` is true or false, a number as text, or null when it is not applicable. A
    criterion or group has in `max` what was left to reach: without what was taken out as not
    applicable. Facts that the set does not ask for are ignored; a missing mark, a mark for a
    criterion that is not on the sheet and a meeting that the set is not made for are faults.

    Wrong input: exit status 2 and one line per fault on standard error. The database is not used.
    """

    help = "Chấm điểm một cuộc sinh hoạt từ tệp bộ tiêu chí và tệp cuộc sinh hoạt."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("criteria", metavar="CRITERIA.yaml", help="tệp bộ tiêu chí")
        parser.add_argument("meeting", metavar="MEETING.yaml", help="tệp cuộc sinh hoạt")

    def handle(self, *args, criteria, meeting, **options):
        answers = Answers(self)
        criteria_set = answers.read(criteria, read)
        given = answers.read(meeting, read_meeting)
        answers.stop_if_faulty()
        try:
            result = score(criteria_set, given.situation, given.facts, given.marks)
        except OutOfScopeError as error:
            for key, reason in error.reasons.items():
                answers.refuse(meeting, key, reason)
        except MarksRefusedError as error:
            for code, reason in error.messages.items():
                answers.refuse(meeting, f"tiêu chí {code}", reason)
        answers.stop_if_faulty()
        answers.print(score_to_data(criteria_set, result))

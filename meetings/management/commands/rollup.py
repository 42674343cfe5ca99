"""`manage.py rollup CRITERIA.yaml YEAR.yaml`: the year's rank as JSON."""

from django.core.management.base import BaseCommand

from meetings.management.answers import Answers
from meetings.scoring.inputs import read_year
from meetings.scoring.reading import read
from meetings.scoring.rollup import rollup
from meetings.scoring.writing import year_to_data


class Command(BaseCommand):
    """Prints the rank's code, the index from 0 of the rule that held, and the average.

    The rank is null when no rule holds or the year has no meeting; the rule is null unless the
    roll-up counts. Wrong input, and a set without a roll-up: exit status 2 and one line per fault
    on standard error. The database is not used.
    """

    help = "Xếp loại năm từ tệp bộ tiêu chí và tệp kết quả các cuộc sinh hoạt trong năm."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("criteria", metavar="CRITERIA.yaml", help="tệp bộ tiêu chí")
        parser.add_argument("year", metavar="YEAR.yaml", help="tệp kết quả trong năm")

    def handle(self, *args, criteria, year, **options):
        answers = Answers(self)
        criteria_set = answers.read(criteria, read)
        meetings = answers.read(year, lambda text: read_year(text, criteria_set))
        if criteria_set is not None and criteria_set.year is None:
            answers.refuse(criteria, "rollup", "bộ tiêu chí không có quy tắc xếp loại năm")
        answers.stop_if_faulty()
        answers.print(year_to_data(rollup(criteria_set, meetings)))

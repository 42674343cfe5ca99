"""`manage.py import_criteria FILE [--issuer ORG]`: issue a criteria set from a YAML file."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.formats import date_format

from cells.models import PartyOrgVersion
from meetings.actions.criteria import import_set
from meetings.management.answers import Answers
from meetings.scoring.reading import read


class Command(BaseCommand):
    """Checks everything first and issues nothing unless all is right.

    Wrong input: exit status 2 and one line per fault on standard error, with its place and reason.
    """

    help = "Ban hành một bộ tiêu chí từ tệp YAML."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="tệp bộ tiêu chí")
        parser.add_argument(
            "--issuer",
            metavar="ORG",
            help="khóa hoặc mã số của cơ quan ban hành; không ghi thì là tổ chức cao nhất",
        )

    def handle(self, *args, file, issuer, **options):
        answers = Answers(self)
        version = self._issuer(answers, issuer)
        row = answers.read(file, lambda text: self._import(text, version))
        answers.stop_if_faulty()
        criteria = sum(len(group["criteria"]) for group in row.definition["groups"])
        self.stdout.write(
            f"Đã ban hành bộ tiêu chí {row.code}, {row.title}: văn bản {row.document}, "
            f"{len(row.definition['groups'])} nhóm, {criteria} tiêu chí, "
            f"tối đa {row.definition['max_points']} điểm, "
            f"hiệu lực từ {date_format(row.valid_from)}; cơ quan ban hành: {version.name}."
        )

    def _import(self, text, version):
        if version is None:
            # The issuer's fault is told; those of the file are told with it.
            read(text)
            return None
        return import_set(text=text, issuer=version.org, by=None)

    def _issuer(self, answers, wanted):
        """The version of today of the named organisation, or of the only root."""
        today = PartyOrgVersion.objects.on(timezone.localdate()).select_related("org")
        if wanted:
            found = list(today.filter(org__key=wanted) or today.filter(code=wanted)[:2])
            if len(found) == 1:
                return found[0]
            reason = "nhiều tổ chức cùng mã số" if found else "không có tổ chức nào hôm nay"
            answers.refuse("--issuer", wanted, reason)
            return None
        roots = list(today.filter(parent=None)[:2])
        if len(roots) == 1:
            return roots[0]
        reason = (
            "có nhiều tổ chức cao nhất, hãy ghi khóa hoặc mã số của cơ quan ban hành"
            if roots
            else "chưa có tổ chức nào, hãy lập cây tổ chức trước"
        )
        answers.refuse("--issuer", "cơ quan ban hành", reason)
        return None

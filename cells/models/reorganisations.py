"""Reorganisations of the tree: their lines, who follows whom, and what undoing them needs."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cells.keys import new_key
from cells.models.accounts import User
from cells.models.orgs import Decision, PartyOrg
from cells.reorganising.lines import VERB_LABELS

LINE_VERBS = [(verb.value, label) for verb, label in VERB_LABELS.items()]


class ReorganisationQuerySet(models.QuerySet):
    def standing(self):
        """Reorganisations that were not undone."""
        return self.filter(undone_at__isnull=True)


class Reorganisation(models.Model):
    """Changes of the tree that one decision makes on one day, carried out and undone as a whole."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="reorganisations", verbose_name="quyết định"
    )
    effective_on = models.DateField("ngày có hiệu lực")
    carried_out_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người thực hiện"
    )
    carried_out_at = models.DateTimeField("thực hiện lúc", default=timezone.now)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hoàn tác"
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        ordering = ["-carried_out_at", "-id"]
        verbose_name = "đợt sắp xếp tổ chức"
        verbose_name_plural = "đợt sắp xếp tổ chức"
        constraints = [
            models.CheckConstraint(
                name="reorganisation_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                violation_error_message="Việc hoàn tác phải ghi cả người và lúc.",
            ),
        ]

    def __str__(self):
        return self.key


class ReorganisationLine(models.Model):
    """One line as it was written; `org` is the organisation that it named or founded."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("dòng")
    verb = models.CharField("việc", max_length=12, choices=LINE_VERBS)
    org = models.ForeignKey(
        PartyOrg, models.PROTECT, null=True, related_name="reorganisation_lines"
    )
    code = models.CharField("mã số", max_length=40)
    name = models.CharField("tên", max_length=200, blank=True)
    short_name = models.CharField("tên gọn", max_length=100, blank=True)
    kind = models.CharField("loại hình", max_length=100, blank=True)
    parent = models.CharField("trực thuộc", max_length=40, blank=True)
    into = models.CharField("vào", max_length=40, blank=True)
    members = models.TextField("đảng viên", blank=True, help_text="mỗi dòng một số thẻ hoặc mã")
    locality = models.CharField("địa bàn", max_length=100, blank=True)
    sector = models.CharField("khối", max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "dòng sắp xếp"
        verbose_name_plural = "dòng sắp xếp"
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "number"], name="reorganisation_line_number"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.get_verb_display()} {self.code}"


class SuccessionQuerySet(models.QuerySet):
    def standing(self):
        """Successions whose reorganisation was not undone."""
        return self.filter(reorganisation__undone_at__isnull=True)


class Succession(models.Model):
    """An organisation that ended, and one that took over from it: by merger or split."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(PartyOrg, models.PROTECT, related_name="successors")
    successor = models.ForeignKey(PartyOrg, models.PROTECT, related_name="predecessors")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = "kế thừa"
        verbose_name_plural = "kế thừa"
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "predecessor", "successor"], name="succession_once"
            ),
            models.CheckConstraint(
                name="succession_of_another",
                condition=~Q(predecessor=models.F("successor")),
                violation_error_message="Tổ chức không thể kế thừa chính mình.",
            ),
        ]

    def __str__(self):
        return f"{self.predecessor_id} → {self.successor_id}"


class TouchedRow(models.Model):
    """A dated row that a reorganisation made, cut on its day, or gave to another organisation.

    `former_end` is the first day after the row's period (None: no end): of a row that was cut as
    it was before, of one that was made or handed on as the reorganisation left it.
    """

    class Table(models.TextChoices):
        VERSION = "version", "giai đoạn của tổ chức"
        MEMBERSHIP = "membership", "đảng viên trong chi bộ"
        APPOINTMENT = "appointment", "chức vụ"
        GRANT = "grant", "quyền"
        TERM = "term", "nhiệm kỳ"

    class Touch(models.TextChoices):
        MADE = "made", "lập mới"
        CUT = "cut", "kết thúc"
        HANDED_ON = "handed_on", "chuyển sang tổ chức khác"

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="touched_rows")
    table = models.CharField(max_length=12, choices=Table)
    touch = models.CharField(max_length=10, choices=Touch)
    row_id = models.BigIntegerField()
    former_end = models.DateField(null=True)
    former_reason = models.CharField(max_length=200, blank=True)
    former_org = models.ForeignKey(PartyOrg, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "table", "row_id"], name="touched_row_once"
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.row_id} {self.touch}"

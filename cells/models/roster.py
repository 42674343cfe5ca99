"""An import of a roster between the upload of its file and its being carried out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cells.keys import new_key
from cells.models.accounts import User
from cells.models.orgs import PartyOrg


class RosterImport(models.Model):
    """A file of members for an organisation, true on a day; its rows go once it is settled.

    `headers` are the kept columns, `mapping` the column that each is taken for or "". Carried out
    or put aside, only the counts stay; what was imported is in the members themselves.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="roster_imports")
    file_name = models.CharField(max_length=200)
    effective_on = models.DateField("danh sách đúng vào ngày")
    headers = ArrayField(models.CharField(max_length=200))
    dropped = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    mapping = ArrayField(models.CharField(max_length=20, blank=True))
    lines = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    is_carried_out = models.BooleanField(default=False)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        verbose_name = "đợt nhập danh sách"
        verbose_name_plural = "đợt nhập danh sách"
        constraints = [
            models.CheckConstraint(
                name="roster_import_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, is_carried_out=False)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                violation_error_message="Đợt nhập đã xong phải ghi người và lúc.",
            ),
        ]

    def __str__(self):
        return self.file_name


class RosterImportRow(models.Model):
    """One row of the file: `cells` holds a text, whole number or null per column of its import.

    JSON because nobody knows the shape of a foreign file, and a number must stay told from a text:
    a card number that Excel took for a number may have lost zeros.
    """

    roster_import = models.ForeignKey(RosterImport, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["roster_import", "number"], name="roster_import_row_number"
            ),
        ]

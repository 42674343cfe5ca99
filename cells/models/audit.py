"""Who did what, when: rows that nobody can change, because the database refuses."""

from django.db import models
from django.utils import timezone

from cells.models.accounts import User
from cells.models.orgs import PartyOrg


class AuditEvent(models.Model):
    """One deed: a verb, the organisation it concerns, the thing it was done to.

    Append-only: a trigger refuses UPDATE and DELETE. `detail` holds the few facts that say what
    changed; what was typed in a record is not copied here.
    """

    at = models.DateTimeField("lúc", default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người")
    verb = models.CharField("việc", max_length=40)
    org = models.ForeignKey(
        PartyOrg, models.PROTECT, null=True, related_name="+", verbose_name="tổ chức"
    )
    subject = models.CharField("đối tượng", max_length=200)
    detail = models.JSONField("chi tiết", default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        indexes = [models.Index(fields=["org", "-at"], name="audit_org_at")]

    def __str__(self):
        return f"{self.verb} {self.subject}"

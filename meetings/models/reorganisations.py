"""Reorganisations that are being prepared: typed or read from a file, not carried out yet."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cells.keys import new_key
from cells.models import Decision, PartyOrg, Reorganisation, User
from cells.reorganising.lines import Line, LineVerb
from cells.roles import Permission


class ReorganisationDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts begun at an organisation that `user` may reorganise today."""
        ids = {
            reach.org_id
            for reach in user.reaches_with(Permission.MANAGE_ORGS)
            if not reach.role.by_locality
        }
        within = models.Q(place__in=ids)
        for org_id in ids:
            within |= models.Exists(
                PartyOrg.objects.filter(
                    pk=models.OuterRef("place"),
                    paths__period__contains=timezone.localdate(),
                    paths__path__contains=f"/{org_id}/",
                )
            )
        return self.filter(within) if ids else self.none()

    def with_line_count(self):
        """Each draft with `line_count`."""
        return self.annotate(line_count=models.Count("lines"))


class ReorganisationDraft(models.Model):
    """What somebody is about to do to the tree on one day by one decision.

    Kept from the first page to the confirmation, so that neither a restart nor a second
    administrator loses it. `place` is where it was begun: who manages that sees the draft.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    place = models.ForeignKey(PartyOrg, models.PROTECT, related_name="+")
    effective_on = models.DateField("có hiệu lực từ ngày")
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_on = models.DateField("ngày quyết định")
    issuer = models.ForeignKey(PartyOrg, models.PROTECT, related_name="+")
    subject = models.CharField("trích yếu", max_length=300)
    file_name = models.CharField("tệp", max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    carried_out = models.OneToOneField(
        Reorganisation, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReorganisationDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = "dự thảo sắp xếp tổ chức"
        verbose_name_plural = "dự thảo sắp xếp tổ chức"

    def __str__(self):
        return self.subject

    def decision(self):
        """The decision as typed, unsaved."""
        return Decision(
            number=self.decision_number,
            issued_on=self.decision_on,
            issuer=self.issuer,
            subject=self.subject,
        )

    def lines_in_order(self):
        """Its lines as the engine takes them, by number."""
        return [row.line() for row in self.lines.order_by("number", "id")]


class ReorganisationDraftLine(models.Model):
    """One line of a draft as typed; texts of any length, since the preview says what is wrong."""

    draft = models.ForeignKey(ReorganisationDraft, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("dòng")
    verb = models.CharField("việc", max_length=20)
    code = models.TextField("mã tổ chức", blank=True)
    name = models.TextField("tên", blank=True)
    short_name = models.TextField("tên gọn", blank=True)
    kind = models.TextField("loại hình", blank=True)
    parent = models.TextField("trực thuộc", blank=True)
    into = models.TextField("vào", blank=True)
    members = ArrayField(models.TextField(), default=list, blank=True)
    locality = models.TextField("địa bàn", blank=True)
    sector = models.TextField("khối", blank=True)

    TEXTS = ("code", "name", "short_name", "kind", "parent", "into", "locality", "sector")

    class Meta:
        ordering = ["number", "id"]

    def line(self):
        return Line(
            number=self.number,
            verb=LineVerb(self.verb),
            members=tuple(self.members),
            **{name: getattr(self, name) for name in self.TEXTS},
        )

    @classmethod
    def of(cls, draft, line):
        """The unsaved row of `line` in `draft`."""
        texts = {name: getattr(line, name) for name in cls.TEXTS}
        return cls(
            draft=draft, number=line.number, verb=line.verb, members=list(line.members), **texts
        )

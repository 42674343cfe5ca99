"""The organisation tree over time."""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cells.keys import new_key
from cells.models.periods import DatedModel, DatedQuerySet, no_overlap, not_empty
from cells.roles import Permission
from cells.text import Fold, SortKey


class OrgKind(models.Model):
    """A kind of organisation as the rules of a time name it, such as "chi bộ cơ sở"."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên loại hình", max_length=100, unique=True)
    symbol = models.CharField("ký hiệu văn bản", max_length=10)
    is_cell = models.BooleanField("là chi bộ", default=False)
    level = models.PositiveSmallIntegerField("bậc", help_text="1 là cao nhất")
    may_contain = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="may_stand_under"
    )

    class Meta:
        ordering = ["level", "code"]
        verbose_name = "loại hình tổ chức đảng"
        verbose_name_plural = "loại hình tổ chức đảng"

    def __str__(self):
        return self.name


class Locality(models.Model):
    """A territory in which organisations sit, whatever line they belong to (địa bàn)."""

    name = models.CharField("tên địa bàn", max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "địa bàn"
        verbose_name_plural = "địa bàn"

    def __str__(self):
        return self.name


class Sector(models.Model):
    """A sector across the tree (khối), such as administration or enterprises."""

    name = models.CharField("tên khối", max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "khối"
        verbose_name_plural = "khối"

    def __str__(self):
        return self.name


class PartyOrgQuerySet(models.QuerySet):
    def on(self, day):
        """Organisations that existed on `day`."""
        return self.filter(versions__period__contains=day)


class PartyOrg(models.Model):
    """An organisation's identity and nothing else; all that may change is in its versions."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)

    objects = PartyOrgQuerySet.as_manager()

    class Meta:
        verbose_name = "tổ chức đảng"
        verbose_name_plural = "tổ chức đảng"

    def __str__(self):
        return self.key


class Decision(models.Model):
    """A document that stands behind a change: an establishment, an appointment, a grant."""

    number = models.CharField("số quyết định", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    issuer = models.ForeignKey(
        PartyOrg, models.PROTECT, related_name="decisions", verbose_name="cơ quan ban hành"
    )
    subject = models.CharField("trích yếu", max_length=300)

    class Meta:
        ordering = ["-issued_on", "number"]
        verbose_name = "quyết định"
        verbose_name_plural = "quyết định"

    def __str__(self):
        return self.number


class PartyOrgVersionQuerySet(DatedQuerySet):
    def visible_to(self, user, permission=Permission.SEE):
        """Versions of organisations that a grant of `user` reaches today, by tree or locality."""
        today = timezone.localdate()
        here = PartyOrgPath.objects.on(today).filter(org=models.OuterRef("org"))
        wanted = Q(pk__in=[])
        for reach in user.reaches_with(permission):
            if not reach.role.by_locality:
                wanted |= Q(models.Exists(here.filter(path__startswith=reach.path)))
            elif reach.locality_id is not None:
                wanted |= Q(locality=reach.locality_id)
        return self.filter(wanted)

    def with_path(self, day):
        """Each version with `path`, its organisation's place in the tree on `day`."""
        here = PartyOrgPath.objects.on(day).filter(org=models.OuterRef("org"))
        return self.annotate(path=models.Subquery(here.values("path")))

    def matching(self, text):
        """Versions whose name or code contains each word of `text`, with or without diacritics."""
        wanted = Q()
        for word in text.split():
            wanted &= Q(search__contains=Fold(models.Value(word)))
        return self.filter(wanted)


class PartyOrgVersion(DatedModel):
    """What was true of an organisation from a day to a day: name, kind, place in the tree."""

    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="versions")
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên gọn", max_length=100)
    code = models.CharField("mã số", max_length=40, blank=True)
    kind = models.ForeignKey(OrgKind, models.PROTECT, related_name="+", verbose_name="loại hình")
    parent = models.ForeignKey(
        PartyOrg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="child_versions",
        verbose_name="trực thuộc",
    )
    locality = models.ForeignKey(
        Locality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="địa bàn"
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="khối"
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="org_versions",
        verbose_name="quyết định",
    )
    search = models.GeneratedField(
        expression=Fold("name", "code"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=SortKey("short_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = PartyOrgVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "giai đoạn của tổ chức"
        verbose_name_plural = "giai đoạn của tổ chức"
        constraints = [
            no_overlap(
                name="org_version_no_overlap",
                same=["org"],
                message="Hai giai đoạn của một tổ chức không được trùng ngày nhau.",
            ),
            not_empty(name="org_version_not_empty"),
            models.CheckConstraint(
                name="org_version_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("org")),
                violation_error_message="Tổ chức không thể trực thuộc chính mình.",
            ),
        ]
        indexes = [
            GinIndex(OpClass("search", name="gin_trgm_ops"), name="org_version_search"),
        ]

    def __str__(self):
        return self.name


class PartyOrgPath(models.Model):
    """Where an organisation stood in the tree from a day to a day, as `/1/22/788/`.

    Derived from the versions; only `cells.tree` writes it.
    """

    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="paths")
    path = models.TextField(db_collation="C")
    depth = models.PositiveSmallIntegerField()
    period = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            no_overlap(
                name="org_path_no_overlap",
                same=["org"],
                message="Một tổ chức chỉ có một vị trí trong một ngày.",
            ),
        ]
        indexes = [
            models.Index(OpClass("path", name="text_pattern_ops"), name="org_path_prefix"),
        ]

    def __str__(self):
        return self.path

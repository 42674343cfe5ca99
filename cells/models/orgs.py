"""The organisation tree over time."""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Collate
from django.db.models.lookups import Exact
from django.utils import timezone

from cells.keys import new_key
from cells.models.periods import DatedModel, DatedQuerySet, no_overlap, not_empty
from cells.roles import Permission
from cells.text import Fold, SortKey

# A page of results, and how many are ranked to find the best of them.
A_PAGE, MOST_RANKED = 60, 500


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


def tops_on(paths, *, on, today):
    """Where on a day the trees began that stand at `paths` today: paths of that day.

    An organisation that came from elsewhere since then stood apart, and begins a tree of its own;
    so does one that was merged as a whole into what stands below them today.
    What stood on that day at or below one of today's organisations stood below one of these.
    """
    if on != today and paths:
        now, then = PartyOrgPath.objects.on(today), PartyOrgPath.objects.on(on)
        roots = then.filter(org__in=now.filter(path__in=paths).values("org"))
        begun = set(roots.values_list("path", flat=True))
        # Mostly nothing else: what has the same place today as on the day was below them, too.
        here = now.filter(at_or_below(paths))
        elsewhere = Q(period__startswith__gt=on) if on < today else Q(period__endswith__lte=on)
        joined = PartyOrg.objects.filter(
            heirs__later__in=here.values("org"),
            heirs__is_whole=True,
            heirs__since__gt=on,
            heirs__since__lte=today,
        )
        came = here.filter(elsewhere).values("org").union(joined.values("pk"))
        apart = then.filter(org__in=came)
        paths = begun.union(apart.exclude(at_or_below(begun)).values_list("path", flat=True))
    tops = []
    for path in sorted(paths):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return tops


def at_or_below(paths):
    """The condition on paths to be at one of `paths` or below it; of none, never."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(path__startswith=path)
    return wanted


class Holds(Func):
    """Whether a period holds a day: a condition that no index of periods is asked for."""

    template = "(%(expressions)s) IS TRUE"
    arg_joiner = " @> "
    output_field = models.BooleanField()


class TreeQuerySet(DatedQuerySet):
    def on(self, day):
        """Rows that were true on `day`.

        An organisation has few of them, and all are found by its number. The index that keeps
        them from overlapping knows the day, too, but takes five times as long to find one row.
        """
        return self.filter(Holds(F("period"), day))


class PartyOrgVersionQuerySet(TreeQuerySet):
    def visible_to(self, user, permission=Permission.SEE, *, on=None):
        """Versions of organisations that a grant of `user` reaches today, by tree or locality.

        For versions of the day `on` in the past or to come also what stood on that day at or
        below an organisation that a grant reaches by the tree today: who reads a branch reads
        its past, and nobody another branch's.
        """
        today = timezone.localdate()
        reaches = user.reaches_with(permission)
        paths = {reach.path for reach in reaches if not reach.role.by_locality}
        places = {reach.locality_id for reach in reaches if reach.role.by_locality} - {None}
        day = on or today
        begins = user.tops_on(paths, on=day, today=today)
        wanted = Q(pk__in=[])
        if begins:
            there = PartyOrgPath.objects.on(day).filter(org=models.OuterRef("org"))
            wanted |= Q(models.Exists(there.filter(at_or_below(begins))))
        if places and day == today:
            wanted |= Q(locality__in=places)
        elif places:
            sits = PartyOrgVersion.objects.on(today).filter(locality__in=places)
            wanted |= Q(org__in=sits.values("org"))
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

    def closest_first(self, text):
        """By how well they match `text`: its very code, its very name, a name that begins so."""
        folded = Fold(models.Value(text))
        return self.annotate(
            distance=models.Case(
                models.When(code__iexact=text, then=0),
                models.When(Exact(Fold("name"), folded), then=1),
                models.When(Exact(Fold("short_name"), folded), then=1),
                models.When(search__startswith=folded, then=2),
                models.When(code__istartswith=text, then=2),
                default=3,
            )
        ).order_by("distance", "sort_key", "id")

    def closest(self, text):
        """The versions that match `text` best, the best first; of very many matches only some.

        Half a nation's organisations match "chi bo", and to rank them all would take seconds. So
        what bears the code or begins with the text comes first, and only where that does not fill
        a page some of the others. Two or three questions, before that for the rows themselves.
        """
        codes = self.filter(code__in={text, text.upper()})
        folded = self.annotate(folded=Collate(Fold("name"), "C")).order_by("folded")
        begins = folded.filter(folded__startswith=Fold(models.Value(text)))
        found = {*codes.values_list("pk", flat=True)[:A_PAGE]}
        found.update(begins.values_list("pk", flat=True)[:A_PAGE])
        if len(found) < A_PAGE:
            others = self.matching(text).order_by()
            found.update(others.values_list("pk", flat=True)[:MOST_RANKED])
        return self.filter(pk__in=found).closest_first(text)


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
            # What begins with a text, the very name first; and a code, to the letter.
            models.Index(Collate(Fold("name"), "C"), name="org_version_begins"),
            models.Index(fields=["code"], name="org_version_code"),
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

    objects = TreeQuerySet.as_manager()

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

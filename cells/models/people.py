"""Members, where they belong, when they need not attend, and the offices they hold."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q

from cells.enums import Office, Sex, SpellKind
from cells.keys import new_key
from cells.models.orgs import Decision, PartyOrg, PartyOrgPath
from cells.models.periods import DatedModel, DatedQuerySet, no_overlap, not_empty
from cells.text import Fold, SortKey


class MemberQuerySet(models.QuerySet):
    def matching(self, text):
        """Members whose name contains each word of `text`, with or without diacritics."""
        wanted = Q()
        for word in text.split():
            wanted &= Q(search__contains=Fold(models.Value(word)))
        return self.filter(wanted)


class Member(models.Model):
    """A party member: only what meeting records and their statistics need.

    No religion, no home address, no identity number. On a day the member is probationary until
    `official_on` (Điều lệ Đảng, Đ.5: twelve months of probation).
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    family_name = models.CharField("họ và tên đệm", max_length=60)
    given_name = models.CharField("tên", max_length=30)
    sex = models.CharField("giới tính", max_length=6, choices=Sex)
    ethnicity = models.CharField("dân tộc", max_length=30, default="Kinh")
    birth_year = models.PositiveSmallIntegerField("năm sinh")
    card_number = models.CharField(
        "số thẻ đảng viên",
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^\d{8,12}$", "Số thẻ gồm 8 đến 12 chữ số, giữ số 0 đầu.")],
        error_messages={"unique": "Số thẻ này đã có trong danh sách."},
    )
    admitted_on = models.DateField("ngày vào Đảng")
    official_on = models.DateField("ngày chính thức", null=True, blank=True)
    search = models.GeneratedField(
        expression=Fold("family_name", "given_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=SortKey("given_name", "family_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = "đảng viên"
        verbose_name_plural = "đảng viên"
        constraints = [
            models.CheckConstraint(
                name="member_official_after_admission",
                condition=Q(official_on__isnull=True) | Q(official_on__gte=F("admitted_on")),
                violation_error_message="Ngày chính thức không thể trước ngày vào Đảng.",
            ),
            models.CheckConstraint(
                name="member_card_number_not_blank",
                condition=Q(card_number__isnull=True) | ~Q(card_number=""),
                violation_error_message="Để trống khi chưa có số thẻ.",
            ),
            models.CheckConstraint(
                name="member_birth_year_sane",
                condition=Q(birth_year__gte=1900) & Q(birth_year__lte=2100),
                violation_error_message="Năm sinh gồm bốn chữ số, ví dụ 1975.",
            ),
        ]
        indexes = [GinIndex(OpClass("search", name="gin_trgm_ops"), name="member_search")]

    def __str__(self):
        return f"{self.family_name} {self.given_name}"

    def is_official_on(self, day):
        return self.official_on is not None and self.official_on <= day


class MembershipQuerySet(DatedQuerySet):
    def within(self, path, day):
        """Memberships of `day` in the organisations at or below `path` on that day."""
        below = PartyOrgPath.objects.on(day).filter(path__startswith=path)
        return self.on(day).filter(cell__in=below.values("org"))

    def composition(self, day):
        """How many members these are on `day`, and of which groups; each counts at home only."""
        people = self.filter(is_temporary=False)
        return people.aggregate(
            members=Count("id"),
            official=Count("id", filter=Q(member__official_on__lte=day)),
            women=Count("id", filter=Q(member__sex=Sex.FEMALE)),
            minorities=Count("id", filter=~Q(member__ethnicity="Kinh")),
        )


class Membership(DatedModel):
    """A member on the roll of one cell for a period."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships")
    cell = models.ForeignKey(PartyOrg, models.PROTECT, related_name="memberships")
    is_temporary = models.BooleanField("sinh hoạt tạm thời", default=False)
    end_reason = models.CharField("lý do kết thúc", max_length=200, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="memberships"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "đảng viên trong chi bộ"
        verbose_name_plural = "đảng viên trong chi bộ"
        constraints = [
            no_overlap(
                name="membership_one_home",
                same=["member", "is_temporary"],
                message="Đảng viên đang có tên ở một chi bộ trong thời gian này.",
            ),
            not_empty(name="membership_not_empty"),
        ]


class Spell(DatedModel):
    """A time in which a member on the roll need not attend: exempt, away or suspended."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="spells")
    kind = models.CharField("loại", max_length=10, choices=SpellKind)
    reason = models.CharField("lý do", max_length=200, blank=True)

    class Meta:
        verbose_name = "thời gian miễn, vắng, đình chỉ"
        verbose_name_plural = "thời gian miễn, vắng, đình chỉ"
        constraints = [
            no_overlap(
                name="spell_one_at_a_time",
                same=["member"],
                message="Đảng viên đã có một thời gian miễn, vắng hoặc đình chỉ trùng ngày.",
            ),
            not_empty(name="spell_not_empty"),
        ]


class Appointment(DatedModel):
    """An office held by a member in an organisation for a period."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="appointments")
    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="appointments")
    office = models.CharField("chức vụ", max_length=20, choices=Office)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="appointments"
    )

    class Meta:
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        constraints = [
            no_overlap(
                name="appointment_no_overlap",
                same=["member", "org", "office"],
                message="Đồng chí này đang giữ chức vụ đó trong thời gian này.",
            ),
            no_overlap(
                name="appointment_one_acting",
                same=["org"],
                condition=Q(office=Office.ACTING),
                message="Đã có đồng chí khác phụ trách thay bí thư trong thời gian này.",
            ),
            not_empty(name="appointment_not_empty"),
        ]


class Term(DatedModel):
    """A committee's term of office (nhiệm kỳ); documents are numbered within it."""

    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="terms")
    name = models.CharField("nhiệm kỳ", max_length=20)

    class Meta:
        verbose_name = "nhiệm kỳ"
        verbose_name_plural = "nhiệm kỳ"
        constraints = [
            no_overlap(
                name="term_no_overlap",
                same=["org"],
                message="Hai nhiệm kỳ của một tổ chức không được trùng ngày nhau.",
            ),
            not_empty(name="term_not_empty"),
        ]

    def __str__(self):
        return self.name

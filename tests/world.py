"""A small world with named people: who owns, who shares, who must see nothing.

    province                        org of the whole province
    ├── bloc                        an upper committee: reviewer, leader, auditor, org_admin
    │   └── department              a grassroots committee: supervisor
    │       ├── tech                a cell in the ward's territory: secretary, deputy, minute_taker
    │       └── office              a cell
    ├── health                      another grassroots committee
    │   └── clinic                  a cell: outsider
    └── ward                        a committee of the same territory as tech: coordinator

The operator has a role on the province that shows no content.
"""

from dataclasses import dataclass, field
from datetime import date

from cells.enums import Office, Sex
from cells.models import Member, PartyOrg, User
from meetings.agendas import install_templates
from meetings.models import AgendaTemplate, AgendaTemplateItem
from tests.factories import (
    make_appointment,
    make_grant,
    make_locality,
    make_member,
    make_org,
    make_spell,
    make_user,
)

TECH_ROLL = (
    "Nguyễn Hữu Bằng",
    "Lò Thị Hương",
    "Vàng A Lử",
    "Giàng Thị Mỷ",
    "Hoàng Thị Tâm",
)
OFFICE_ROLL = ("Trần Đức Mạnh", "Lý Văn Páo", "Đỗ Thị Yến", "Đinh Văn Ân", "Phạm Thị Dung")
CLINIC_ROLL = ("Lê Văn Sơn", "Bùi Thị Thu", "Tẩn A Chín", "Ngô Thị Bích", "Vũ Minh Đăng")

PEOPLE = (
    "secretary",
    "deputy",
    "minute_taker",
    "supervisor",
    "reviewer",
    "leader",
    "coordinator",
    "org_admin",
    "auditor",
    "outsider",
    "operator",
)


@dataclass
class World:
    """Organisations and accounts by name; `members` of a cell in the order of its roll."""

    province: PartyOrg
    bloc: PartyOrg
    department: PartyOrg
    tech: PartyOrg
    office: PartyOrg
    health: PartyOrg
    clinic: PartyOrg
    ward: PartyOrg
    secretary: User
    deputy: User
    minute_taker: User
    supervisor: User
    reviewer: User
    leader: User
    coordinator: User
    org_admin: User
    auditor: User
    outsider: User
    operator: User
    members: dict[str, list[Member]] = field(default_factory=dict)

    def person(self, name):
        """The account of this person, None for "anonymous"."""
        return None if name == "anonymous" else getattr(self, name)


def make_world():
    # Browser tests empty the tables that migrations filled.
    install_templates(AgendaTemplate, AgendaTemplateItem)
    territory = make_locality("Phường Tân Phong")
    province = make_org(kind_code="province_committee", name="Đảng bộ tỉnh")
    bloc = make_org(
        parent=province,
        kind_code="upper_committee",
        name="Đảng bộ Khối Các cơ quan và Doanh nghiệp",
    )
    department = make_org(
        parent=bloc,
        kind_code="grassroots_committee",
        name="Đảng bộ Sở Tài nguyên và Môi trường",
        code="TN00",
    )
    tech = make_org(
        parent=department,
        name="Chi bộ Trung tâm Kỹ thuật Tài nguyên",
        code="TN01",
        locality=territory,
    )
    office = make_org(parent=department, name="Chi bộ Văn phòng", code="TN02")
    health = make_org(
        parent=province, kind_code="grassroots_committee", name="Đảng bộ Sở Y tế", code="YT00"
    )
    clinic = make_org(parent=health, name="Chi bộ Bệnh viện", code="YT01")
    ward = make_org(
        parent=province,
        kind_code="upper_committee",
        name="Đảng bộ phường Tân Phong",
        locality=territory,
    )
    members = {
        "tech": _roll(tech, TECH_ROLL),
        "office": _roll(office, OFFICE_ROLL),
        "clinic": _roll(clinic, CLINIC_ROLL),
    }
    accounts = {name: make_user(name) for name in PEOPLE if name not in MEMBERS_WITH_ACCOUNT}
    for name, (cell, place, office_held) in MEMBERS_WITH_ACCOUNT.items():
        member = members[cell][place]
        accounts[name] = make_user(name, name=str(member), member=member)
        if office_held:
            make_appointment(member, {"tech": tech, "clinic": clinic}[cell], office=office_held)
    for name, role, org in (
        ("secretary", "secretary", tech),
        ("deputy", "secretary", tech),
        ("minute_taker", "minute_taker", tech),
        ("supervisor", "supervisor", department),
        ("reviewer", "reviewer", bloc),
        ("leader", "leader", bloc),
        ("coordinator", "coordinator", ward),
        ("org_admin", "org_admin", bloc),
        ("auditor", "auditor", bloc),
        ("outsider", "secretary", clinic),
        ("operator", "operator", province),
    ):
        make_grant(accounts[name], role, org)
    return World(
        province=province,
        bloc=bloc,
        department=department,
        tech=tech,
        office=office,
        health=health,
        clinic=clinic,
        ward=ward,
        members=members,
        **accounts,
    )


MEMBERS_WITH_ACCOUNT = {
    "secretary": ("tech", 0, Office.SECRETARY),
    "deputy": ("tech", 1, Office.DEPUTY),
    "minute_taker": ("tech", 2, ""),
    "outsider": ("clinic", 0, Office.SECRETARY),
}


def _roll(cell, names):
    """Five members: the fourth still probationary, the last exempt, every other a woman."""
    members = []
    for place, name in enumerate(names):
        members.append(
            make_member(
                name,
                cell=cell,
                sex=Sex.FEMALE if place % 2 else Sex.MALE,
                ethnicity="Mông" if place in (2, 3) else "Kinh",
                official_on=None if place == 3 else date(2016, 1, 1),
            )
        )
    make_spell(members[-1])
    return members

"""Branches of the tree side by side, as markup made in Python: a tree may have hundreds."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from cells.models import PartyOrgVersion

BRANCH = (
    '<li class="branch" id="org-{key}"><details {state}><summary><span>{name} '
    '<span class="muted small nowrap">{cells} chi bộ</span><span class="status"></span></span>'
    '</summary><div class="below">{below}</div></details>'
    '<a class="btn page-link" href="{page}">Mở<span class="visually-hidden"> trang {full}</span>'
    "</a></li>"
)
CLOSED = 'hx-get="{}" hx-trigger="toggle once" hx-target="find .below"'
# For whoever has no scripts.
OPENED = '<p><a class="btn" href="{}">Xem các tổ chức trực thuộc</a></p>'
LEAF = (
    '<li class="branch" id="org-{key}"><a class="leaf" href="{page}"><span>{name}</span>{members}'
    '<span class="status"></span></a></li>'
)
MEMBERS = ' <span class="muted small nowrap">{} đảng viên</span>'


@dataclass
class Branch:
    """One organisation in the tree as the page shows it; `query` names its day in addresses."""

    version: PartyOrgVersion
    cells: int
    members: int
    query: str = ""
    children: list["Branch"] = field(default_factory=list)
    is_open: bool = False

    @property
    def page(self):
        return reverse("org", args=[self.version.org.key]) + self.query

    @property
    def below(self):
        return reverse("org_children", args=[self.version.org.key]) + self.query

    @property
    def opened(self):
        """The tree opened down to here, for whoever has no scripts."""
        key = self.version.org.key
        query = f"{self.query}&open={key}" if self.query else f"?open={key}"
        return f"{reverse('orgs')}{query}#org-{key}"


def branch_list(branches):
    """The branches as a list, each with what is open below it; also htmx's piece."""
    rows = format_html_join("", "{}", ((_row(branch),) for branch in branches))
    return format_html('<ul class="tree">{}</ul>', rows)


def _row(branch):
    version = branch.version
    values = {"key": version.org.key, "name": version.short_name, "page": branch.page}
    if not version.has_children:
        members = format_html(MEMBERS, branch.members) if version.kind.is_cell else ""
        return format_html(LEAF, members=members, **values)
    if branch.is_open:
        state, below = "open", branch_list(branch.children)
    else:
        state, below = format_html(CLOSED, branch.below), format_html(OPENED, branch.opened)
    return format_html(
        BRANCH, state=state, below=below, cells=branch.cells, full=version.name, **values
    )

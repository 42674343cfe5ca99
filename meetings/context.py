"""What the head of every page needs: where I am, and where I may go."""

from dataclasses import dataclass

from django.urls import reverse

from cells.roles import Permission


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    is_here: bool


def navigation(request):
    """The user's grants and the menu that they allow."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"reaches": [], "menu": []}
    wanted = [("Hôm nay", reverse("home"))]
    if user.reaches_with(Permission.VERIFY):
        wanted.append(("Thẩm định", reverse("reviews")))
    if any(not reach.is_cell for reach in user.reaches_with(Permission.READ)):
        wanted.append(("Tổng quan", reverse("overview_start")))
    if any(not (r.is_cell or r.role.by_locality) for r in user.reaches_with(Permission.READ)):
        wanted.append(("Xếp loại năm", reverse("annual_start")))
    if user.reaches_with(Permission.SEE):
        wanted.append(("Tổ chức", reverse("orgs")))
    if user.reaches_with(Permission.MANAGE_ORGS):
        wanted.append(("Sắp xếp tổ chức", reverse("reorganisations")))
    if user.reaches_with(Permission.READ):
        wanted.append(("Bộ tiêu chí", reverse("criteria")))
    here = request.path
    return {
        "reaches": user.reaches,
        "menu": [
            MenuItem(label, url, here == url or (url != "/" and here.startswith(url)))
            for label, url in wanted
        ],
    }

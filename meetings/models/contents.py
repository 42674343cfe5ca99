"""All that belongs to a record, as JSON arrays beside the meeting's row: one query in all.

`meetings.contents` makes dataclasses of them. A query for each part would be ten a page and as
many a save, and cost more than the rest of the request.
"""

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat, JSONObject

# By part: the model, its fields by the names of the dataclasses, their order.
PARTS = {
    "roll": (
        "Attendance",
        {
            "member_id": "member_id",
            "family_name": "member__family_name",
            "given_name": "member__given_name",
            "is_official": "is_official",
            "status": "status",
            "reason": "reason",
            "spoke": "spoke",
            "opinion": "opinion",
        },
        ("member__sort_key", "member_id"),
    ),
    "agenda": (
        "AgendaItem",
        {"id": "id", "title": "title", "text": "text", "is_on_paper": "is_on_paper"},
        ("position", "id"),
    ),
    "documents": ("PassedDocument", {"id": "id", "number": "number", "title": "title"}, ("id",)),
    "resolutions": (
        "Resolution",
        {
            "id": "id",
            "kind": "kind",
            "number": "number",
            "title": "title",
            "text": "text",
            "in_favour": "in_favour",
            "against": "against",
            "abstaining": "abstaining",
        },
        ("id",),
    ),
    "tasks": (
        "Task",
        {"id": "id", "what": "what", "assignee_id": "assignee_id", "due_on": "due_on"},
        ("id",),
    ),
    "proposals": ("Proposal", {"id": "id", "text": "text", "answer": "answer"}, ("id",)),
}


def annotations():
    """The annotations of `MeetingQuerySet.with_contents`."""
    parts = {
        f"{name}_json": _array(_model(model).filter(meeting=OuterRef("pk")), fields, order)
        for name, (model, fields, order) in PARTS.items()
    }
    return parts | {
        "reviews_json": _reviews(),
        "marks_json": _marks(),
        "sets_json": _sets(),
        "evaluation_id": _self_evaluation(),
        "cell_kind": _cell_kind(),
    }


def _model(name):
    return apps.get_model("meetings", name).objects


def _array(rows, fields, order):
    return ArraySubquery(rows.order_by(*order).values_list(JSONObject(**fields)))


def _reviews():
    """Tasks of earlier months that are open or were finished here, and how this one judged them."""
    tasks = (
        _model("Task")
        .filter(cell=OuterRef("cell_month__cell"))
        .filter(Q(done_at__isnull=True) | Q(done_at=OuterRef("pk")))
        .filter(meeting__cell_month__month__lt=OuterRef("cell_month__month"))
    )
    judged = (
        _model("TaskReview")
        .filter(task=OuterRef("pk"), meeting=OuterRef(OuterRef("pk")))
        .values_list(JSONObject(outcome="outcome", reason="reason"))
    )
    fields = {
        "task_id": "id",
        "what": "what",
        "family_name": "assignee__family_name",
        "given_name": "assignee__given_name",
        "due_on": "due_on",
        "judged": Subquery(judged[:1]),
    }
    return _array(tasks, fields, ("id",))


def _own_evaluation():
    return {
        "stage": "self",
        "meeting": OuterRef("pk"),
        "round": OuterRef("round"),
    }


def _self_evaluation():
    return Subquery(_model("Evaluation").filter(**_own_evaluation()).values("pk")[:1])


def _marks():
    """The self evaluation's marks of the current round."""
    own = {f"evaluation__{name}": value for name, value in _own_evaluation().items()}
    fields = {"criterion": "criterion", "value": "value", "reason": "reason"}
    return _array(_model("Mark").filter(**own), fields, ("criterion",))


def _sets():
    """The sets that organisations on the record's path have issued; few, chosen among in Python."""
    path = ExpressionWrapper(OuterRef("cell_month__path"), output_field=TextField())
    slash = Value("/", output_field=TextField())
    step = Concat(slash, Cast("issuer_id", TextField()), slash)
    issued = (
        _model("CriteriaSet").exclude(state="draft").annotate(path=path).filter(path__contains=step)
    )
    fields = {
        "id": "id",
        "issuer_id": "issuer_id",
        "document": "document",
        "valid_from": "valid_from",
        "valid_to": "valid_to",
    }
    return _array(issued, fields, ("id",))


def _cell_kind():
    """The code of the cell's kind in the month, which conditions of criteria ask for."""
    versions = apps.get_model("cells", "PartyOrgVersion").objects.filter(
        org=OuterRef("cell_month__cell"), period__contains=OuterRef("cell_month__month")
    )
    return Subquery(versions.values("kind__code")[:1])

"""All models of the app, so that Django and readers find them in one place."""

from meetings.models.annual import AnnualRanking, AnnualRating, AnnualRequirement, AnnualRules
from meetings.models.criteria import CellAnswer, CriteriaSet, Evaluation, Mark
from meetings.models.minutes import (
    AgendaItem,
    AgendaTemplate,
    AgendaTemplateItem,
    Attendance,
    PassedDocument,
)
from meetings.models.months import CellMonth, MonthReport
from meetings.models.outcomes import Resolution, Task, TaskReview
from meetings.models.records import Meeting, Proposal, Supplement, Transition
from meetings.models.reorganisations import ReorganisationDraft, ReorganisationDraftLine

__all__ = [
    "AgendaItem",
    "AgendaTemplate",
    "AgendaTemplateItem",
    "AnnualRanking",
    "AnnualRating",
    "AnnualRequirement",
    "AnnualRules",
    "Attendance",
    "CellAnswer",
    "CellMonth",
    "CriteriaSet",
    "Evaluation",
    "Mark",
    "Meeting",
    "MonthReport",
    "PassedDocument",
    "Proposal",
    "ReorganisationDraft",
    "ReorganisationDraftLine",
    "Resolution",
    "Supplement",
    "Task",
    "TaskReview",
    "Transition",
]

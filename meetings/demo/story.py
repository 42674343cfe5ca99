"""One cell's meetings through the months: who came, what was said, decided and done."""

from dataclasses import dataclass, field
from datetime import timedelta

from cells.enums import Office
from meetings.agendas import TEMPLATES
from meetings.contents import (
    AgendaRow,
    Contents,
    DocumentRow,
    Head,
    ProposalRow,
    ResolutionRow,
    ReviewRow,
    RollRow,
    TaskRow,
)
from meetings.demo import papers
from meetings.demo.fates import Fate
from meetings.demo.habits import Doubt
from meetings.enums import AttendanceStatus, ResolutionKind, TaskOutcome
from meetings.workflow import State

NOT_DONE_REASONS = (
    "Chờ ý kiến của phòng chuyên môn",
    "Khối lượng lớn, làm được hơn nửa",
    "Người phụ trách đi học, chưa bàn giao",
    "Phải bổ sung hồ sơ",
)
RETURNING = {"regular", "combined"}
NOBODY_ABSENT = {Doubt.FULL_HOUSE, Doubt.HUNDRED}


def changed(row, **values):
    """As dataclasses.replace, four times as quick: it is asked a hundred thousand times."""
    return row.__class__(**(vars(row) | values))


@dataclass(eq=False)
class OpenTask:
    id: int
    what: str
    member: object
    due_on: object
    meeting: "Story"
    done_at: "Story | None" = None


@dataclass(eq=False)
class Story:
    """One meeting as it is told; `records` makes rows of it.

    `is_shown` is the one record whose verification the demonstration shows step by step.
    """

    id: int
    month: object
    kind: str
    fate: Fate
    contents: Contents = None
    tasks: list = field(default_factory=list)
    is_model: bool = False
    is_shown: bool = False
    order: int = 0
    round: int = 1
    long_excused: frozenset = frozenset()
    numbered: list = field(default_factory=list)

    @property
    def state(self):
        return self.fate.state

    @property
    def is_regular(self):
        return self.kind in RETURNING and self.state != State.CANCELLED

    @property
    def first_submitted_at(self):
        moments = self.fate.moments
        return moments.get("first", moments.get(State.SUBMITTED))


class Teller:
    """Tells the meetings of one cell in the order of its months."""

    def __init__(self, roll, habit, writer, source, next_task):
        self.roll = roll
        self.habit = habit
        self.writer = writer
        self.source = source
        self.next_task = next_task
        self.open_tasks = []
        self.told = []
        # Another meeting follows in the month: nothing shall be left for it to judge.
        self.must_finish = False

    def tell(self, story, *, topic="", is_bare=False, **head):
        """Fill in the story's record; `is_bare` when only the plan stands there yet."""
        day = story.fate.held_on
        stays = self.roll.on(day)
        contents = self._plan(story, stays, topic, **head)
        if not is_bare:
            contents = self._minutes(story, contents, stays, topic)
        story.contents = contents
        story.long_excused = self._long_excused(story)
        self.told.append(story)
        return story

    def _plan(self, story, stays, topic, **head):
        source, officers = self.source, self.roll.officers
        day = story.fate.held_on
        secretary, deputy = self.roll.secretary, self.roll.deputy
        chair = deputy if source.random() < 0.08 else self.roll.leader_on(day)
        takers = [stay.member for stay in stays if stay.member is not chair]
        taker = next(
            (each for each in officers[Office.COMMITTEE_MEMBER] if each in takers), None
        ) or (takers[0] if takers else chair)
        has_committee = len(self.roll.committee_members) > 2
        in_time = source.random() < 0.93 or self.habit.quality == 1
        sent = day - timedelta(days=source.randint(1, 4) if in_time else 0)
        values = {
            "kind": story.kind,
            "planned_on": day,
            "planned_at": story.fate.starts,
            "place": self._place(),
            "topic": topic,
            "chair_id": chair.pk,
            "minute_taker_id": taker.pk,
            "preparers": f"Đ/c {deputy}" if deputy is not secretary else f"Đ/c {secretary}",
            "documents_sent_on": sent,
            "pre_meeting_on": day - timedelta(days=source.randint(1, 3)) if has_committee else None,
        }
        titles = TEMPLATES[story.kind]
        return Contents(
            head=Head(**(values | head)),
            roll=tuple(self._present(stay, day) for stay in stays),
            agenda=tuple(AgendaRow(None, title) for title in titles),
        )

    def _place(self):
        unit = self.roll.cell.name.removeprefix("Chi bộ ")
        return (f"Phòng họp {unit}", f"Hội trường {unit}")[self.roll.cell.id % 2][:200]

    def _present(self, stay, day):
        member = stay.member
        return RollRow(
            member_id=member.pk,
            family_name=member.family_name,
            given_name=member.given_name,
            is_official=member.is_official_on(day),
            status=stay.spell_on(day) or AttendanceStatus.PRESENT.value,
        )

    def _minutes(self, story, contents, stays, topic):
        last = self.told[-1].contents if self.told else None
        is_copy = self.habit.doubt is Doubt.COPIED and last is not None and last.agenda[0].text
        head = contents.head
        fate, source = story.fate, self.source
        begins = head.planned_at
        ended = begins.hour * 60 + begins.minute + fate.minutes
        roll = self._call(contents)
        documents = self.writer.documents(fate.held_on, source.choice((1, 2, 2, 3)))
        tasks = self._new_tasks(story, stays)
        members = [stay.member for stay in stays]
        resolutions = self._resolve(story, roll, tasks, topic)
        agenda = tuple(
            changed(
                row,
                text=self.writer.agenda_text(
                    row.title,
                    month=f"{story.month:%m/%Y}",
                    documents=documents,
                    topic=topic,
                    members=members,
                ),
            )
            for row in contents.agenda
        )
        conclusion = self.writer.conclusion(len(tasks))
        if not tasks:
            conclusion = self.writer.topic_conclusions.draw()
        if is_copy:
            agenda = tuple(
                changed(row, text=old.text) for row, old in zip(agenda, last.agenda, strict=False)
            )
            conclusion = last.head.conclusion
        eligible = sum(row.is_official and row.status == "present" for row in roll)
        return changed(
            contents,
            head=changed(
                head,
                held_on=fate.held_on,
                started_at=begins,
                ended_at=begins.replace(hour=ended // 60, minute=ended % 60),
                guests=self._guests(),
                conclusion=conclusion,
                shortcomings=self.writer.shortcomings.draw(),
                minutes_passed=True,
                score_in_favour=eligible if source.random() < 0.8 else max(0, eligible - 1),
            ),
            roll=self._speak(roll, last if is_copy else None),
            agenda=agenda,
            documents=tuple(DocumentRow(None, *paper) for paper in documents),
            resolutions=resolutions,
            tasks=tuple(TaskRow(task.id, task.what, task.member.pk, task.due_on) for task in tasks),
            reviews=self._review(story),
            proposals=self._propose(),
        )

    def _guests(self):
        if self.source.random() > 0.3:
            return ""
        return f"Đại diện cấp ủy {self.roll.cell.committee().name} dự và theo dõi"

    def _call(self, contents):
        """The roll call: the chair and the minute taker are there, most others too."""
        head, habit, source = contents.head, self.habit, self.source
        there = {head.chair_id, head.minute_taker_id}
        rows = []
        for row in contents.roll:
            is_certain = row.member_id in there or habit.doubt in NOBODY_ABSENT
            if row.status != AttendanceStatus.PRESENT or is_certain or source.random() < habit.come:
                rows.append(row)
            elif source.random() < 0.05:
                rows.append(changed(row, status=AttendanceStatus.UNEXCUSED.value))
            else:
                reason = source.choice(papers.EXCUSES)
                rows.append(changed(row, status=AttendanceStatus.EXCUSED.value, reason=reason))
        return rows

    def _speak(self, roll, copied):
        """Who spoke, with the words of the first six or so."""
        present = [place for place, row in enumerate(roll) if row.status == "present"]
        share = self.habit.speak + self.source.uniform(-0.1, 0.1)
        if self.habit.quality == 1:
            share = max(share, 0.55)
        count = min(len(present), max(1, -int(-share * len(present) // 1)))
        spoke = self.source.sample(present, count)
        old = {row.member_id: row.opinion for row in copied.roll} if copied else {}
        for number, place in enumerate(spoke):
            row = roll[place]
            opinion = self.writer.opinions.draw() if number < 6 else ""
            opinion = old.get(row.member_id) or opinion
            roll[place] = changed(row, spoke=True, opinion=opinion)
        return tuple(roll)

    def _new_tasks(self, story, stays):
        if story.kind not in RETURNING:
            return []
        count = self.source.choice((2, 3, 3, 4, 5)) if len(stays) > 5 else 2
        able = [stay.member for stay in stays if not stay.spell and not stay.ends_on]
        able = able or [self.roll.secretary]
        tasks = []
        for _ in range(count):
            due = (story.month + timedelta(days=32)).replace(day=self.source.choice((15, 20, 25)))
            task = OpenTask(
                self.next_task(), self.writer.task(), self.source.choice(able), due, story
            )
            tasks.append(task)
        story.tasks = tasks
        return tasks

    def _review(self, story):
        """Each open task of earlier months judged; what is not done comes again."""
        rows, still = [], []
        for task in self.open_tasks:
            again = task.meeting.month < (story.month - timedelta(days=1)).replace(day=1)
            is_sure = self.must_finish or self.habit.quality == 1
            share = 1 if is_sure else max(self.habit.done, 0.9 if again else 0)
            outcome, reason = TaskOutcome.DONE, ""
            if self.source.random() > share:
                outcome = self.source.choice((TaskOutcome.PARTLY, TaskOutcome.NOT_DONE))
                reason = self.source.choice(NOT_DONE_REASONS)
            name = str(task.member)
            rows.append(ReviewRow(task.id, task.what, name, task.due_on, outcome.value, reason))
            if outcome is TaskOutcome.DONE:
                task.done_at = story
            else:
                still.append(task)
        self.open_tasks = still
        return tuple(rows)

    def close(self, story):
        """Tasks of this meeting come back from the next month on."""
        self.open_tasks += story.tasks

    def _resolve(self, story, roll, tasks, topic):
        eligible = sum(row.is_official and row.status == "present" for row in roll)
        other = 1 if self.source.random() < 0.06 and eligible > 4 else 0
        if story.kind in RETURNING:
            kind = ResolutionKind.RESOLUTION
            title, text = self.writer.resolution(story.month, [task.what for task in tasks])
        else:
            kind = ResolutionKind.CONCLUSION
            title, text = self.writer.topic_resolution(topic)
        return (ResolutionRow(None, kind.value, title, text, eligible - other, 0, other),)

    def _propose(self):
        if self.source.random() > 0.12:
            return ()
        return (ProposalRow(None, self.writer.proposals.draw()),)

    def _long_excused(self, story):
        """As `meetings.facts.long_excused` finds them."""
        before = [
            each
            for each in self.told
            if each.month < story.month
            and each.month.year == story.month.year
            and each.kind in RETURNING
            and each.state not in {State.PLANNED, State.CANCELLED}
        ][-3:]
        if len(before) < 3:
            return frozenset()
        excused = [
            {row.member_id for row in each.contents.roll if row.status == "excused"}
            for each in before
        ]
        return frozenset(set.intersection(*excused))

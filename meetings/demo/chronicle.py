"""The months of one cell: its meetings told, judged and written down."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cells.models import User
from cells.tree import org_ids
from meetings.demo import fates, scenes, sheets
from meetings.demo.fates import NOT_HELD, NOT_PLANNED, Fate, fate_of, wanted_state
from meetings.demo.habits import Doubt
from meetings.demo.story import Story, Teller
from meetings.enums import MeetingKind
from meetings.workflow import State

ANSWERS = (
    "Đảng ủy đã tiếp thu, giao văn phòng làm việc với cơ quan liên quan và trả lời trong tháng.",
    "Đã tổng hợp, báo cáo cấp trên; khi có kết quả sẽ thông báo cho chi bộ.",
    "Nội dung này thuộc thẩm quyền của thủ trưởng đơn vị, Đảng ủy đã chuyển và đề nghị giải quyết.",
    "Nhất trí với kiến nghị; đưa vào kế hoạch quý tới.",
)
SUPPLEMENTS = (
    "Bổ sung ý kiến của một đồng chí tại phần thảo luận mà biên bản ghi thiếu.",
    "Đính chính: thời gian kết thúc ghi đúng theo đồng hồ phòng họp.",
    "Bổ sung danh sách khách mời dự buổi sinh hoạt.",
)
FINAL_REASON = "Nhất trí kết quả thẩm định."


@dataclass
class Acting:
    """Who acts in a cell's records."""

    secretary: User
    reviewer: User
    leader: User
    supervisor: User | None
    clock: fates.Clock

    def planned_at(self, story):
        """When a record that only holds a plan was last saved."""
        day = min(self.clock.today, story.fate.held_on) - timedelta(days=2)
        return self.clock.at(day, 8, 30)

    def verifier(self, source):
        if self.supervisor is not None and source.random() < 0.5:
            return self.supervisor
        return self.reviewer


class Chronicle:
    """All meetings of one cell."""

    def __init__(self, roll, habit, writer, source, book, acting, holding):
        self.roll, self.cell = roll, roll.cell
        self.habit, self.writer, self.source = habit, writer, source
        self.book, self.acting, self.holding = book, acting, holding
        self.teller = Teller(roll, habit, writer, source, book.tasks.reserve)
        self.stories = []

    def tell(self, months):
        """Tell every month that the cell owed; the last one is the current."""
        for place, month in enumerate(months):
            if (self.cell.id, month) not in self.book.cell_months:
                continue
            story = self._regular(place, month, months)
            extra = scenes.extra_meeting(self.cell, place)
            if story is not None and extra is not None:
                self._extra(extra, story)
            for each in self.stories:
                if each.month == month:
                    self.teller.close(each)
        self._number()
        for story in self.stories:
            self._write(story)
        self._mark_thematic_owed(months)

    def _regular(self, place, month, months):
        source, clock = self.source, self.acting.clock
        is_current, is_last = place == len(months) - 1, place == len(months) - 2
        wanted = scenes.wanted(self.cell, place, is_current=is_current, is_last=is_last)
        if wanted is None:
            wanted = wanted_state(place, source, is_last=is_last, is_current=is_current)
        kind = self._kind(place, month)
        fate = fate_of(self.habit, month, source, clock, wanted)
        if scenes.is_home(self.cell) and is_current:
            fate = Fate(State.PLANNED, clock.today + timedelta(days=3), self.habit.starts)
        elif is_current and fate.state == State.PLANNED and source.random() < 0.25:
            fate.state = NOT_PLANNED
        if fate.state == NOT_HELD:
            self._not_held(month)
        if fate.state in {NOT_HELD, NOT_PLANNED}:
            return None
        if kind == MeetingKind.COMBINED and self.habit.doubt not in {Doubt.NINETY, Doubt.HUNDRED}:
            fate.minutes += 27
        cancelled = scenes.cancelled(self.cell, place, is_current=is_current)
        if cancelled:
            self._cancel(month, fate, cancelled)
        story = Story(self.book.meetings.reserve(), month, kind, fate)
        topic = self.writer.topics.draw() if kind == MeetingKind.COMBINED else ""
        self.teller.must_finish = scenes.extra_meeting(self.cell, place) is not None
        self.teller.tell(story, topic=topic, is_bare=fate.state == State.PLANNED)
        scenes.dress(story, self.cell, place, self.roll, clock, is_last=is_last)
        self.stories.append(story)
        return story

    def _kind(self, place, month):
        combined = (month.month - 1) % 3 + 1 == self.habit.combined_in
        # With a thematic meeting of its own the month needs no other.
        combined = combined and scenes.extra_meeting(self.cell, place) != MeetingKind.THEMATIC
        if combined and self.source.random() < 0.9 and not scenes.is_home(self.cell):
            return MeetingKind.COMBINED.value
        return MeetingKind.REGULAR.value

    def _not_held(self, month):
        reason = self.source.choice(fates.NOT_HELD_REASONS)
        row = self.book.cell_months[self.cell.id, month]
        self.book.months.put(row.pk, state=NOT_HELD, not_held_reason=reason)
        day = min(month.replace(day=27), self.acting.clock.today)
        self.book.not_held.append(
            (row, reason, self.acting.secretary, self.acting.clock.at(day, 9))
        )

    def _cancel(self, month, fate, reason):
        """A meeting that was called off before the one that took its place."""
        day = fate.held_on - timedelta(days=4)
        off = Fate(State.CANCELLED, day, fate.starts)
        story = Story(self.book.meetings.reserve(), month, "regular", off, order=1)
        self.teller.tell(story, is_bare=True)
        self.stories.append(story)
        day = min(day, self.acting.clock.today) - timedelta(days=1)
        off.moments[State.CANCELLED] = self.acting.clock.at(day, 10)
        off.reason = reason

    def _extra(self, kind, regular):
        """A thematic or extraordinary meeting ten days after the regular one."""
        day = regular.fate.held_on + timedelta(days=10)
        shift = timedelta(days=10)
        moments = {
            step: at + shift
            for step, at in regular.fate.moments.items()
            if step in {State.HELD, State.SUBMITTED, State.VERIFIED}
        }
        fate = Fate(State.VERIFIED, day, self.habit.starts, 75, moments)
        story = Story(self.book.meetings.reserve(), regular.month, kind, fate, order=2)
        topic = self.writer.topics.draw() if kind == MeetingKind.THEMATIC else ""
        self.teller.tell(story, topic=topic)
        scenes.dress_extra(story)
        self.stories.append(story)

    def _number(self):
        """Resolutions get their numbers in the order in which records were handed over."""
        last = {}
        for story in self.stories:
            if story.first_submitted_at is None:
                story.numbered = [(row, None, None) for row in story.contents.resolutions]
        handed = [story for story in self.stories if story.first_submitted_at is not None]
        for story in sorted(handed, key=lambda story: story.first_submitted_at):
            term = self.roll.term_on(story.fate.held_on)
            for row in story.contents.resolutions:
                number = last[row.kind, term] = last.get((row.kind, term), 0) + 1
                story.numbered.append((row, number, term))

    def _write(self, story):
        verifier = self.acting.verifier(self.source)
        own, decided = self._judge(story, verifier)
        key = self.book.write_story(story, self.roll, self.acting)
        self.book.write_steps(story, key, self.cell, list(self._steps(story, verifier)))
        self._write_proposals(story)
        self._write_supplement(story)
        if story.is_regular:
            self.book.write_month(story, self.cell, own and own.total, decided)

    def _judge(self, story, verifier):
        """Write the evaluations; returns the self result and (set, verified result), or None."""
        moments, secretary = story.fate.moments, self.acting.secretary
        issued = self.holding(story)
        if issued is None or State.HELD not in moments:
            return None, None
        has_committee = len(self.roll.committee_members) > 2
        marks = sheets.self_marks(
            issued, story.contents, self.habit, self.source, has_committee=has_committee
        )
        if State.SUBMITTED not in moments:
            self.book.write_open_marks(story, issued, *marks, secretary, moments[State.HELD])
            return None, None
        own, facts = self._hand_over(story, issued, marks, story.first_submitted_at)
        if State.RETURNED in moments:
            story.round = 2
            if story.state == State.RETURNED:
                at = moments[State.RETURNED]
                self.book.write_open_marks(story, issued, *marks, secretary, at)
            else:
                own, facts = self._hand_over(story, issued, marks, moments[State.SUBMITTED])
        if State.VERIFIED not in moments:
            return own.result, None
        judged = self._verify(story, issued, own, facts)
        at = moments[State.VERIFIED]
        self.book.write_evaluation(story, "verified", issued, judged, verifier, at)
        if State.CLOSED in moments:
            at = moments[State.CLOSED]
            leader = self.acting.leader
            self.book.write_evaluation(story, "final", issued, judged, leader, at, FINAL_REASON)
        return own.result, (issued, judged.result)

    def _hand_over(self, story, issued, marks, at):
        """Write the self evaluation of a round as it was handed over at this moment."""
        contents = story.contents
        facts = sheets.facts_of(
            issued,
            contents,
            long_excused=story.long_excused,
            published_on=timezone.localdate(at),
        )
        own = sheets.judge_self(issued, contents, *marks, facts, cell_kind=self.cell.kind)
        self.book.write_evaluation(story, "self", issued, own, self.acting.secretary, at)
        return own, facts

    def _verify(self, story, issued, own, facts):
        changes, reasons = scenes.home_change(story, issued)
        if changes is None:
            changes, reasons = sheets.changes_of(
                issued, story.contents, own, self.habit, self.source
            )
        return sheets.judge_verified(
            issued, story.contents, own, changes, reasons, facts, cell_kind=self.cell.kind
        )

    def _steps(self, story, verifier):
        moments, acting = story.fate.moments, self.acting
        if State.CANCELLED in moments:
            at = moments[State.CANCELLED]
            yield State.PLANNED, State.CANCELLED, acting.secretary, at, story.fate.reason
        if State.HELD not in moments:
            return
        yield State.PLANNED, State.HELD, acting.secretary, moments[State.HELD], ""
        first = story.first_submitted_at
        if first is None:
            return
        yield State.HELD, State.SUBMITTED, acting.secretary, first, ""
        if State.RETURNED in moments:
            reason = self.source.choice(fates.RETURN_REASONS)
            yield State.SUBMITTED, State.RETURNED, verifier, moments[State.RETURNED], reason
        if "first" in moments and story.state != State.RETURNED:
            at = moments[State.SUBMITTED]
            yield State.RETURNED, State.SUBMITTED, acting.secretary, at, ""
        if State.VERIFIED in moments:
            yield State.SUBMITTED, State.VERIFIED, verifier, moments[State.VERIFIED], ""
        if State.CLOSED in moments:
            at = moments[State.CLOSED]
            yield State.VERIFIED, State.CLOSED, acting.leader, at, FINAL_REASON

    def _write_proposals(self, story):
        if not story.contents.proposals:
            return
        above = org_ids(self.book.cell_months[self.cell.id, story.month].path)
        verified = story.fate.moments.get(State.VERIFIED)
        answers = []
        for _ in story.contents.proposals:
            answer = ("", None, None)
            if verified is not None and self.source.random() < 0.6:
                at = verified + timedelta(days=self.source.randint(1, 9))
                if self.acting.clock.is_past(at):
                    answer = (self.source.choice(ANSWERS), self.acting.reviewer.pk, at)
            answers.append(answer)
        self.book.write_proposals(story, above[-2], answers)

    def _write_supplement(self, story):
        verified = story.fate.moments.get(State.VERIFIED)
        if verified is None or not scenes.has_supplement(self.cell, story, self.source):
            return
        at = min(verified + timedelta(days=1, hours=2), self.acting.clock.now)
        text = self.source.choice(SUPPLEMENTS)
        self.book.supplements.add(story.id, 1, text, self.acting.secretary.pk, at)

    def _mark_thematic_owed(self, months):
        """As at the opening of a quarter's last month: no thematic meeting in the two before."""
        held = {
            story.month
            for story in self.stories
            if story.kind in {"thematic", "combined"} and State.HELD in story.fate.moments
        }
        for month in months:
            row = self.book.cell_months.get((self.cell.id, month))
            if row is None or month.month % 3:
                continue
            before = {month.replace(month=month.month - 1), month.replace(month=month.month - 2)}
            is_unknown = min(before) < months[0] and self.habit.combined_in in {1, 2}
            self.book.months.put(row.pk, thematic_owed=not is_unknown and not before & held)

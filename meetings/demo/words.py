"""What a cell writes: minutes, opinions, tasks, proposals. Each cell draws from its own decks,
so that no text comes again in the next month, unless the cell copies it.
"""

import string

from meetings.demo import papers, work_enterprises, work_people, work_state
from meetings.demo.keys import Deck

WORK = {**work_state.WORK, **work_people.WORK, **work_enterprises.WORK}
FORMATTER = string.Formatter()


def name_with_number(number, title):
    """ "Chỉ thị về …" of number 50-CT/TW → "Chỉ thị số 50-CT/TW về …"."""
    return title.replace(" về ", f" số {number} về ", 1)


class Writer:
    """The words of one cell."""

    def __init__(self, field, source):
        work = WORK[field]
        self.source = source
        self.results = Deck(work.results, source)
        self.tasks = Deck((*work.tasks, *work.tasks, *papers.PARTY_TASKS), source)
        self.topics = Deck(work.topics, source)
        self.proposals = Deck(work.proposals, source)
        self.news = Deck(papers.NEWS, source)
        self.moods = Deck(papers.MOODS, source)
        self.party = Deck(papers.PARTY_RESULTS, source)
        self.plans = Deck(papers.PLANS, source)
        self.discussion = Deck(papers.DISCUSSION, source)
        self.opinions = Deck(papers.OPINIONS, source)
        self.shortcomings = Deck(papers.SHORTCOMINGS, source)
        self.conclusions = Deck(papers.CONCLUSIONS, source)
        self.topic_conclusions = Deck(papers.TOPIC_CONCLUSIONS, source)
        self.papers = Deck(range(1000), source)

    def fill(self, text, **more):
        """The sentence with numbers of its own for each {n}, {m} and {p}."""
        if "{" not in text:
            return text
        parts = []
        for literal, name, _, _ in FORMATTER.parse(text):
            parts.append(literal)
            if name == "n":
                parts.append(str(self.source.randint(11, 96)))
            elif name == "m":
                parts.append(str(self.source.randint(2, 9)))
            elif name == "p":
                parts.append(f"{self.source.randint(880, 1045) / 10:.1f}".replace(".", ","))
            elif name == "praised":
                parts.append(str(self.source.choice(more["members"])))
            elif name is not None:
                parts.append(str(more[name]))
        return "".join(parts)

    def task(self):
        return self.fill(self.tasks.draw())

    def documents(self, day, count):
        """(number, title) of papers issued by `day`, most of them recent."""
        issued = [paper for paper in papers.PAPERS if paper.issued_on <= day]
        pool = (issued[-6:] or list(papers.STANDING)) + list(papers.STANDING)[:1]
        start = self.papers.draw() % len(pool)
        chosen = [pool[(start + place) % len(pool)] for place in range(min(count, len(pool)))]
        return [(paper.number, paper.title) for paper in chosen]

    def agenda_text(self, title, *, month, documents, topic, members):
        """The minutes of one item of the usual agenda."""
        if title.startswith("Thời sự"):
            lines = [self.fill(text, month=month) for text in self.news.draw_many(2)]
            lines += [f"Quán triệt {name_with_number(*paper)}." for paper in documents]
        elif title.startswith("Tình hình tư tưởng"):
            lines = self.moods.draw_many(2)
        elif title.startswith("Kết quả"):
            lines = [self.fill(text) for text in self.results.draw_many(2)]
            lines += self.party.draw_many(self.source.randint(1, 2))
        elif title.startswith("Nhiệm vụ"):
            lines = self.plans.draw_many(3)
        elif "chuyên đề" in title:
            lines = self.topic_lines(title, topic)
        else:
            lines = [self.fill(text, members=members) for text in self.discussion.draw_many(2)]
        return "\n".join(lines)

    def topic_lines(self, title, topic):
        if title.startswith("Biện pháp"):
            return self.plans.draw_many(2)
        if title.startswith("Thảo luận"):
            return [
                f"Chi bộ thảo luận về {topic[0].lower()}{topic[1:]}.",
                *self.opinions.draw_many(2),
            ]
        return [
            f"Chuyên đề: {topic}.",
            "Đồng chí được phân công trình bày báo cáo đề dẫn: thực trạng ở đơn vị, nguyên nhân, "
            "việc cần làm ngay.",
            self.fill(self.results.draw()),
        ]

    def resolution(self, month, tasks):
        """Title and text of the month's resolution."""
        lines = [f"1. Đánh giá kết quả tháng: {self.fill(self.results.draw())}"]
        lines.append(f"2. Phương hướng: {self.plans.draw()}")
        lines.append("3. Phân công:")
        lines += [f"- {task}." for task in tasks]
        return f"Nhiệm vụ trọng tâm sau kỳ sinh hoạt tháng {month:%m/%Y}", "\n".join(lines)

    def topic_resolution(self, topic):
        """Title and text of what a thematic meeting concluded."""
        lines = [f"1. {self.topic_conclusions.draw()}", f"2. {self.plans.draw()}"]
        return f"Kết luận chuyên đề: {topic}"[:300], "\n".join(lines)

    def conclusion(self, count):
        return self.fill(self.conclusions.draw(), count=count)

"""The rank that follows from a year's evidence by the rules, and the words that explain it."""

from dataclasses import dataclass

from meetings.annual.evidence import Evidence, Figure, Measure
from meetings.annual.ranks import EARNED, AnnualRank
from meetings.annual.rules import Requirement, Rules


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement that failed, with the figure that was found."""

    requirement: Requirement
    figure: Figure | None

    @property
    def words(self) -> str:
        """ "số tháng không họp: 1 tháng (cho phép 0 tháng)"."""
        measure = self.requirement.measure
        label = measure.label[0].lower() + measure.label[1:]
        return f"{label}: {measure.say(self.figure)} ({self.requirement.words})"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed rank, and for each better rank the requirements that failed, the best first.

    `rank` is None for a cell that owes no month yet: it is not ranked (không xếp loại).
    """

    rank: AnnualRank | None
    unmet: tuple[tuple[AnnualRank, tuple[Unmet, ...]], ...] = ()


def propose(evidence: Evidence, rules: Rules) -> Proposal:
    """The best rank all of whose requirements hold; the last one asks for nothing."""
    if not evidence.owed:
        return Proposal(None)
    unmet = []
    figures = {}
    for rank in EARNED:
        requirements = rules.of(rank)
        for requirement in requirements:
            if requirement.measure not in figures:
                figures[requirement.measure] = evidence.figure(requirement.measure)
        failed = tuple(
            Unmet(requirement, figures[requirement.measure])
            for requirement in requirements
            if not requirement.is_met_by(figures[requirement.measure])
        )
        if not failed:
            return Proposal(rank, tuple(unmet))
        unmet.append((rank, failed))
    return Proposal(AnnualRank.NOT_COMPLETED, tuple(unmet))


def summary(evidence: Evidence) -> str:
    """The year in one line: "11/12 tháng đã họp, bình quân 92,35 %, đảng viên dự 95,5 %"."""
    parts = [f"{evidence.held}/{evidence.owed} tháng đã họp"]
    if evidence.average is not None:
        parts.append(f"bình quân {Measure.AVERAGE.say(evidence.average)}")
    if evidence.year_rank is not None:
        parts.append(f"cả năm {Measure.YEAR_RANK.say(evidence.year_rank)}")
    if evidence.attendance is not None:
        parts.append(f"đảng viên dự {Measure.ATTENDANCE.say(evidence.attendance)}")
    return ", ".join(parts)


def explain(proposal: Proposal, evidence: Evidence) -> list[str]:
    """Why this rank, in sentences: the year in one line, then what each better rank asked."""
    if proposal.rank is None:
        return ["Chưa xếp loại: chưa có tháng nào phải họp trong năm."]
    sentences = [f"Đề xuất {proposal.rank.title}: {summary(evidence)}."]
    for rank, failed in proposal.unmet:
        reasons = "; ".join(each.words for each in failed)
        sentences.append(f"Chưa đạt {rank.short.lower()} vì {reasons}.")
    return sentences

"""Folding, sorting and cleaning of Vietnamese text."""

import unicodedata

from django.db.models import Value

from cells.models import Member, OrgKind
from cells.text import Fold, SortKey, clean_block, clean_line
from tests.factories import make_member, make_org


def asked(expression):
    """What the database makes of an expression."""
    row = OrgKind.objects.annotate(answer=expression).first()
    return row.answer


def test_fold_takes_all_marks_away(db):
    assert asked(Fold(Value("Đảng ủy Sở Tài nguyên, Ơ Ư Ă Â Ê Ô"))) == (
        "dang uy so tai nguyen, o u a a e o"
    )


def test_fold_does_not_mind_decomposed_input(db):
    assert asked(Fold(Value(unicodedata.normalize("NFD", "Nguyễn Hữu Bằng")))) == "nguyen huu bang"


def test_sort_key_follows_the_vietnamese_alphabet(db):
    letters = ["an", "ăn", "ân", "ba", "da", "đa", "em", "êm", "on", "ôn", "ơn", "un", "ưn", "va"]

    assert sorted(letters, key=lambda text: asked(SortKey(Value(text)))) == letters


def test_sort_key_tells_tones_apart_only_between_equal_letters(db):
    assert asked(SortKey(Value("ma"))) < asked(SortKey(Value("má"))) < asked(SortKey(Value("mat")))


def test_members_are_sorted_by_given_name(db):
    for name in ("Trần Văn Yên", "Nguyễn Thị Ánh", "Đỗ An", "Lê Văn Đông", "Bùi Dung"):
        make_member(name)

    assert [member.given_name for member in Member.objects.all()] == [
        "An",
        "Ánh",
        "Dung",
        "Đông",
        "Yên",
    ]


def test_numbers_in_names_count_as_numbers(db):
    orgs = [make_org(kind_code="grassroots_cell", name=f"Chi bộ {n}") for n in (10, 2, 1)]
    keys = {org.versions.get().sort_key: org.versions.get().name for org in orgs}

    assert [keys[key] for key in sorted(keys)] == ["Chi bộ 1", "Chi bộ 2", "Chi bộ 10"]


def test_clean_line_gives_one_line_in_nfc():
    typed = unicodedata.normalize("NFD", "  Lò  Thị\n\xa0Hương ")

    assert clean_line(typed) == "Lò Thị Hương"


def test_clean_block_keeps_paragraphs():
    assert clean_block("\r\nMột  \r\n\r\nHai\r") == "Một\n\nHai"

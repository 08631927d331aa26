"""Remarks on a text, by tables; and how a stream of blocks is taken apart."""

import pytest
from wagtail.blocks import StreamBlock
from wagtail.blocks.stream_block import StreamValue

from portal.shared.blocks.body import body_blocks
from portal.shared.blocks.checks import (
    Finding,
    Link,
    Part,
    Picture,
    Problem,
    Target,
    check_parts,
    heading_jumps,
    is_file_name,
    is_long,
    read_rich_text,
    says_nothing,
    sentences,
)
from portal.shared.blocks.walking import parts_of

TWENTY = " ".join(["woord"] * 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Een zin. Nog een zin? Ja!", ["Een zin.", "Nog een zin?", "Ja!"]),
        ("Vraag het bijv. aan de docent. Daarna niet.", ["Vraag het bijv. aan de docent.", "Daarna niet."]),
        ("Dat kost 2.5 uur. Het mag.", ["Dat kost 2.5 uur.", "Het mag."]),
        ("“Ik begin.” Toen stopte het.", ["“Ik begin.”", "Toen stopte het."]),
        ("Zonder punt", ["Zonder punt"]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(("text", "expected"), [(TWENTY, False), (f"{TWENTY} teveel", True)], ids=["20", "21"])
def test_is_long(text, expected):
    assert is_long(text) is expected


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("IMG_1234", True),
        ("IMG_1234.jpg", True),
        ("foto.png", True),
        ("DSC00012", True),
        ("20260114", True),
        ("team_foto_def", True),
        ("Drie docenten bij een laptop", False),
        ("Een les in 2026 op school", False),
        ("Pauze", False),
    ],
)
def test_is_file_name(alt, expected):
    assert is_file_name(alt) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("klik hier", True),
        ("Klik hier.", True),
        ("Lees meer ›", True),
        ("hier", True),
        ("", True),
        ("  ", True),
        ("het verslag van de pilot", False),
        ("Lees meer over de pilot", False),
    ],
)
def test_says_nothing(text, expected):
    assert says_nothing(text) is expected


@pytest.mark.parametrize(
    ("levels", "below", "expected"),
    [([], 1, []), ([2, 3, 2], 1, []), ([3], 1, [0]), ([2, 4], 1, [1]), ([3, 3], 2, []), ([2, 2], 2, [])],
)
def test_heading_jumps(levels, below, expected):
    assert heading_jumps(levels, below=below) == expected


def test_rich_text_is_taken_apart():
    html = (
        '<h2>Wat deden we?</h2><p>Eerst <b>dit</b>.<br/>Toen <a linktype="page" id="7">het verslag</a>.</p>'
        '<ul><li>Een</li><li><a href="https://voorbeeld.example">hier</a></li></ul>'
        '<p><a linktype="document" id="3">De lijst</a></p>'
    )

    assert read_rich_text("Verhaal", html) == Part(
        where="Verhaal",
        paragraphs=("Eerst dit. Toen het verslag.", "Een", "hier", "De lijst"),
        headings=((2, "Wat deden we?"),),
        links=(
            Link(Target.PAGE, "7", "het verslag"),
            Link(Target.ADDRESS, "https://voorbeeld.example", "hier"),
            Link(Target.DOCUMENT, "3", "De lijst"),
        ),
    )


def test_check_parts_names_each_problem_in_reading_order():
    parts = [
        Part("Inleiding", paragraphs=(f"{TWENTY} teveel.",)),
        Part("Verhaal", headings=((3, "Te klein"),), starts_below=1),
        Part("Foto", pictures=(Picture(""), Picture("IMG_1"), Picture("", is_decorative=True))),
        Part("Foto", pictures=(Picture("IMG_0001"),)),
        Part("Tekst", links=(Link(Target.PAGE, "1", "klik hier"), Link(Target.PAGE, "2", "Weg"))),
        Part("Bestand", links=(Link(Target.DOCUMENT, "9"),)),
    ]

    found = check_parts(parts, pages={1}, documents=set())

    assert [(finding.problem, finding.where) for finding in found] == [
        (Problem.LONG_SENTENCE, "Inleiding"),
        (Problem.HEADING_JUMP, "Verhaal"),
        (Problem.ALT_MISSING, "Foto"),
        (Problem.ALT_IS_FILE_NAME, "Foto"),
        (Problem.ALT_IS_FILE_NAME, "Foto"),
        (Problem.LINK_TEXT, "Tekst"),
        (Problem.DEAD_LINK, "Tekst"),
        (Problem.DEAD_LINK, "Bestand"),
    ]


def test_headings_go_on_from_block_to_block():
    parts = [Part("a", headings=((2, "Twee"),), starts_below=1), Part("b", headings=((3, "Drie"),))]

    assert check_parts(parts, pages=(), documents=()) == []


def test_excerpt_of_a_long_sentence_is_cut():
    [finding] = check_parts([Part("x", paragraphs=("lang " * 60,))], pages=(), documents=())

    assert finding == Finding(Problem.LONG_SENTENCE, "x", f"{('lang ' * 24).rstrip()}…")


def test_blocks_are_taken_apart_without_a_query(django_assert_num_queries, db):
    stored = [
        {"type": "text", "value": "<p>Een zin.</p>", "id": "1"},
        {"type": "picture", "value": {"image": {"image": 1, "decorative": False, "alt_text": "IMG_1"}}, "id": "2"},
        {"type": "tip", "value": {"text": "Neem een snoer mee."}, "id": "3"},
        {"type": "download", "value": {"document": 4, "text": "De lijst."}, "id": "4"},
    ]
    stream = StreamValue(StreamBlock(body_blocks()), stored, is_lazy=True)

    with django_assert_num_queries(0):
        parts = list(parts_of(stream))

    assert [(part.paragraphs, part.pictures, part.links) for part in parts] == [
        (("Een zin.",), (), ()),
        ((), (Picture("IMG_1"),), ()),
        (("Neem een snoer mee.",), (), ()),
        ((), (), (Link(Target.DOCUMENT, "4"),)),
    ]

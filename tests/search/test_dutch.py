import pytest

from search.dutch.compounds import cuts, parts_of, remainder
from search.dutch.lexicon import Lexicon, SynonymRow, bundled_rows, known_misspellings, phrase_of
from search.dutch.query import Alternative, KnownCompounds, clean, parse
from search.dutch.spelling import closest, nearest
from search.dutch.words import fixed_word, fold, forms_of, index_words, joined_pairs, plain_words, stem, whole_words
from search.results.rules import finds_too_little


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("i-coach", "icoach", "I-Coaches", "icoaches", "i‑coach"), id="i-coach"),
        pytest.param(("uitwisselingsstage", "uitwisselingstage", "uitwisseling-stages"), id="linking s"),
        pytest.param(("materiaal", "materialen", "Materiaal"), id="materiaal"),
        pytest.param(("toets", "toetsen", "toetsing"), id="toets"),
        pytest.param(("examen", "examens"), id="examen"),
        pytest.param(("bedrijf", "bedrijven"), id="bedrijf"),
        pytest.param(("stage", "stages"), id="stage"),
        pytest.param(("niveau", "niveaus"), id="niveau"),
        pytest.param(("kwalificatie", "kwalificaties"), id="kwalificatie"),
        pytest.param(("foto", "foto's", "foto’s", "fotos"), id="foto"),
        pytest.param(("robot", "robots"), id="robot"),
        pytest.param(("ict'er", "icter", "ict-er"), id="ict'er"),
        pytest.param(("lesmateriaal", "lesmaterialen"), id="ending"),
        pytest.param(("Zoë", "zoe", "ZOE"), id="accents"),
        pytest.param(("docent", "docenten"), id="docent"),
    ],
)
def test_spellings_of_one_word_share_their_form(words):
    assert len({forms_of(word).main for word in words}) == 1


@pytest.mark.parametrize("pair", [("zorg", "zorgen"), ("visie", "intervisie"), ("ai", "ais"), ("team", "thema")])
def test_different_words_have_different_forms(pair):
    assert forms_of(pair[0]).main != forms_of(pair[1]).main


def test_short_words_are_kept_whole():
    assert [stem(word) for word in ("ics", "oer", "avg", "les", "b1")] == ["ics", "oer", "avg", "les", "b1"]


def test_text_is_indexed_by_stems_then_parts_without_stop_words():
    assert index_words("De netwerkbijeenkomsten van het i-coachteam") == [
        "netwerkbijeenkomst",
        "icoachteam",
        "netwerk",
        "bijeenkomst",
        "icoach",
        "team",
    ]


def test_lone_letter_joins_the_next_word():
    assert index_words("een i coach en e learning") == ["icoach", "elearn", "coach", "learn"]


# Letters of which one becomes eighteen, or that take four bytes; words that no space ends; stop words without end.
HOSTILE = [
    "a" * 2500 + "-bb",
    "-".join(["a" * 2500] * 7),
    " ".join("𐐀" * 2500 for _number in range(6)),
    "de het een " * 900,
    "ﷺ" * 2500 + "'s",
    "toetsing" * 700,
    "i " + "é-" * 2500,
    "&".join("ﷺa" * 900 for _number in range(4)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_word_is_longer_than_engines_take(text):
    words = [*index_words(text), *joined_pairs(text), *plain_words(text), fixed_word(text), *whole_words([text])]

    # PostgreSQL takes words of 2,046 bytes.
    assert max(len(word.encode()) for word in words) <= 2046


def test_names_are_indexed_in_one_word_too():
    assert joined_pairs("Samira El Khatib") == ["samirael", "elkhatib", "samiraelkhatib"]


def test_plain_words_keep_their_spelling():
    assert plain_words("De VR-bril van Zoë") == ["de", "vrbril", "vr", "bril", "van", "zoe"]


def test_fold_handles_letters_without_decomposition():
    assert fold("Şeyma Ørsted Łukasz IJsland") == "seyma orsted lukasz ijsland"


@pytest.mark.parametrize("word", ["bijeenkomst", "intervisie", "onderwijs", "wachtwoord", "overleg", "netwerk"])
def test_words_of_the_list_are_never_split(word):
    assert parts_of(word, stem(word), stem) == ()
    assert cuts(word) == []


def test_compound_is_cut_with_and_without_linking_letters():
    assert ("school", "plein") in cuts("schoolplein")
    assert ("leerling", "raad") in cuts("leerlingenraad")


@pytest.mark.parametrize(
    ("compound", "part", "left"),
    [
        ("lasrobot", "robot", ""),
        ("schoolplein", "school", "plein"),
        ("schoolplein", "plein", "school"),
        ("leerlingenraad", "leerling", "raad"),
        ("intervisie", "visie", ""),
        ("robot", "robot", ""),
    ],
)
def test_remainder_of_a_compound(compound, part, left):
    assert remainder(compound, part) == left


def test_two_way_groups_find_each_other_and_one_way_groups_do_not():
    lexicon = Lexicon.of(
        [
            SynonymRow("a", False, ("elo", "leeromgeving")),
            SynonymRow("b", True, ("canvas",), ("leeromgeving",)),
        ]
    )
    elo, leeromgeving, canvas = phrase_of("elo"), phrase_of("leeromgeving"), phrase_of("canvas")

    assert lexicon.expansions == {elo: (leeromgeving,), leeromgeving: (elo,), canvas: (leeromgeving, elo)}


def test_bundled_lists_are_complete():
    rows = bundled_rows()

    assert (len(rows), sum(row.is_one_way for row in rows)) == (118, 8)
    assert len(known_misspellings()) == 101


@pytest.mark.parametrize(
    "word", ["les", "ervaring", "school", "college", "deelnemer", "vol", "handel", "bouw", "teams"]
)
def test_broad_words_are_not_expanded(word):
    lexicon = Lexicon.of([SynonymRow("x", False, (word, "iets"))])

    assert parse(word, lexicon).terms[0].related == ()


def test_longest_phrase_with_synonyms_is_one_term():
    lexicon = Lexicon.of([SynonymRow("x", False, ("kijkje in de keuken", "meelopen"))])

    terms = parse("een kijkje in de keuken bij ict", lexicon).terms

    assert [term.text for term in terms] == ["kijkje keuken", "ict"]
    assert terms[0].related == (Alternative(("meeloop",)),)


def test_vocabulary_joins_and_cuts_words():
    known = KnownCompounds(words=frozenset({"drempelvrees", "drempel", "vrees"}), holding=("drempelvrees",))

    apart, whole, part = (parse(text, Lexicon(), known).terms for text in ("drempel vrees", "drempelvrees", "drempel"))

    assert [term.text for term in apart] == ["drempel vrees"]
    assert Alternative(("drempel", "vrees"), is_phrase=False) in whole[0].related
    assert part[0].related == (Alternative(("drempelvrees",)),)


def test_question_is_cleaned():
    assert clean(" a\0b\n\tc  ") == "a b c"
    assert len(clean("x" * 5000)) == 200


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("intervizie", "intervisie"),
        ("konferentie", "conferentie"),
        ("bijeenkmost", "bijeenkomst"),
        ("toegankelykheid", "toegankelijkheid"),
        ("wepinar", "webinar"),
        ("fietsenstalling", None),
        ("avx", None),
    ],
)
def test_closest_word(typed, meant):
    words = ["intervisie", "conferentie", "bijeenkomst", "toegankelijkheid", "webinar", "avg", "inter", "stelling"]

    assert closest(typed, words) == meant


def test_most_misspellings_are_corrected_without_the_list():
    lexicon = Lexicon.of(bundled_rows())
    single = [
        (typed[0], "".join(plain_words(meant)[:1]))
        for typed, meant in known_misspellings().items()
        if len(typed) == 1 and len(meant.split()) == 1
    ]
    words = {meant for _typed, meant in single} | set(lexicon.words)
    wrong = [
        (typed, meant, closest(typed, words))
        for typed, meant in single
        if forms_of(typed).main != forms_of(meant).main and closest(typed, words) != meant
    ]

    assert len(wrong) <= len(single) // 10, wrong


def test_phrase_of_stop_words_is_one_word_when_it_has_synonyms():
    lexicon = Lexicon.of([SynonymRow("x", False, ("gaat niet door", "afgelast"))])

    assert parse("gaat niet door", lexicon).terms[0].related == (Alternative(phrase_of("afgelast")),)
    assert phrase_of("gaat niet door") == ("gaatnietdoor",)
    assert parse("gaat het goed", lexicon).terms == ()


def test_cut_off_stop_word_is_put_back():
    known = KnownCompounds(words=frozenset({"meelopen"}))

    assert [term.text for term in parse("mee lopen bij ict", Lexicon(), known).terms] == ["mee lopen", "ict"]
    assert [term.text for term in parse("mee lopen bij ict", Lexicon()).terms] == ["lopen", "ict"]


def test_first_part_of_a_compound_is_loose_unless_it_is_too_broad():
    loose = {word: parse(word, Lexicon()).terms[0].loose for word in ("privacyverklaring", "lesmateriaal", "i-coach")}

    assert loose == {"privacyverklaring": (Alternative(("privacy",)),), "lesmateriaal": (), "i-coach": ()}


@pytest.mark.parametrize(
    ("question", "total", "expected"),
    [
        pytest.param("coach valt ziek", 0, True, id="nothing"),
        pytest.param("coach valt ziek", 4, True, id="few"),
        pytest.param("coach valt ziek", 5, False, id="enough"),
        pytest.param("digidoc friesland", 0, True, id="two words, nothing"),
        pytest.param("digidoc friesland", 1, False, id="two words are both meant"),
        pytest.param("bijeenkomst maart", 1, True, id="a month"),
        pytest.param("coach", 0, False, id="one word"),
        pytest.param("privacyverklaring", 0, True, id="a compound"),
    ],
)
def test_when_part_of_the_words_will_do(question, total, expected):
    assert finds_too_little(parse(question, Lexicon()), total) is expected


def test_a_sentence_is_no_title():
    asked, called = parse("wat doet een i-coach", Lexicon()), parse("i-coach", Lexicon())

    assert (asked.whole, called.whole) == (("", ()), ("whole0icoach", ()))


def test_name_is_found_in_one_word_but_never_with_a_stop_word_behind():
    assert whole_words(["Samira El Khatib", ""]) == ["whole0samira0el0khatib", "whole0samiraelkhatib"]
    assert joined_pairs("i-coach en docent") == ["endocent", "icoachendocent"]


def test_nearest_words_come_in_order_and_no_more_than_asked():
    words = ["robotarmen", "robotarm", "robotwarmen", "rolboten"]

    assert nearest("robtoarmen", words, most=2) == ["robotarmen", "robotwarmen"]
    assert nearest("robtoarmen", words, most=9)[0] == closest("robtoarmen", words)
    assert nearest("robt", words, most=2) == []


def test_wrong_first_letter_is_unlikely():
    assert closest("tekenen", ["rekenen", "tekent"]) == "tekent"
    assert closest("zoom", ["zoon"]) is None

"""Cuts Dutch text into words and gives each word the forms under which it is indexed and looked up. No Django."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from search.dutch import compounds

# Too common to tell texts apart; question words too, since people type whole questions.
STOP_WORDS = frozenset((compounds.DATA / "stopwords.txt").read_text(encoding="utf-8").split())

# Before the stemmer, as ENGINEERING 7 measured: pairs that snowball does not join.
STEM_OVERRIDES = {
    "applicaties": "applicatie",
    "bedrijven": "bedrijf",
    "certificaten": "certificaat",
    "coaches": "coach",
    "coachend": "coach",
    "examen": "examen",
    "examens": "examen",
    "experts": "expert",
    "kwalificatie": "kwalificatie",
    "kwalificaties": "kwalificatie",
    "laptops": "laptop",
    "les": "les",
    "lessen": "les",
    "managers": "manager",
    "materiaal": "materiaal",
    "materialen": "materiaal",
    "niveau": "niveau",
    "niveaus": "niveau",
    "plekken": "plek",
    "podcasts": "podcast",
    "stage": "stage",
    "stages": "stage",
    "toets": "toets",
    "toetsen": "toets",
    "toetsing": "toets",
    "trainingen": "training",
    "trainings": "training",
    "training": "training",
    "webinars": "webinar",
    "workshops": "workshop",
}
_LONGEST_OVERRIDES = sorted((word for word in STEM_OVERRIDES if len(word) >= 5), key=len, reverse=True)

# Words whose stem is another word's stem too; they are kept apart (synonyms.csv, G108: zorg is not zorgen).
EXACT_WORDS = frozenset({"zorg"})
# Words that are another word's plural as well as a name: found under both (synonyms.csv, G031: Teams is not teams).
ALSO_NAMES = frozenset({"teams"})

# Snowball keeps the plural of words such as robots, tickets and formats, since -ts may belong to the word (toets).
_PLURAL_IN_TS = re.compile(r"[^aeiou][aeo]ts$")
_SINGULAR_IN_TS = frozenset({"klets", "rots", "schets", "trots"})

SHORT = 3
# No form of a word is longer, so that seven of them as one stay below what PostgreSQL takes: 2,046 bytes.
LONGEST_WORD = 64
LONGEST_WHOLE = 6
# Stands in the index with every title that is a question.
ASKING = "asks0"
_NO_LETTERS = re.compile(r"[\W_]+")
# "z&w" and "r&d" are words; "Lijn & Vorm" is two.
WORD = re.compile(r"[^\W_]+(?:['’ʼ\-‐‑&][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’ʼ]")
_HYPHENS = re.compile(r"[\-‐‑]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
ONE_LETTER_PREFIXES = frozenset("ei")

_stemmer = snowballstemmer.stemmer("dutch")


class Token(NamedTuple):
    """A word in a text: as written, where it stands, and the forms it has in the index.

    A tuple: thousands are made per text, and a frozen dataclass takes several times as long.
    """

    text: str
    start: int
    end: int
    forms: "Forms"

    @property
    def is_stop_word(self) -> bool:
        """Say whether the word is left out of the index."""
        return not self.forms.main


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one word: its plain spelling, its stem, and the stems of its parts."""

    plain: str
    main: str
    parts: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Give a text in lower case and without accents ("Zoë Çelik" becomes "zoe celik")."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Give the stem of one folded word; words of three letters and less are kept whole (DOMAIN 16)."""
    if word in EXACT_WORDS:
        return f"{word}0"
    if word in STEM_OVERRIDES:
        return STEM_OVERRIDES[word]
    if len(word) <= SHORT or not word.isalpha():
        return word
    for ending in _LONGEST_OVERRIDES:
        if word.endswith(ending):
            return word[: -len(ending)] + STEM_OVERRIDES[ending]
    if len(word) > 4 and word[-1] == "s" and word[-2] in "aioy":
        word = word[:-1]  # foto's, video's, thema's written without apostrophe
    if len(word) > 4 and _PLURAL_IN_TS.search(word) and word not in _SINGULAR_IN_TS:
        word = word[:-1]
    return _stemmer.stemWord(word)


def name_form(word: str) -> str:
    """Give the form of a word of ALSO_NAMES when its name is meant."""
    return f"{word}0"


def _without_apostrophe(word: str) -> str:
    """Join "ict'er" and "it's"; drop the ending of "foto's" and "collega's"."""
    if len(word) > 3 and word[-2] in "'’ʼ" and word[-1] == "s" and word[-3] in "aeiouy":
        word = word[:-2]
    return _APOSTROPHES.sub("", word)


@lru_cache(maxsize=100_000)
def forms_of(written: str) -> Forms:
    """Give the forms of a word as written, e.g. "i-Coaches" or "uitwisselingsstage".

    Returns:
        `plain` is the folded word without hyphens; `main` the form all spellings of a compound share (with or
        without hyphen, linking s or linking en), empty for a stop word; `parts` the stems of a compound's parts.
    """
    folded = _without_apostrophe(fold(written))
    # Folding may bring in spaces and signs (one Arabic letter unfolds to four words); engines get letters and digits.
    pieces = [piece for part in _HYPHENS.split(folded) if (piece := _NO_LETTERS.sub("", part))]
    plain = "".join(pieces)[:LONGEST_WORD]
    if plain in STOP_WORDS:
        return Forms(plain=plain, main="")
    main = stem(plain)
    known = compounds.parts_of(plain, main, stem)
    if known:
        stems = tuple(stem(part) for part in known)
        return Forms(plain=plain, main="".join(stems), parts=stems)
    if plain in ALSO_NAMES:
        return Forms(plain=plain, main=main, parts=(name_form(plain),))
    parts = tuple(stem(piece[:LONGEST_WORD]) for piece in pieces if len(piece) > 1 and piece not in STOP_WORDS)
    return Forms(plain=plain, main=main, parts=parts if len(pieces) > 1 else ())


def tokenise(text: str) -> Iterator[Token]:
    """Cut a text into words.

    A lone "i" or "e" joins the next word ("i coach" is "i-coach"); other lone letters are dropped.
    """
    prefix: re.Match | None = None
    for match in WORD.finditer(text):
        written = match.group()
        if len(written) == 1 and written.isalpha():
            prefix = match if written.lower() in ONE_LETTER_PREFIXES else None
            continue
        start = match.start()
        if prefix is not None and start - prefix.end() <= 1:
            joined = forms_of(f"{prefix.group()}-{written}")
            yield Token(text=text[prefix.start() : match.end()], start=prefix.start(), end=match.end(), forms=joined)
        else:
            yield Token(text=written, start=start, end=match.end(), forms=forms_of(written))
        prefix = None


def index_words(text: str) -> list[str]:
    """Give the words under which a text is indexed: stems in reading order, then the parts of its compounds."""
    main, parts = [], []
    for token in tokenise(text):
        if not token.is_stop_word:
            main.append(token.forms.main)
            parts.extend(token.forms.parts)
    return main + parts


def fixed_word(text: str) -> str:
    """Give the one word that stands for a phrase of stop words only ("gaat niet door"); empty for other texts.

    One stop word alone is no phrase: it says nothing.
    """
    tokens = list(tokenise(text))
    is_phrase = len(tokens) > 1 and all(token.is_stop_word for token in tokens)
    return "".join(token.forms.plain for token in tokens)[:LONGEST_WORD] if is_phrase else ""


def whole_word(stems: Sequence[str]) -> str:
    """Give the one word that stands for a whole title or name, by its stems; empty for none or more than six.

    It finds what is called exactly so: the page "Privacy" among all texts about privacy.
    """
    return f"whole0{'0'.join(stems)}" if 0 < len(stems) <= LONGEST_WHOLE else ""


def whole_words(texts: Iterable[str]) -> list[str]:
    """Give the words that stand for these titles or names as a whole."""
    found: list[str] = []
    for text in texts:
        tokens = [token for token in tokenise(text) if not token.is_stop_word]
        found.append(whole_word([token.forms.main for token in tokens]))
        # "elkhatib" is a whole name as well.
        if len(tokens) > 1:
            found.append(whole_word([forms_of("".join(token.forms.plain for token in tokens)).main]))
    return [word for word in dict.fromkeys(found) if word]


def asks(title: str) -> bool:
    """Say whether a title is a question, such as people ask."""
    return title.rstrip().endswith("?")


def joined_pairs(text: str) -> list[str]:
    """Give neighbours written as one word, so that "elkhatib" finds "El Khatib"; for names and titles only.

    None ends in a stop word: "i-coach en …" is no "icoachen".
    """
    tokens = list(tokenise(text))
    spans = [*itertools.pairwise(tokens), *zip(tokens, tokens[1:], tokens[2:], strict=False)]
    joined = ["".join(token.forms.plain for token in span) for span in spans if not span[-1].is_stop_word]
    return [forms_of(word).main for word in joined]


def plain_words(text: str) -> list[str]:
    """Give the folded words of a text as they are spelt, stop words included; each hyphenated part as well."""
    found = []
    for token in tokenise(text):
        found.append(token.forms.plain)
        pieces = [forms_of(piece).plain for piece in _HYPHENS.split(token.text)]
        found.extend(piece for piece in pieces if len(pieces) > 1 and len(piece) > 1)
    return found

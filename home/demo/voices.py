"""What schools said of the insights and stories of the demo: recognitions and re-use (domain list, section 11)."""

from datetime import datetime, timedelta

from django.utils import timezone

from home.demo.cast import Cast
from home.demo.library import Library
from portal.shared.keys import new_key
from search.asked.actions import decide_question, record_opened, record_questions
from search.asked.states import Decision
from search.promoted.actions import promote
from search.promoted.rules import thing_of
from stories.insights.actions import accept_evidence, recognise, record_reuse
from stories.insights.models import Evidence
from stories.insights.states import Answer, ReuseResult, SourceKind
from stories.suggestions.actions import answer_suggestion, decline_suggestion, file_suggestion, take_up
from stories.suggestions.states import SuggestionKind

YES, PARTLY, NO = Answer.YES, Answer.PARTLY, Answer.NO
# Insight → who answered what for the own school; from at least four schools each.
RECOGNITIONS = {
    "I1": {"L02": YES, "L03": YES, "L07": PARTLY, "L13": YES, "L16": NO},
    "I2": {"L02": YES, "L08": PARTLY, "L12": NO, "L14": YES, "L21": YES},
    "I3": {"L04": YES, "L06": YES, "L10": PARTLY, "L18": YES, "L22": NO},
    "I4": {"L01": YES, "L05": YES, "L07": YES, "L15": YES, "L25": YES},
    "I5": {"L09": YES, "L13": PARTLY, "L18": YES, "L24": YES},
    "I6": {"L05": YES, "L14": YES, "L17": YES, "L19": YES, "L21": PARTLY},
}

# Questions with results: how often they were asked, and the place of each result that was opened.
SEARCHED = (
    ("digitaal toetsen", 9, (1, 1, 3, 2, 1)),
    ("nieuwe coach", 6, (0, 1, 0, 2)),
    ("uren voor coaches", 7, (4,)),
    ("klaslokaal inrichten", 6, ()),
)


def add_voices(cast: Cast, library: Library, at: datetime) -> None:
    """Let members answer "Herken je dit?", and two schools tell that they did it too."""
    for key, answers in RECOGNITIONS.items():
        for member_key, answer in answers.items():
            member = cast.members[member_key]
            recognise(
                insight=library.pages[key],
                member=member,
                institution=member.affiliations.get().institution,
                answer=answer,
                at=at,
            )
    today = timezone.localdate(at)
    record_reuse(
        page=library.pages["S07"],
        institution=cast.schools["waddenkust-college"],
        member=cast.members["L15"],
        result=ReuseResult.WORKED,
        changes="Bij ons deed ook een student mee aan de proefronde. Die vond de fout met het toetsenbord het eerst.",
        happened_on=today - timedelta(days=16),
        at=at,
    )
    record_reuse(
        page=library.pages["I2"],
        institution=cast.schools["akkerlinde-groen"],
        member=cast.members["L12"],
        result=ReuseResult.PARTLY,
        changes="Wij maakten er een vaste ochtend van. In de examenweken verviel die alsnog twee keer.",
        happened_on=today - timedelta(days=7),
        at=at,
    )
    for evidence in Evidence.objects.proposed().filter(source_kind=SourceKind.REUSE):
        accept_evidence(evidence=evidence, editor=cast.editor, at=at)


def add_messages(cast: Cast, library: Library, at: datetime) -> None:
    """Fill the editors' inbox: one message in each state, from members and from a guest."""
    file_suggestion(
        kind=SuggestionKind.TAKE_PART,
        text="Wij willen met drie teams meedoen. Kunnen we een keer bij jullie komen kijken?",
        name="Guusje Gast",
        email="guusje.gast@kleineschool.example",
        at=at - timedelta(days=1),
    )
    addition = file_suggestion(
        kind=SuggestionKind.ADDITION,
        text="In de proefronde stond bij ons ook het geluid uit. Misschien kan dat op de lijst.",
        page=library.pages["S07"],
        member=cast.members["L22"],
        at=at - timedelta(days=3),
    )
    take_up(suggestion=addition, by=cast.editor, at=at - timedelta(days=2))
    question = file_suggestion(
        kind=SuggestionKind.QUESTION,
        text="Is er een voorbeeld van een profieltekst voor een i-coach?",
        member=cast.members["L10"],
        at=at - timedelta(days=6),
    )
    answer_suggestion(
        suggestion=question,
        by=cast.editor,
        answer="Nog niet. We vragen drie scholen om hun tekst en zetten die dan bij de pagina voor managers.",
        at=at - timedelta(days=5),
    )
    wish = file_suggestion(
        kind=SuggestionKind.SUGGESTION,
        text="Kunnen jullie per school een cijfer geven, zodat we ons kunnen vergelijken?",
        member=cast.members["L23"],
        at=at - timedelta(days=9),
    )
    decline_suggestion(
        suggestion=wish,
        by=cast.editor,
        answer="Dat doen we niet. Een cijfer per school zegt weinig en schrikt af om eerlijk te vertellen wat misging.",
        at=at - timedelta(days=8),
    )


def add_searches(cast: Cast, library: Library, at: datetime) -> None:
    """Let people have searched, in vain and not; the editors made a call about one question, and promote a page."""
    asked = (("rooster zonder tussenuren", 4), ("vr-brillen schoonmaken", 2), ("portfolio op papier", 3))
    record_questions(
        (text, 0, at - timedelta(days=2 * number)) for text, times in asked for number in range(1, times + 1)
    )
    decide_question(text="portfolio op papier", decision=Decision.CALL, at=at - timedelta(days=1))
    for text, times, places in SEARCHED:
        keys = [new_key() for _time in range(times)]
        record_questions((text, 4, at - timedelta(days=2 * number + 1), key) for number, key in enumerate(keys))
        record_opened(dict(zip(keys, places, strict=False)))
    begin = library.pages["PG-nieuw"]
    promote(
        questions=["beginnen als coach", "nieuwe coach"],
        things={thing_of("pagina", str(begin.pk)): "Hier begin je: je eerste weken als coach, stap voor stap."},
    )

"""What the form asks, step by step, and where each answer lands in the page.

The questions are those of the programme's interviews: what did you want, what did you do, what worked, what not, what
would you tell a colleague. Forms, preview, comments of editors and the check before sending all read these tables.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.contributions.states import Kind

MAX_FIGURES = 4
FIGURE_PARTS = ("name", "unit", "before", "after", "sample_size", "source", "better")


class Place(Enum):
    """Where an answer lands."""

    COLUMN = "a plain column of the page"
    CHAPTER = "a column of rich text"
    TEXT = "a text block under a heading"
    ADVICE = "a block with one advice"
    BYLINE = "who is named with the text"
    FIGURE = "part of a figure that was measured"


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form. `target` is the page's column or the block type; `heading` stands above a text block."""

    name: str
    label: Promise
    place: Place
    target: str = ""
    help_text: Promise | str = ""
    heading: Promise | str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form; a step without questions has a page of its own."""

    slug: str
    title: Promise
    questions: tuple[Question, ...] = ()


_TITLE = Question(
    "title", _("Title"), Place.COLUMN, "title", _("Say what it is about, as you would to a colleague."), needed=True
)
_LEAD = Question(
    "lead",
    _("In two sentences"),
    Place.COLUMN,
    "lead",
    _("What is this about, and what came out of it? At most 400 characters."),
    needed=True,
)
_BYLINE = Question("byline", _("May your name stand with this text?"), Place.BYLINE, needed=True)
_PLACE = (
    Question("school", _("School"), Place.COLUMN, "institution_id", _("The school where this happened.")),
    Question("sector", _("Sector"), Place.COLUMN, "sector"),
    Question("themes", _("Themes"), Place.COLUMN, "themes", _("Readers find your text by these.")),
)

_STORY_QUESTIONS = (
    Question(
        "wanted",
        _("What did you want?"),
        Place.TEXT,
        "text",
        _("What was going on, and what did you hope for? Begin with a moment you remember."),
        _("What did I want?"),
        needed=True,
    ),
    Question(
        "did",
        _("What did you do?"),
        Place.TEXT,
        "text",
        _("Step by step, with whom, and how much time it took."),
        _("What did I do?"),
        needed=True,
    ),
    Question(
        "worked",
        _("What worked?"),
        Place.TEXT,
        "text",
        _("How did you notice? One example says more than a conclusion."),
        _("What worked?"),
    ),
    Question(
        "failed",
        _("What did not work?"),
        Place.TEXT,
        "text",
        _("Equally valuable: it saves a colleague a detour."),
        _("What did not work?"),
    ),
    Question(
        "tell_do",
        _("What would you advise a colleague to do?"),
        Place.ADVICE,
        "do",
        _("One sentence. At most 400 characters."),
    ),
    Question(
        "tell_dont",
        _("What would you advise a colleague not to do?"),
        Place.ADVICE,
        "dont",
        _("One sentence. At most 400 characters."),
    ),
    Question(
        "tell_tip",
        _("Do you have a small practical tip?"),
        Place.ADVICE,
        "tip",
        _("One sentence. At most 400 characters."),
    ),
)

_PILOT_QUESTIONS = (
    Question(
        "question",
        _("What did you want to find out?"),
        Place.COLUMN,
        "question",
        _("One question. At most 500 characters."),
        needed=True,
    ),
    Question("context", _("What was going on at your school?"), Place.CHAPTER, "context"),
    Question(
        "approach",
        _("What did you do, with whom, in which order?"),
        Place.CHAPTER,
        "approach",
        needed=True,
    ),
    Question("weeks", _("How many weeks did it take?"), Place.COLUMN, "weeks"),
    Question("participants", _("How many people took part?"), Place.COLUMN, "participants"),
    Question("participants_note", _("Who took part?"), Place.COLUMN, "participants_note", _("No names of people.")),
    Question("what_worked", _("What worked?"), Place.CHAPTER, "what_worked"),
    Question(
        "what_failed", _("What did not work?"), Place.CHAPTER, "what_failed", _("Equally important: what, and why?")
    ),
    Question(
        "outcome",
        _("How did it end?"),
        Place.COLUMN,
        "outcome",
        _("Stopping is a full outcome: colleagues learn as much from it."),
        needed=True,
    ),
    Question("what_next", _("What happens now, and who can join?"), Place.CHAPTER, "what_next"),
)

_FIGURE_LABELS = {
    "name": _("What did you measure?"),
    "unit": _("In which unit?"),
    "before": _("Before"),
    "after": _("After"),
    "sample_size": _("Out of how many?"),
    "source": _("How do you know?"),
    "better": _("A higher figure is better"),
}
_FIGURES = tuple(
    Question(f"figure{row}_{part}", _FIGURE_LABELS[part], Place.FIGURE, part)
    for row in range(MAX_FIGURES)
    for part in FIGURE_PARTS
)

PICTURES = "fotos"
CHECK = "nakijken"

STEPS: dict[str, tuple[Step, ...]] = {
    Kind.STORY: (
        Step("over", _("What is it about?"), (_TITLE, _LEAD, *_PLACE, _BYLINE)),
        Step("vragen", _("Your story"), _STORY_QUESTIONS),
        Step(PICTURES, _("Pictures")),
        Step(CHECK, _("Check and send")),
    ),
    Kind.PILOT: (
        Step("over", _("What is it about?"), (_TITLE, _LEAD, *_PLACE, _BYLINE)),
        Step("vragen", _("Your pilot"), _PILOT_QUESTIONS),
        Step("cijfers", _("Figures"), _FIGURES),
        Step(PICTURES, _("Pictures")),
        Step(CHECK, _("Check and send")),
    ),
}


def step_of(kind: str, slug: str) -> Step | None:
    """Give the step of this address, or None when this kind of text has no such step."""
    return next((step for step in STEPS[kind] if step.slug == slug), None)


def next_step(kind: str, slug: str) -> Step:
    """Give the step after this one; the last one stays itself."""
    steps = STEPS[kind]
    place = [step.slug for step in steps].index(slug)
    return steps[min(place + 1, len(steps) - 1)]


def questions_of(kind: str) -> tuple[Question, ...]:
    """Give all questions of a kind, in reading order."""
    return tuple(question for step in STEPS[kind] for question in step.questions)

"""What search may know of questions: what was written, never by whom (DECISIONS 11)."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from network.questions.models import Question
from network.questions.states import QuestionState, Sight
from portal.shared.audiences.rules import EVERYONE_SLICE, MEMBERS_SLICE, Viewer
from portal.shared.audiences.states import Audience
from search.index.drafts import EntryDraft, FacetValue
from search.index.registry import Searchable
from search.index.states import EntryStatus

KIND = "vraag"

STATUSES = {
    QuestionState.OPEN: EntryStatus.OPEN,
    QuestionState.ANSWERED: EntryStatus.ANSWERED,
    QuestionState.ACCEPTED: EntryStatus.ANSWERED,
    QuestionState.CLOSED: EntryStatus.CLOSED,
}


def entries_for(question: Question) -> list[EntryDraft]:
    """Give the one entry of a question that is shown, with the answers readers see; no person and no school with it.

    Names depend on who looks, and that of someone who asked without a name must not be found by anything.
    """
    if question.sight != Sight.SHOWN:
        return []
    answers = [answer.text for answer in question.answers.visible().order_by("created_at", "pk")]
    return [
        EntryDraft(
            slice=EVERYONE_SLICE if question.audience == Audience.EVERYONE else MEMBERS_SLICE,
            title=question.title,
            url=question.get_absolute_url(),
            summary=question.body[:300],
            body="\n".join([question.body, *answers]),
            themes=(FacetValue(question.theme.slug, question.theme.name),),
            published_at=question.asked_at,
            status=STATUSES[QuestionState(question.state)],
        )
    ]


def all_questions() -> Iterable[Question]:
    """Give everything there may be an entry of."""
    return Question.objects.filter(sight=Sight.SHOWN).select_related("theme")


def visible_keys(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Give those of the keys that this viewer may see right now, in one query."""
    return set(Question.objects.visible_to(viewer).filter(key__in=keys).values_list("key", flat=True))


SEARCHABLE = Searchable(
    kind=KIND,
    label=_("question"),
    label_plural=_("questions"),
    key_of=lambda question: question.key,
    entries_for=entries_for,
    all_objects=all_questions,
    visible_keys=visible_keys,
)

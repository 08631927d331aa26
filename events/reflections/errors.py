"""Why something about looking back can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class ReflectionsError(EventsError):
    """The base of every refusal about looking back."""


class StepRefused(ReflectionsError):
    """The exchange is not over, or the one who asks is not in it."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")


class AlreadyHandedIn(ReflectionsError):
    """The reflection is sealed."""

    message = _("You handed in your reflection already, so it stays as it is. What you typed now is not kept.")


class ReflectionChanged(ReflectionsError):
    """Another window saved another version."""

    message = _(
        "This text was saved in another window meanwhile. Nothing is lost: below stands what you typed now, and beside "
        "it what is saved. Make it one text and save again."
    )


class NothingWritten(ReflectionsError):
    """An empty reflection."""

    message = _("There is nothing to hand in yet. Write at least what you saw, learned or do differently.")


class NotOpenYet(ReflectionsError):
    """The reflections are still sealed."""

    message = _("The reflections are not open yet. This can be done once they are.")


class SummaryChanged(ReflectionsError):
    """The other one, or another window, changed the summary."""

    message = _(
        "The summary was changed while you were busy. Nothing is lost: below stands your version, and beside it the "
        "one that is saved. Make it one text and save again."
    )


class AnotherSummary(ReflectionsError):
    """The summary one says yes to isn't the one that was shown."""

    message = _("The summary was changed after you opened this page. Read it as it stands now, then decide.")


class SummaryEmpty(ReflectionsError):
    """Nobody says yes to an empty text."""

    message = _("There is no title or no text yet. Write the summary first.")


class NotAgreed(ReflectionsError):
    """The story needs the yes of both."""

    message = _("A story can be made once you both said yes to the summary as it stands.")


class StoryBegun(ReflectionsError):
    """What is here went into a draft."""

    message = _("A draft story has been made of this. Go on there: what changes here does not change the story.")


class NoStoryDesk(ReflectionsError):
    """Nothing takes material for stories."""

    message = _("No draft can be made now. Everything is kept; try again later, or write to us.")


class DraftRefused(ReflectionsError):
    """Who takes material for stories says no; the sentence is theirs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.message = reason


class SentenceUnknown(ReflectionsError):
    """The sentence stands in none of the two reflections."""

    message = _(
        "One of these sentences does not stand in a reflection of this exchange. Reload the page and choose again."
    )


class TooManyQuotes(ReflectionsError):
    """More sentences than a story can hold."""

    message = _("That are too many sentences for one story. Choose the few that say most.")


class NotYourSentence(ReflectionsError):
    """Only the writer of a sentence decides on it."""

    message = _("Only who wrote this sentence decides whether it may be used.")


class StoryOnline(ReflectionsError):
    """A sentence that everyone can read already."""

    message = _(
        "The story with this sentence is approved or online. Write to the editors: they take the sentence out for you."
    )


class InsightGone(ReflectionsError):
    """The insight isn't there (any more)."""

    message = _("This insight can't be read by everyone (any more). Choose another one.")


class NamesInSentence(ReflectionsError):
    """A sentence that outlives the people has their names in it."""

    message = _("Leave names out: this sentence can be read by everyone, also when you are no longer here.")


class TooManyFindings(ReflectionsError):
    """More than one exchange can say."""

    message = _("One exchange can say something of five insights. Take one back first.")


class AnotherFinding(ReflectionsError):
    """The sentence one releases isn't the one that was shown."""

    message = _("This sentence was changed after you opened this page. Read it as it stands now, then decide.")

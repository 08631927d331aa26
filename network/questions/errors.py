"""Why something with a question can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class QuestionsError(NetworkError):
    """The base of every refusal about questions."""


class TooManyQuestions(QuestionsError):
    """More questions in a day than people can answer."""

    message = _("You asked five questions today. Your text is still here: send it tomorrow.")


class AnswersAreForMembers(QuestionsError):
    """Someone with a login who is no member yet."""

    message = _("Only members can answer. Ask a colleague who is a member for an invitation, or write to us.")


class QuestionNotShown(QuestionsError):
    """The question is hidden."""

    message = _("This question is hidden now, so nothing can be added. Look for it again later.")


class QuestionClosed(QuestionsError):
    """The question is closed."""

    message = _("This question is closed. Ask a new question and name this one.")


class TooManyAnswers(QuestionsError):
    """More answers in an hour than a conversation needs."""

    message = _("You answered often in the past hour. Your text is still here: send it again in an hour.")


class NotYourAnswer(QuestionsError):
    """Someone else wrote it."""

    message = _("Someone else wrote this answer. If something is wrong with it, you can report it.")


class AnswerGone(QuestionsError):
    """The answer is hidden or removed."""

    message = _("This answer is not there any more. Reload the page to see what is.")


class AnswerReported(QuestionsError):
    """A conversation leader is looking at this text."""

    message = _("A conversation leader is looking at this answer, so it can't change now. You can still remove it.")


class AnswerIsBest(QuestionsError):
    """It was chosen as best answer."""

    message = _("This is the best answer, so it stays as it is. Add what is new in another answer.")


class AnswerEditTooLate(QuestionsError):
    """The day is over."""

    message = _("You can change an answer for one day. Add what is new in another answer.")


class OwnAnswerChosen(QuestionsError):
    """Nobody thanks themselves."""

    message = _("You wrote this answer yourself. Others can thank you for it.")


class NotYoursToSteer(QuestionsError):
    """Only the one who asked, or an editor, may do this."""

    message = _("Only the one who asked can do this, or an editor. You can answer, or report the question.")


class QuestionMoveRefused(QuestionsError):
    """The question is in a state from which this step is not possible."""

    message = _("Something changed in the meantime. Reload the page to see how the question stands now.")


class ReasonNeeded(QuestionsError):
    """Readers would not know why."""

    message = _("Say why in one sentence: readers see it.")


class NotWithYou(QuestionsError):
    """The question doesn't wait for this person any more."""

    message = _("This question doesn't wait for you any more. You can still answer it.")


class FlagsAreForMembers(QuestionsError):
    """Someone with a login who is no member yet."""

    message = _("Only members can report here. Write to us through the contact page, then we look at it.")


class OwnTextFlagged(QuestionsError):
    """Nobody reports what they wrote themselves."""

    message = _("You wrote this yourself. You can change, hide or remove it.")


class TooManyFlags(QuestionsError):
    """More reports in an hour than anyone can read."""

    message = _("You reported often in the past hour. Try again in an hour, or write to us through the contact page.")


class QuestionLeadersOnly(QuestionsError):
    """Only conversation leaders decide on reports."""

    message = _("Only conversation leaders can do this. Report it, then one of them looks at it.")


class OwnTextJudged(QuestionsError):
    """A leader would decide on what they wrote themselves."""

    message = _("You wrote this yourself. Ask another conversation leader to decide.")


class AlreadyProposed(QuestionsError):
    """Someone proposed it before."""

    message = _("Someone proposed this answer already. The editors have it.")

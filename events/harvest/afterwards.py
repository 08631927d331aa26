"""The line "how was it?", in the mail afterwards and on the page of one's own registration."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.harvest.actions.feedback import refusal_of
from events.harvest.mails import feedback_path
from events.harvest.rules import feedback_closes_at
from events.registrations.afterwards import AfterLine
from events.registrations.mails import moment_in_words
from events.registrations.models import Registration


class FeedbackLine:
    """Asks how it was, as long as one can answer."""

    def for_mail(self, registration: Registration, *, at: datetime) -> AfterLine | None:
        """Give it with a link that works without signing in."""
        if refusal_of(registration, registration.occurrence, at=at) is not None:
            return None
        return AfterLine(_words(registration), _("Say how it was"), feedback_path(registration, at=at))

    def for_page(self, registration: Registration, *, at: datetime) -> AfterLine | None:
        """Give it with the page of the member."""
        if refusal_of(registration, registration.occurrence, at=at) is not None:
            return None
        return AfterLine(
            _words(registration), _("Say how it was"), reverse("harvest:own_feedback", args=[registration.key])
        )


def _words(registration: Registration) -> str:
    closes = moment_in_words(feedback_closes_at(registration.occurrence.ends_at))
    return _(
        "How was it? Three questions, one minute. The organisers don't see who answers. You can until %(closes)s."
    ) % {"closes": closes}


FEEDBACK_LINE = FeedbackLine()

"""Ideas for an insight that come from elsewhere in the portal, e.g. an answer to a question."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from network.models import Member
from portal.shared.registries.crossings import TextIdea
from stories.suggestions.actions import file_suggestion
from stories.suggestions.states import SuggestionKind

# What the inbox has room for.
LONGEST = 4000


class SuggestionIdeas:
    """Puts an idea in the editors' inbox, where the one who proposes it reads what comes of it."""

    def take(self, idea: TextIdea, *, at: datetime) -> None:
        """File the idea as a suggestion of its sender, in the language of the editors."""
        with translation.override("nl"):
            opening = _("Idea for an insight, from “%(title)s”.") % {"title": idea.title}
        link = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{idea.url}"
        parts = [opening, idea.why, link]
        room = LONGEST - sum(len(part) + 2 for part in parts) - 2
        text = "\n\n".join(part for part in (opening, idea.why, f"“{idea.text[:room]}”", link) if part)
        sender = Member.objects.get(key=idea.sender_key)
        file_suggestion(kind=SuggestionKind.SUGGESTION, text=text, member=sender, at=at)


SUGGESTION_IDEAS = SuggestionIdeas()

"""What waits for editors on /mijn/: the messages in their inbox."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from stories.suggestions.models import Suggestion


class InboxTodos:
    """Messages nobody answered yet, all in one item: any editor may take them."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item while messages wait; nothing for who doesn't read the inbox."""
        if not (viewer.is_editor and member.has_perm("stories.view_suggestion")):
            return []
        number = Suggestion.objects.waiting().count()
        if not number:
            return []
        title = ngettext("%(number)d message to the editors", "%(number)d messages to the editors", number)
        return [
            TodoItem(
                key="inbox",
                title=title % {"number": number},
                url=reverse("inbox:index"),
                button=ngettext("Read it and answer", "Read them and answer", number),
            )
        ]


INBOX_TODOS = InboxTodos()

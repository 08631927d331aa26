"""What someone promised, on /mijn/."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from events.harvest.models import Promise
from events.harvest.rules import is_late
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.glances import Asked

SHOWN = 20


class OwnPromises:
    """What is still open, the first due first."""

    title = gettext_lazy("What I promised")
    template = "events/harvest/own_promises.html"

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what is open of this member."""
        return [Promise.objects.of(asked.member_key).open()]

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them in one query; None for who has none."""
        today = timezone.localdate(at)
        rows = Promise.objects.of(member.key).open().select_related("harvest__occurrence__meetup__page")
        promises = [
            {
                "text": row.text,
                "url": reverse("harvest:own_promise", args=[row.key]),
                "due_on": row.due_on,
                "is_late": is_late(is_open=True, due_on=row.due_on, today=today),
                "meetup": row.harvest.occurrence.meetup.page.title,
            }
            for row in rows[:SHOWN]
        ]
        return {"promises": promises} if promises else None


OWN_PROMISES = OwnPromises()

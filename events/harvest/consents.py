"""Names beside promises, on the page "Mijn gegevens" (portal.shared.registries.consents)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.harvest.models import Promise
from events.harvest.states import Naming
from portal.shared.registries.consents import Consent

VERSION = "2026-11"


class PromiseNames:
    """That someone's name may stand beside a promise on the page of a meetup."""

    def consents(self, member_key: str) -> Iterable[Consent]:
        """Give one per promise that stands there by name."""
        rows = Promise.objects.of(member_key).filter(naming=Naming.NAMED).order_by("named_at", "pk")
        return [
            Consent(
                what=_("Your name with a promise"),
                text=row.text,
                version=VERSION,
                given_at=row.named_at,
                change_url=reverse("harvest:own_promise", args=[row.key]),
            )
            for row in rows
        ]


PROMISE_NAMES = PromiseNames()

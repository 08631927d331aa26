"""What a member can do with another one, on that one's profile; and one's own people on /mijn/."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.contact.rules import may_ask_again
from network.members.models import Connection, Member
from network.members.profiles import profile_for
from network.members.states import ConnectionState
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import ProfileOffer

SHOWN_PEOPLE = 6


class ContactOffers:
    """Write, connect, and block: for members."""

    def offers(self, member_key: str, viewer: Viewer) -> Iterable[ProfileOffer]:
        """Give the offers; a visitor is asked to sign in, whatever the profile shows."""
        address = reverse("contact:write", args=[member_key])
        if member_key == viewer.member_key:
            return []
        if not viewer.is_signed_in:
            return [ProfileOffer(_("Sign in to write to this person"), f"{reverse('account_login')}?next={address}")]
        if not viewer.is_member:
            return []
        return [
            ProfileOffer(_("Send a message"), address),
            _connection_offer(member_key, viewer),
            ProfileOffer(_("Block"), reverse("contact:block", args=[member_key])),
        ]


def _connection_offer(member_key: str, viewer: Viewer) -> ProfileOffer:
    rows = Connection.objects.filter(
        first__key__in=[member_key, viewer.member_key], second__key__in=[member_key, viewer.member_key]
    )
    row = (
        rows.exclude(state=ConnectionState.ENDED)
        .select_related("requested_by")
        .order_by("-requested_at", "-pk")
        .first()
    )
    ask = ProfileOffer(_("Connect"), reverse("contact:connect", args=[member_key]))
    if row is None:
        return ask
    if row.state == ConnectionState.ACCEPTED:
        return ProfileOffer(_("One of your people"), reverse("contact:answer", args=[row.key]))
    if row.requested_by.key != viewer.member_key:
        if row.state == ConnectionState.DECLINED:
            return ask
        return ProfileOffer(_("Answer the request"), reverse("contact:answer", args=[row.key]))
    # A no looks like waiting to who asked.
    if row.state == ConnectionState.DECLINED and may_ask_again(asked_at=row.requested_at, at=timezone.now()):
        return ask
    return ProfileOffer("", state=_("Asked; there is no answer yet"))


class OwnPeople:
    """One's own people on /mijn/."""

    title = gettext_lazy("My people")
    template = "network/contact/own_people.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the first connections by name and how many there are; nothing to who is no member.

        Whoever hides now takes no place among the first, but still counts.
        """
        if not viewer.is_member:
            return None
        today = timezone.localdate(at)
        rows = Member.objects.filter(key__in=viewer.connected_keys).with_byline().order_by("sort_name", "pk")
        people = rows[: 2 * SHOWN_PEOPLE] if viewer.connected_keys else []
        profiles = [profile_for(viewer, person, on=today, is_brief=True) for person in people]
        shown = [profile for profile in profiles if profile.is_visible][:SHOWN_PEOPLE]
        return {"people": shown, "total": len(viewer.connected_keys)}


CONTACT_OFFERS = ContactOffers()
OWN_PEOPLE = OwnPeople()

"""A guest's own page, behind the link of a mail: GET shows, POST acts."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from events.registrations.actions import accept_offer, confirm_guest, withdraw_guest
from events.registrations.actions.rows import GUEST
from events.registrations.errors import RegistrationsError
from events.registrations.mails import GUEST_LINK, moment_in_words, place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.own_ways import ways_of_guest
from events.registrations.standing import waiting_words
from events.registrations.states import ACTIVE, RegistrationState
from portal.shared.links.errors import LinkUnknown
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView


class GuestPage(SecretLinkView):
    """Confirm, take an offered seat, or withdraw, without an account."""

    purpose = GUEST_LINK

    def show(self, request, link, *, at):
        """Show where it stands, with what one can do."""
        return _page(request, guest_row(link), link_token=self.kwargs["token"], at=at)

    def act(self, request, link, *, at):
        """Do what the button says; anything else shows the page. What became a member's own is shown there."""
        taken = Registration.objects.filter(key=link.subject_key, member__isnull=False).first()
        if taken is not None:
            # The second of two clicks, of which the first one made it so.
            return redirect("registrations:mine", key=taken.key)
        row, refusal = guest_row(link), ""
        step = request.POST.get("stap")
        try:
            if step == "bevestigen":
                row = confirm_guest(registration=row, link=link, at=at)
            elif step == "aannemen":
                accept_offer(registration=row, at=at, by=GUEST)
            elif step == "afmelden":
                withdraw_guest(registration=row, link=link, at=at)
        except RegistrationsError as error:
            refusal = error.message
        if row.member_id is not None:
            return redirect("registrations:mine", key=row.key)
        return _page(request, guest_row(link), link_token=self.kwargs["token"], at=at, refusal=refusal)


def guest_row(link: SecretLink) -> Registration:
    """Give the guest's registration a link leads to.

    Raises:
        LinkUnknown: It is a member's own by now, whose page asks for the account; or nobody's.
    """
    rows = Registration.objects.filter(key=link.subject_key, member=None, erased_at=None)
    row = rows.select_related("occurrence__meetup__page", "seat_group").first()
    if row is None:
        raise LinkUnknown
    return row


def _page(request: HttpRequest, row: Registration, *, link_token: str, at: datetime, refusal: str = "") -> HttpResponse:
    date = row.occurrence
    context = {
        "row": row,
        "page": date.meetup.page,
        "date": date,
        "when": when_in_words(date),
        "place": place_in_words(date, row.mode),
        "deadline": moment_in_words(row.hold_ends_at) if row.hold_ends_at else "",
        "waiting": waiting_words(row) if row.state == RegistrationState.WAITLISTED else "",
        "is_active": row.state in ACTIVE,
        "ways": ways_of_guest(row, link_token, at=at),
        "refusal": refusal,
    }
    return render(request, "events/registrations/guest.html", context)

"""What someone gets for oneself: a ticket before, a certificate after. Of somebody else's there is none."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from events.check_in.certificates import CERTIFICATE_LINK, attended, certificate_pdf, earns_certificate
from events.registrations.mails import GUEST_LINK, place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.tickets import ticket_of
from events.registrations.views.guests import guest_row
from events.registrations.views.own import for_owner
from portal.shared.links.views import SecretLinkView


@for_owner
@require_safe
def ticket(request: HttpRequest, row: Registration) -> HttpResponse:
    """Show the ticket; who has none any more is led to the registration, which says why."""
    response = _ticket_page(request, row, name=str(request.user))
    if response is None:
        return redirect("registrations:mine", key=row.key)
    patch_cache_control(response, private=True, no_store=True)
    return response


@for_owner
@require_safe
def certificate(request: HttpRequest, row: Registration) -> HttpResponse:
    """Give the certificate as a file that no cache keeps; 404 as long as there is none."""
    response = _certificate_file(row, at=timezone.now())
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, private=True, no_store=True)
    return response


class GuestTicket(SecretLinkView):
    """The ticket of someone without an account, by the link of their mail."""

    purpose = GUEST_LINK
    http_method_names = ["get", "head", "options"]

    def show(self, request, link, *, at):
        """Show it, or go to the page that says why there is none."""
        row = guest_row(link)
        response = _ticket_page(request, row, name=row.guest_name)
        return response if response is not None else redirect("registrations:guest", token=self.kwargs["token"])


class GuestCertificate(SecretLinkView):
    """The certificate of someone without an account, by the link of the mail afterwards."""

    purpose = CERTIFICATE_LINK
    http_method_names = ["get", "head", "options"]

    def show(self, request, link, *, at):
        """Give the certificate as a file; 404 when who was there turned out otherwise."""
        return _certificate_file(guest_row(link), at=at)


def _certificate_file(row: Registration, *, at: datetime) -> HttpResponse:
    if not earns_certificate(row, at=at):
        raise Http404
    response = HttpResponse(certificate_pdf(row, attended(row, at=at)), content_type="application/pdf")
    title = slugify(row.occurrence.meetup.page.title)[:60]
    name = f"deelnamebewijs-{title}.pdf" if title else "deelnamebewijs.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _ticket_page(request: HttpRequest, row: Registration, *, name: str) -> HttpResponse | None:
    picture, date = ticket_of(row), row.occurrence
    if picture is None:
        return None
    context = {
        "row": row,
        "name": name,
        "picture": picture,
        "page": date.meetup.page,
        "when": when_in_words(date),
        "place": place_in_words(date, row.mode),
    }
    return render(request, "events/check_in/ticket.html", context)

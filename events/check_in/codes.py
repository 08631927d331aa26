"""The code of a ticket: which registration it is of, signed; and its picture, a QR code."""

import qrcode
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from events.check_in.errors import NotATicket
from events.meetups.states import Mode, OccurrenceState
from events.registrations.models import Registration
from events.registrations.states import RegistrationState
from events.registrations.tickets import TicketPicture

# No personal data: a random key and a signature. Who holds it can do nothing without being an organiser, signed in.
_SIGNER = Signer(sep=".", salt="events.check_in.ticket")
SHORT_LENGTH = 6


def code_of(registration_key: str) -> str:
    """Give the code of a ticket: the key of its registration, and a signature that nobody else can make."""
    return _SIGNER.sign(registration_key)


def key_in(code: str) -> str:
    """Give the key of the registration a code is of.

    Raises:
        NotATicket: The portal didn't make this code.
    """
    try:
        return _SIGNER.unsign(code)
    except BadSignature:
        raise NotATicket from None


def short_code(registration_key: str) -> str:
    """Give the end of the key in two groups, "2fg-8kd": to read aloud when a camera won't do. Opens nothing."""
    end = registration_key[-SHORT_LENGTH:]
    return f"{end[:3]}-{end[3:]}"


def has_ticket(row: Registration) -> bool:
    """Whether someone is expected at the door: a confirmed seat on site, of a date that goes on."""
    return (
        row.state == RegistrationState.CONFIRMED
        and row.mode == Mode.ON_SITE
        and row.occurrence.state == OccurrenceState.PLANNED
    )


def draw_ticket(row: Registration) -> TicketPicture | None:
    """Give the picture of a ticket, or None for who isn't expected at the door; reads nothing from the database."""
    if not has_ticket(row):
        return None
    path, code = reverse("check_in:scan", args=[code_of(row.key)]), short_code(row.key)
    label = _("QR code of your ticket. The code below it says the same: %(code)s") % {"code": code}
    return TicketPicture(svg=_drawn(f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}", label), code=code)


def _drawn(address: str, label: str) -> SafeString:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    image = code.make_image(image_factory=SvgPathFillImage)
    element = image.get_image()
    # The library measures in millimetres; here the style sheet says how large it is.
    for name in ("width", "height", "version"):
        element.attrib.pop(name)
    for name, value in (("class", "ticket__qr"), ("role", "img"), ("aria-label", label)):
        element.set(name, value)
    # The library gives each drawing the same id; a page can show several tickets.
    for part in element:
        part.attrib.pop("id", None)
    return mark_safe(image.to_string(encoding="unicode"))

"""The mail that shows whether an address works."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from network.members.models import Member
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail

APP = "network/bouncing"
# In no topic, so it is sent although mail came back from this address.
TEST_PURPOSE = "bouncing.test"


def trial_mail(member: Member, token: str, *, at: datetime) -> OutgoingMail:
    """Ask who reads this to say so."""
    url = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("bouncing:arrived", args=[token])
    context = {"given_name": member.given_name, "url": url}
    text = render_mail(app=APP, name="test", context=context, language=member.interface_language, purpose=TEST_PURPOSE)
    return OutgoingMail(
        purpose=TEST_PURPOSE,
        idempotency_key=f"{TEST_PURPOSE}:{member.key}:{at.isoformat()}",
        to=member.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        recipient_kind="member",
        recipient_key=member.key,
    )

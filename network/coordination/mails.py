"""What is mailed about looking after a school. Actions put these in the outbox."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from network.members.models import Affiliation
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail


def _mail(affiliation: Affiliation, name: str, *, occasion: str, path: str) -> OutgoingMail:
    member = affiliation.member
    text = render_mail(
        app="network",
        name=name,
        context={
            "given_name": member.given_name,
            "school": str(affiliation.institution),
            "title": affiliation.title,
            "ends_on": affiliation.ends_on,
            "url": urljoin(f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/", path),
        },
        language=member.interface_language,
    )
    return OutgoingMail(
        purpose=f"network.{name}",
        idempotency_key=f"affiliation:{affiliation.key}:{name}:{occasion}",
        to=member.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        recipient_kind="member",
        recipient_key=member.key,
    )


def confirmed_mail(affiliation: Affiliation, *, occasion: str) -> OutgoingMail:
    """Tell a member that the school confirmed their work."""
    return _mail(affiliation, "work_confirmed", occasion=occasion, path=affiliation.institution.get_absolute_url())


def declined_mail(affiliation: Affiliation, *, occasion: str) -> OutgoingMail:
    """Tell a member that the school didn't confirm their work, and what to do when that is a mistake."""
    return _mail(affiliation, "work_declined", occasion=occasion, path=reverse("members:workplaces"))


def ended_mail(affiliation: Affiliation, *, occasion: str) -> OutgoingMail:
    """Tell a member that the school noted the end of their work."""
    return _mail(affiliation, "work_ended", occasion=occasion, path=reverse("members:workplaces"))


def appointed_mail(affiliation: Affiliation, *, occasion: str) -> OutgoingMail:
    """Tell a member that they look after the school from now on."""
    path = reverse("coordination:desk", kwargs={"slug": affiliation.institution.slug})
    return _mail(affiliation, "coordinator_appointed", occasion=occasion, path=path)

"""Making, finding, using and withdrawing secret links."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.shared.links.errors import LinkExpired, LinkRevoked, LinkUnknown, LinkUsed
from portal.shared.links.models import SecretLink
from portal.shared.links.rules import LinkStatus, hash_token, link_status, new_token
from portal.shared.retention import kept_for

_ERRORS = {LinkStatus.REVOKED: LinkRevoked, LinkStatus.USED: LinkUsed, LinkStatus.EXPIRED: LinkExpired}
# How long a dead link still says why it is dead.


def make_link(
    *,
    purpose: str,
    subject_kind: str,
    subject_key: str,
    valid_for: timedelta,
    at: datetime,
    max_uses: int | None = 1,
) -> tuple[SecretLink, str]:
    """Make a link.

    Parameters:
        purpose: What it opens, e.g. "events.confirm_guest"; a link for one purpose is unknown to every other.
        subject_kind: What it is about, e.g. "registration".
        subject_key: Its key.
        valid_for: How long it works.
        at: Now.
        max_uses: Times it may be used; None for as often as one likes (a calendar feed).

    Returns:
        The link, and its token. The token can't be read back later; put it in the mail in this transaction.
    """
    token = new_token()
    link = SecretLink.objects.create(
        purpose=purpose,
        subject_kind=subject_kind,
        subject_key=subject_key,
        token_hash=hash_token(token),
        created_at=at,
        expires_at=at + valid_for,
        max_uses=max_uses,
    )
    return link, token


def find_link(*, purpose: str, token: str, at: datetime) -> SecretLink:
    """Give the link of this token, without using it.

    Parameters:
        purpose: What the caller would open.
        token: As it stood in the address.
        at: Now.

    Raises:
        LinkUnknown: There is no such token, or it is for another purpose.
        LinkRevoked: It was withdrawn.
        LinkUsed: It was used as often as it may be.
        LinkExpired: Its time is over.
    """
    link = SecretLink.objects.filter(token_hash=hash_token(token), purpose=purpose).first()
    if link is None:
        raise LinkUnknown
    _require_usable(link, at)
    return link


def use_link(*, link: SecretLink, at: datetime) -> SecretLink:
    """Use a link once, in the transaction of what it does; of two at once, only one gets a one-time link.

    Returns:
        The link as it now stands.

    Raises:
        LinkUnknown, LinkRevoked, LinkUsed, LinkExpired: As for find_link, decided under the row's lock.
    """
    with transaction.atomic():
        locked = SecretLink.objects.select_for_update().filter(pk=link.pk).first()
        if locked is None:
            raise LinkUnknown
        _require_usable(locked, at)
        locked.uses += 1
        locked.used_at = at
        locked.save(update_fields=["uses", "used_at"])
    return locked


def revoke_links(*, subject_kind: str, subject_key: str, at: datetime, purpose: str = "") -> int:
    """Withdraw the live links of a subject.

    Parameters:
        subject_kind: What the links are about.
        subject_key: Its key.
        at: Now.
        purpose: Only these; empty for all.

    Returns:
        Number of links withdrawn now.
    """
    links = SecretLink.objects.filter(subject_kind=subject_kind, subject_key=subject_key, revoked_at=None)
    if purpose:
        links = links.filter(purpose=purpose)
    return links.update(revoked_at=at)


def forget_dead_links(at: datetime) -> int:
    """Delete links that expired long ago; give their number."""
    deleted, _per_model = SecretLink.objects.filter(expires_at__lt=at - kept_for("dead_links")).delete()
    return deleted


def _require_usable(link: SecretLink, at: datetime) -> None:
    status = link_status(
        revoked_at=link.revoked_at, expires_at=link.expires_at, uses=link.uses, max_uses=link.max_uses, at=at
    )
    if status is not LinkStatus.USABLE:
        raise _ERRORS[status]

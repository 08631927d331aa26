"""Making, renewing and withdrawing the address of a personal feed."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from events.feeds.models import CalendarFeed, SecretFeed
from events.feeds.rules import hash_for_path, new_seed, token_of
from network.models import Member
from portal.shared.audit_log.actions import note


def make_feed(*, member: Member, at: datetime) -> CalendarFeed:
    """Give a member an address; the one there is stays as it is."""
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        present = CalendarFeed.objects.filter(member=member).first()
        return present or _write(member, at)


def renew_feed(*, member: Member, at: datetime) -> CalendarFeed:
    """Give a member a new address; the old one is dead from the next request on."""
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        CalendarFeed.objects.filter(member=member).delete()
        note("link.renewed", about=("calendar_feed", member.key), by=member.key, at=at)
        return _write(member, at)


def revoke_feed(*, member: Member) -> None:
    """Take the address away; without one, nothing happens."""
    with transaction.atomic():
        deleted, _per_model = CalendarFeed.objects.filter(member=member).delete()
        if deleted:
            note("link.withdrawn", about=("calendar_feed", member.key), by=member.key)


def erase_feed(*, member_key: str) -> int:
    """Delete the address of an erased member, and give how many there were."""
    with transaction.atomic():
        _number, rows = CalendarFeed.objects.filter(member__key=member_key).delete()
    return rows.get("events.CalendarFeed", 0)


def token_of_feed(feed: SecretFeed) -> str:
    """Give the token of a feed; empty when the site's secret was changed since, and only a new address helps."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = token_of(secret=secret, seed=feed.seed, purpose=feed.purpose)
        if hash_for_path(token, purpose=feed.purpose) == feed.token_hash:
            return token
    return ""


def new_secret(purpose: str) -> dict[str, str]:
    """Give the columns `seed` and `token_hash` of a new address for one path."""
    seed = new_seed()
    token = token_of(secret=settings.SECRET_KEY, seed=seed, purpose=purpose)
    return {"seed": seed, "token_hash": hash_for_path(token, purpose=purpose)}


def _write(member: Member, at: datetime) -> CalendarFeed:
    return CalendarFeed.objects.create(member=member, made_at=at, **new_secret(CalendarFeed.purpose))

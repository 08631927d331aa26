"""Limits to tries, reached without trying that often."""

from portal.shared.models import RateCount


def tried(times: int) -> None:
    """Make as if whoever tried something just now tried it so often; there must be a count already."""
    assert RateCount.objects.update(count=times), "no try was counted"

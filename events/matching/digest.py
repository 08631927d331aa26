"""What fits, as a part of the digest: each pair once, as far as the reader may see it when it leaves."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.matching.models import Suggestion
from events.matching.querysets import askable
from events.matching.suggestions import fits_of_pairs, say_reasons, with_words
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import DigestLine

MOST_LINES = 6


class MatchingDigest:
    """Pairs found since the last digest, for who has an open wish or an open place."""

    title = gettext_lazy("What fits your wish or your place")

    def reader_ids(self, *, at: datetime) -> Iterable[int]:
        """Give who has an open wish or place that something fits, follower or not, in two queries."""
        offers, requests = askable(Viewer(is_member=True), on=timezone.localdate(at))
        rows = Suggestion.objects.filter(is_current=True, offer__in=offers, request__in=requests).order_by()
        return {
            *rows.values_list("request__member_id", flat=True).distinct(),
            *rows.values_list("offer__contact_id", flat=True).distinct(),
        }

    def lines(
        self, member: Member, viewer: Viewer, *, since: datetime, until: datetime, at: datetime
    ) -> list[DigestLine]:
        """Give the pairs of this member that were first found in that span, the best first, with reasons."""
        today = timezone.localdate(at)
        rows = Suggestion.objects.of(member).shown_to(viewer, on=today)
        found = rows.filter(found_at__gt=since, found_at__lte=until).order_by("-points", "pk")
        pairs = list(found.values_list("offer_id", "request_id"))
        fits = fits_of_pairs(pairs, viewer, on=today, member_id=member.pk)
        shown = [pair for pair in pairs if pair in fits][:MOST_LINES]
        offers = with_words(PlacementOffer.objects).in_bulk({pair[0] for pair in shown})
        requests = with_words(PlacementRequest.objects).in_bulk({pair[1] for pair in shown})
        lines = []
        for pair in shown:
            offer, request = offers[pair[0]], requests[pair[1]]
            other, words = (
                (offer, _("a place, for your wish “%(title)s”") % {"title": request.title})
                if request.member_id == member.pk
                else (request, _("a wish, for your place “%(title)s”") % {"title": offer.title})
            )
            reasons = say_reasons(fits[pair], offer, on=today, is_to_pair=True)
            lines.append(DigestLine(other.title, other.get_absolute_url(), words, reasons))
        return lines


MATCHING_DIGEST = MatchingDigest()

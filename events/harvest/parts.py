"""The reports of a meetup on its own page, as far as the reader may see them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from events.harvest.links import shown_links
from events.harvest.models import Harvest, Promise
from events.harvest.owners import people_of, words_for_readers
from events.harvest.states import PromiseState
from events.meetups.models import Meetup
from events.registrations.mails import when_in_words
from network.members.bylines import Byline
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise as readers see it; what was dropped does not stand there."""

    text: str
    owner: Byline
    due_on: object
    is_done: bool
    link_title: str
    link_url: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """The report of one date."""

    key: str
    when: str
    summary: str
    attended: int | None
    promises: list[PromiseRow]


class HarvestPart:
    """The latest report in full, the others folded."""

    template = "events/harvest/part.html"

    def context(self, meetup: Meetup, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the reports this viewer reads, the latest first, in a fixed number of queries."""
        promises = Promise.objects.exclude(state=PromiseState.DROPPED).select_related(
            "member", "guest__member", "institution__merged_into", "initiative", "page"
        )
        rows = Harvest.objects.visible_to(viewer).filter(occurrence__meetup=meetup.pk).select_related("occurrence")
        found = list(
            rows.prefetch_related(Prefetch("promises", promises, to_attr="shown")).order_by(
                "-occurrence__starts_at", "-pk"
            )
        )
        if not found:
            return None
        everything = [promise for harvest in found for promise in harvest.shown]
        people, links = people_of(everything), shown_links(everything, viewer)
        today = timezone.localdate(at)

        def row_of(promise: Promise) -> PromiseRow:
            title, url = links.get(promise.pk, ("", ""))
            return PromiseRow(
                text=promise.text,
                owner=words_for_readers(promise, viewer, people, on=today),
                due_on=promise.due_on,
                is_done=promise.state == PromiseState.DONE,
                link_title=title,
                link_url=url,
            )

        reports = [
            ReportRow(
                key=row.occurrence.key,
                when=when_in_words(row.occurrence),
                summary=row.summary,
                attended=row.attended,
                promises=[row_of(promise) for promise in row.shown],
            )
            for row in found
        ]
        return {"latest": reports[0], "earlier": reports[1:], "has_several": len(meetup.dates) > 1}

    def texts(self, meetup_ids: Collection[int]) -> Mapping[int, list[str]]:
        """Give summaries and promises, without anybody who keeps them."""
        visible = Harvest.objects.visible_to(Viewer(member_key=None, is_member=True))
        rows = visible.filter(occurrence__meetup__in=meetup_ids)
        promises = Promise.objects.filter(harvest__in=rows.values("pk")).exclude(state=PromiseState.DROPPED)
        found = defaultdict(list)
        for pk, text in (
            *rows.values_list("occurrence__meetup", "summary"),
            *promises.values_list("harvest__occurrence__meetup", "text"),
        ):
            found[pk].append(text)
        return found


HARVEST_PART = HarvestPart()

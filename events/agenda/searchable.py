"""What search may know of meetups: the text of the page, and what is public of the dates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.agenda.meetup import meetups_of
from events.agenda.parts import texts_of
from events.meetup_pages.models import MeetupPage
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Mode, OccurrenceState
from portal.shared.blocks.reading import own_words
from search.index.drafts import EntryDraft, FacetValue
from search.index.pages import register_pages

KIND = "bijeenkomst"


@dataclass(frozen=True, slots=True)
class Known:
    """What the entry of a meetup says besides its page: the gathering, if there is one, and the texts of its parts."""

    gathering: Meetup | None
    texts: Sequence[str] = ()


def known_of(pages: Collection[MeetupPage]) -> dict[int, Known]:
    """Read for many pages at once what their entries need."""
    gatherings = meetups_of(pages)
    texts = texts_of([gathering.pk for gathering in gatherings.values()])
    return {
        page.pk: Known(gathering, texts[gathering.pk]) if (gathering := gatherings.get(page.pk)) else Known(None)
        for page in pages
    }


def draft(page: MeetupPage, audience: str, known: Known) -> EntryDraft:
    """Give the entry of one meetup; never the address to take part online, never who comes."""
    gathering = known.gathering
    dates = gathering.dates if gathering else []
    planned = [date for date in dates if date.state == OccurrenceState.PLANNED]
    now = timezone.now()
    following = next((date for date in planned if date.ends_at > now), planned[-1] if planned else None)
    sessions = [text for date in planned for session in date.sessions.all() for text in (session.title, session.about)]
    is_cancelled = bool(dates) and all(date.state == OccurrenceState.CANCELLED for date in dates)
    is_past = bool(dates) and all(date.ends_at <= now for date in dates)
    ways = [
        label
        for label, is_so in (
            (_("on site and online"), any(date.has_on_site and date.has_online for date in planned)),
            (_("hybrid"), any(date.has_on_site and date.has_online for date in planned)),
            (Mode.ONLINE.label, any(date.has_online for date in planned)),
        )
        if is_so
    ]
    places = [text for date in dates for text in (date.place, date.city)]
    days = [date_format(timezone.localtime(date.starts_at), "j F Y") for date in planned]
    speakers = [speaker.name for speaker in page.speakers.all() if speaker.name]
    school = gathering.institution if gathering else None
    return EntryDraft(
        slice=audience,
        title=page.title,
        url=page.url or "",
        summary=page.lead,
        body="\n".join(filter(None, (own_words(page.body), *sessions, *known.texts))),
        keywords=tuple(
            filter(
                None,
                (
                    str(gathering.get_kind_display()) if gathering else "",
                    *places,
                    *(school.current.places if school else ()),
                    *days,
                    *(str(way) for way in ways),
                    *speakers,
                    str(OccurrenceState.CANCELLED.label) if is_cancelled else "",
                ),
            )
        ),
        themes=tuple(FacetValue(theme.slug, theme.name) for theme in page.themes.all()),
        institutions=(FacetValue(school.current.slug, str(school.current)),) if school else (),
        happens_at=following.starts_at if following else None,
        place=_place(following) if following else "",
        published_at=page.first_published_at,
        boost=0.9 if is_cancelled or is_past else 1.0,
    )


def _place(date: Occurrence) -> str:
    """Give where a date is, in words that no reader's language changes."""
    town = ", ".join(filter(None, (date.place, date.city))) if date.has_on_site else ""
    return " · ".join(filter(None, (town, "online" if date.has_online else "")))


def register() -> None:
    """Make meetups findable."""
    register_pages(
        KIND,
        MeetupPage,
        draft,
        label=_("meetup"),
        label_plural=_("meetups"),
        prefetch=("themes", "speakers"),
        read=known_of,
    )

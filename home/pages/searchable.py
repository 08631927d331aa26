"""What search may know of the portal's own texts."""

from django.utils.translation import gettext_lazy as _

from home.join.models import JoinPage
from home.pages.models import BackgroundPage, PlainPage
from home.programme.models import ProgrammePage
from portal.shared.blocks.reading import own_words
from search.index.drafts import EntryDraft
from search.index.pages import register_pages


def draft(page, audience: str) -> EntryDraft:
    """Give the entry of one text of the portal; a programme page adds the words of its steps."""
    streams = [page.steps, page.body] if isinstance(page, ProgrammePage) else [page.body]
    return EntryDraft(
        slice=audience,
        title=page.title,
        url=page.url or "",
        summary=page.lead,
        body=" ".join(own_words(stream) for stream in streams),
        published_at=page.first_published_at,
    )


def register() -> None:
    """Make the portal's own texts findable."""
    # What the portal says of itself is no reading about a subject; only its backgrounds are.
    apart = {"is_related": False, "shows_related": False}
    register_pages("pagina", PlainPage, draft, label=_("page"), label_plural=_("pages"), **apart)
    register_pages(
        "achtergrond",
        BackgroundPage,
        draft,
        label=_("background"),
        label_plural=_("backgrounds"),
        shows_related=False,
    )
    register_pages("programma", ProgrammePage, draft, label=_("programme"), label_plural=_("programmes"), **apart)
    register_pages(
        "doe-mee", JoinPage, draft, label=_("way to take part"), label_plural=_("ways to take part"), **apart
    )

"""The pages a site can't do without: front page, the four lists, the agenda, the programme, the page to take part."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from events.meetup_pages.models import AgendaPage
from home.front import defaults as front_defaults
from home.front.models import HomePage
from home.join.models import JoinPage
from home.programme import defaults as programme_defaults
from home.programme.models import ProgrammePage
from portal.shared.pages.models import BasePage
from stories.lists.models import CoachStoryIndexPage, InsightIndexPage, PilotIndexPage, RouteIndexPage

HTTP_PORT, HTTPS_PORT = 80, 443


@dataclass(frozen=True)
class StandingPage:
    """One page that must exist once; `make` gives it unsaved, with its first words."""

    model: type[BasePage]
    make: Callable[[], BasePage]


def _list(model: type[BasePage], title: str, slug: str, lead: str) -> StandingPage:
    return StandingPage(model, lambda: model(title=title, slug=slug, lead=lead, show_in_menus=True))


STANDING_PAGES = (
    _list(
        InsightIndexPage,
        "Wat werkt, en wat niet",
        "wat-werkt",
        "Wat i-coaches en hun collega’s leerden, als advies. Je ziet steeds wat het steunt en wat ertegen pleit.",
    ),
    _list(
        CoachStoryIndexPage,
        "Verhalen",
        "verhalen",
        "Coaches, docenten en ict’ers vertellen wat zij meemaakten. Ook wat misging.",
    ),
    _list(
        PilotIndexPage,
        "Pilots",
        "pilots",
        "Scholen testen of een inzicht bij hen klopt, met cijfers. Een gestopte pilot telt even zwaar.",
    ),
    _list(
        RouteIndexPage,
        "Zelf aan de slag",
        "aan-de-slag",
        "Kies een doel en volg de stappen: wat je leest, wie je spreekt en wat je doet.",
    ),
    _list(
        AgendaPage,
        "Agenda",
        "agenda",
        "Bijeenkomsten van en voor coaches, docenten en ict’ers. Meld je aan, of zet de agenda in je eigen agenda.",
    ),
    StandingPage(
        ProgrammePage,
        lambda: ProgrammePage(
            title=programme_defaults.TITLE,
            slug="in-vier-stappen",
            lead=programme_defaults.LEAD,
            steps=programme_defaults.steps_body(),
        ),
    ),
    StandingPage(
        JoinPage,
        lambda: JoinPage(
            title="Doe mee",
            slug="doe-mee",
            lead="Wil je meedoen, heb je een vraag of weet je iets wat hier nog niet staat? Schrijf het ons.",
        ),
    ),
)


def _publish_new(parent: Page, page: BasePage) -> BasePage:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(log_action=True).publish()
    page.refresh_from_db()
    return page


def _is_welcome_page(page: Page) -> bool:
    return type(page.specific) is Page and page.slug == "home" and page.is_leaf()


def ensure_front_page() -> tuple[HomePage, bool]:
    """Make the front page and the site that starts there; Wagtail's welcome page goes.

    Returns:
        The front page, and whether it was made now.
    """
    front, made = HomePage.objects.first(), False
    if front is None:
        root = Page.get_first_root_node()
        welcome = [page for page in root.get_children() if _is_welcome_page(page)]
        front = HomePage(
            title=front_defaults.TITLE,
            # The welcome page still has the address "home" until the site no longer starts there.
            slug="voorpagina",
            search_description=front_defaults.SEARCH_DESCRIPTION,
            body=front_defaults.front_page_body(),
        )
        _publish_new(root, front)
        made = True
        _ensure_site(front)
        for page in welcome:
            page.refresh_from_db()
            page.delete()
        front.refresh_from_db()
    else:
        _ensure_site(front)
    return front, made


def _ensure_site(front: HomePage) -> None:
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    wanted = {
        "hostname": base.hostname or "localhost",
        "port": base.port or (HTTPS_PORT if base.scheme == "https" else HTTP_PORT),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "root_page_id": front.pk,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.pk is None or any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()


def ensure_standing_pages(front: HomePage) -> list[str]:
    """Make the pages that are missing below the front page; what editors changed, moved or took offline stays.

    Returns:
        Titles of the pages made now.
    """
    made = []
    for standing in STANDING_PAGES:
        if not standing.model.objects.exists():
            made.append(_publish_new(front, standing.make()).title)
            front.refresh_from_db()
    return made

"""Every address of the portal and whom it is for (DECISIONS 25). An address that is missing here fails the tests.

The key is the whole route as the URLconf has it. Addresses of Wagtail's editor, of allauth and of the style guide are
kept as groups, by what they start with: their own projects add and rename them.
"""

from enum import Enum


class Audience(Enum):
    """Whom an address answers; the narrower ones answer anyone else as if there were nothing, or ask to sign in."""

    EVERYONE = "everyone"
    LINK = "whoever holds the secret link"
    SIGNED_IN = "anyone who is signed in"
    MEMBER = "members of a school"
    LEADER = "conversation leaders"
    EDITOR = "people who may enter the editor"
    COORDINATOR = "who looks after the school"
    SCHOOL = "people of the school"


EVERYONE, LINK, SIGNED_IN, MEMBER, LEADER, EDITOR, COORDINATOR, SCHOOL = Audience

GROUPS = {
    "account/": EVERYONE,
    "beheer/": EDITOR,
    "styleguide/": EVERYONE,
}

ADDRESSES = {
    # Pages and files of Wagtail; each page's own view restriction decides.
    "^((?:[\\w\\-]+/)*)$": EVERYONE,
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": EVERYONE,
    "_util/login/": EVERYONE,
    "documenten/^(\\d+)/(.*)$": EVERYONE,
    "documenten/authenticate_with_password/<int:restriction_id>/": EVERYONE,
    # Machines.
    ".well-known/security.txt": EVERYONE,
    "delen/<int:page_id>.png": EVERYONE,
    "healthz": EVERYONE,
    "icoon/<int:size>.png": EVERYONE,
    "media/<path:path>": EVERYONE,
    "manifest.webmanifest": EVERYONE,
    "offline/": EVERYONE,
    "readyz": EVERYONE,
    "robots.txt": EVERYONE,
    "service-worker.js": EVERYONE,
    "sitemap.xml": EVERYONE,
    "verhalen/feed.atom": EVERYONE,
    # The site.
    "bruggen/": EVERYONE,
    "doe-mee/bedankt/": EVERYONE,
    "doe-mee/versturen/": EVERYONE,
    "netwerk/": EVERYONE,
    "netwerk/<slug:key>/": EVERYONE,
    "netwerk/portret/<slug:key>/": EVERYONE,
    "pilots/<slug:slug>/pdf/": EVERYONE,
    "scholen/": EVERYONE,
    "scholen/<slug:slug>/": EVERYONE,
    "suggestie/<int:page_id>/": EVERYONE,
    "taal/": EVERYONE,
    "zoeken/": EVERYONE,
    "zoeken/suggesties/": EVERYONE,
    # What members do with a text.
    "aan-de-slag/<int:page_id>/stap/": SIGNED_IN,
    "ook-gedaan/<int:page_id>/": MEMBER,
    "reacties/<slug:key>/aanpassen/": MEMBER,
    # Both show who is no member yet what to do; the actions refuse what that person sends.
    "reacties/<slug:key>/melden/": SIGNED_IN,
    "reacties/<slug:key>/weghalen/": MEMBER,
    # Visitors read along, without names; placing one is for members.
    "reacties/bij/<int:page_id>/": EVERYONE,
    "reacties/bij/<int:page_id>/plaats/": SIGNED_IN,
    "wat-werkt/<int:page_id>/herken-je-dit/": MEMBER,
    # One's own pages.
    "mijn/": SIGNED_IN,
    "mijn/begin/": SIGNED_IN,
    "mijn/begin/<slug:step>/": SIGNED_IN,
    "mijn/bijdragen/": MEMBER,
    "mijn/bijdragen/<slug:key>/": MEMBER,
    "mijn/bijdragen/<slug:key>/foto/<uuid:picture>/weghalen/": MEMBER,
    "mijn/bijdragen/<slug:key>/intrekken/": MEMBER,
    "mijn/bijdragen/<slug:key>/meelezers/": MEMBER,
    "mijn/bijdragen/<slug:key>/meelezers/<slug:review>/intrekken/": MEMBER,
    "mijn/bijdragen/<slug:key>/redactie/": MEMBER,
    "mijn/bijdragen/<slug:key>/schrijven/<slug:step>/": MEMBER,
    "mijn/bijdragen/<slug:key>/schrijven/<slug:step>/bewaren/": MEMBER,
    "mijn/bijdragen/<slug:key>/verder/": MEMBER,
    "mijn/bijdragen/nieuw/": MEMBER,
    "mijn/gegevens/": SIGNED_IN,
    "mijn/gegevens/behouden/": SIGNED_IN,
    "mijn/gegevens/bestand/<slug:key>/": SIGNED_IN,
    "mijn/gegevens/downloaden/": SIGNED_IN,
    "mijn/gegevens/verwijderen/": SIGNED_IN,
    "mijn/gesprekken/": LEADER,
    "mijn/gesprekken/<slug:key>/": LEADER,
    "mijn/gesprekken/bij/<int:page_id>/": LEADER,
    "mijn/bijdragen/nieuw/<int:seed>/": MEMBER,
    "mijn/map/": SIGNED_IN,
    "mijn/map/bewaar/persoon/<slug:key>/": SIGNED_IN,
    "mijn/map/bewaar/tekst/<int:page_id>/": SIGNED_IN,
    "mijn/map/dossier/<slug:key>/": SIGNED_IN,
    "mijn/map/dossier/<slug:key>/aanpassen/": SIGNED_IN,
    "mijn/map/dossier/<slug:key>/delen/": SIGNED_IN,
    "mijn/map/dossier/<slug:key>/intrekken/": SIGNED_IN,
    "mijn/map/dossier/<slug:key>/pdf/": SIGNED_IN,
    "mijn/map/dossier/<slug:key>/weg/": SIGNED_IN,
    "mijn/map/dossier/nieuw/": SIGNED_IN,
    "mijn/map/item/<slug:key>/notitie/": SIGNED_IN,
    "mijn/map/item/<slug:key>/plaats/": SIGNED_IN,
    "mijn/map/item/<slug:key>/terug/": SIGNED_IN,
    "mijn/map/item/<slug:key>/weg/": SIGNED_IN,
    "mijn/profiel/": SIGNED_IN,
    "mijn/werk/": SIGNED_IN,
    "mijn/werk/<slug:key>/": SIGNED_IN,
    "mijn/werk/<slug:key>/stop/": SIGNED_IN,
    "mijn/werk/<slug:key>/verhuis/": SIGNED_IN,
    "mijn/werk/<slug:key>/weg/": SIGNED_IN,
    "scholen/<slug:slug>/zelfscan/": SCHOOL,
    "scholen/<slug:slug>/zelfscan/<slug:key>/": SCHOOL,
    "scholen/<slug:slug>/zelfscan/<slug:key>/weg/": SCHOOL,
    "scholen/<slug:slug>/zelfscan/nieuw/": SCHOOL,
    "scholen/<slug:slug>/coordinatie/": COORDINATOR,
    "scholen/<slug:slug>/coordinatie/overdragen/": COORDINATOR,
    "scholen/<slug:slug>/coordinatie/pagina/": COORDINATOR,
    "scholen/<slug:slug>/coordinatie/wie/<slug:key>/": COORDINATOR,
    "mijn/profiel/bekijk/<slug:as_whom>/": SIGNED_IN,
    "mijn/uitnodigingen/": MEMBER,
    "mijn/uitnodigingen/<slug:key>/intrekken/": MEMBER,
    "mijn/uitnodigingen/<slug:key>/ontvangen/": SIGNED_IN,
    "mijn/uitnodigingen/<slug:key>/opnieuw/": MEMBER,
    "mijn/uitnodigingen/nieuw/<slug:kind>/": MEMBER,
    # People without a login, by a secret link.
    "account-behouden/<str:token>/": LINK,
    "dossier/<str:token>/": LINK,
    "dossier/<str:token>/pdf/": LINK,
    "ik-blijf/<str:token>/": LINK,
    "meelezen/<str:token>/": LINK,
    "meelezen/bedankt/": EVERYONE,
    "uitnodiging/<str:token>/": LINK,
    "uitnodiging/bedankt/": EVERYONE,
}

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


EVERYONE, LINK, SIGNED_IN, MEMBER, LEADER, EDITOR = Audience

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
    "sitemap.xml": EVERYONE,
    "verhalen/feed.atom": EVERYONE,
    # The site.
    "bruggen/": EVERYONE,
    "doe-mee/bedankt/": EVERYONE,
    "doe-mee/versturen/": EVERYONE,
    "netwerk/": EVERYONE,
    "netwerk/<slug:key>/": EVERYONE,
    "netwerk/<slug:key>/bericht/": MEMBER,
    "netwerk/<slug:key>/blokkeren/": MEMBER,
    "netwerk/<slug:key>/verbinden/": MEMBER,
    "pilots/<slug:slug>/pdf/": EVERYONE,
    "scholen/": EVERYONE,
    "scholen/<slug:slug>/": EVERYONE,
    "suggestie/<int:page_id>/": EVERYONE,
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
    "mijn/berichten/": MEMBER,
    "mijn/berichten/<slug:key>/": MEMBER,
    "mijn/berichten/<slug:key>/gelezen/": MEMBER,
    "mijn/berichten/<slug:key>/melden/": MEMBER,
    "mijn/contacten/": MEMBER,
    "mijn/contacten/<slug:key>/": MEMBER,
    "mijn/meldingen/": LEADER,
    "mijn/meldingen/<slug:key>/": LEADER,
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
    "mijn/profiel/bekijk/<slug:as_whom>/": SIGNED_IN,
    # People without a login, by a secret link.
    "dossier/<str:token>/": LINK,
    "dossier/<str:token>/pdf/": LINK,
    "meelezen/<str:token>/": LINK,
    "meelezen/bedankt/": EVERYONE,
}

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
    "service-worker.js": EVERYONE,
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
    "netwerk/portret/<slug:key>/": EVERYONE,
    "pilots/<slug:slug>/pdf/": EVERYONE,
    "samen/": EVERYONE,
    "samen/<slug:key>/": EVERYONE,
    "scholen/": EVERYONE,
    "scholen/<slug:slug>/": EVERYONE,
    "suggestie/<int:page_id>/": EVERYONE,
    "taal/": EVERYONE,
    "vragen/": EVERYONE,
    "vragen/<slug:key>/": EVERYONE,
    # A visitor sees what resembles the question; sending it asks to sign in.
    "vragen/stel/": EVERYONE,
    "vragen/verwant/": EVERYONE,
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
    "vragen/<slug:key>/antwoorden/": SIGNED_IN,
    "vragen/<slug:key>/doorgeven/": SIGNED_IN,
    "vragen/<slug:key>/heropenen/": SIGNED_IN,
    "vragen/<slug:key>/melden/": SIGNED_IN,
    "vragen/<slug:key>/sluiten/": SIGNED_IN,
    "vragen/<slug:key>/verbergen/": SIGNED_IN,
    "vragen/<slug:key>/volgen/": SIGNED_IN,
    "vragen/antwoord/<slug:key>/aanpassen/": SIGNED_IN,
    "vragen/antwoord/<slug:key>/bedankt/": SIGNED_IN,
    "vragen/antwoord/<slug:key>/beste/": SIGNED_IN,
    "vragen/antwoord/<slug:key>/melden/": SIGNED_IN,
    "vragen/antwoord/<slug:key>/voorstellen/": SIGNED_IN,
    "vragen/antwoord/<slug:key>/weghalen/": SIGNED_IN,
    "vragen/bij-mij/": MEMBER,
    "wat-werkt/<int:page_id>/herken-je-dit/": MEMBER,
    # What schools do together; the desk is for the one who leads.
    "samen/<slug:key>/beoordelen/": EDITOR,
    "samen/<slug:key>/mail/": MEMBER,
    "samen/<slug:key>/meedoen/": MEMBER,
    "samen/<slug:key>/overnemen/": MEMBER,
    "samen/<slug:key>/regie/": MEMBER,
    "samen/<slug:key>/regie/afronden/": MEMBER,
    "samen/<slug:key>/regie/nieuws/": MEMBER,
    "samen/<slug:key>/regie/overdragen/": MEMBER,
    "samen/<slug:key>/regie/school/<slug:part>/": MEMBER,
    "samen/<slug:key>/regie/starten/": MEMBER,
    "samen/<slug:key>/regie/stap/": MEMBER,
    "samen/<slug:key>/regie/stap/<slug:plan_step>/": MEMBER,
    "samen/<slug:key>/regie/tekst/": MEMBER,
    "samen/<slug:key>/regie/versturen/": MEMBER,
    "samen/<slug:key>/regie/weg/": MEMBER,
    "samen/<slug:key>/school-weg/<slug:part>/": MEMBER,
    "samen/<slug:key>/weggaan/": MEMBER,
    "samen/nieuw/": MEMBER,
    "samen/voorstellen/": EDITOR,
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
    "mijn/gesprekken/vragen/": LEADER,
    "mijn/gesprekken/vragen/<slug:key>/": LEADER,
    "mijn/bijdragen/nieuw/<int:seed>/": MEMBER,
    "mijn/mail/": SIGNED_IN,
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
    # Only for who coordinates a school; to anyone else it is not there.
    "mijn/school/": SIGNED_IN,
    "mijn/school/<slug:slug>/<slug:key>/bevestigen/": SIGNED_IN,
    "mijn/uitnodigingen/": MEMBER,
    "mijn/uitnodigingen/<slug:key>/intrekken/": MEMBER,
    "mijn/uitnodigingen/<slug:key>/ontvangen/": SIGNED_IN,
    "mijn/uitnodigingen/<slug:key>/opnieuw/": MEMBER,
    "mijn/uitnodigingen/nieuw/<slug:kind>/": MEMBER,
    "mijn/volgen/": SIGNED_IN,
    "volgen/<slug:kind>/<slug:key>/": SIGNED_IN,
    # People without a login, by a secret link.
    "account-behouden/<str:token>/": LINK,
    "dossier/<str:token>/": LINK,
    "dossier/<str:token>/pdf/": LINK,
    "ik-blijf/<str:token>/": LINK,
    "mail-afmelden/<str:secret>/": LINK,
    "meelezen/<str:token>/": LINK,
    "meelezen/bedankt/": EVERYONE,
    "uitnodiging/<str:token>/": LINK,
    "uitnodiging/bedankt/": EVERYONE,
    "vragen/niet-meer-volgen/<str:token>/": LINK,
    "samen/afmelden/<str:token>/": LINK,
}

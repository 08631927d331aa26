"""For each address of the portal's pages an example to visit; the rest says why there is no page to look at."""

import re

from tests.architecture.addresses import ADDRESSES, Audience
from tests.architecture.walk import addresses

VISITOR, AS_MEMBER, AS_MODERATOR, AS_LEADER = "visitor", "member", "moderator", "leader"
WHO = {
    Audience.EVERYONE: VISITOR,
    Audience.LINK: VISITOR,
    Audience.SIGNED_IN: AS_MEMBER,
    Audience.MEMBER: AS_MEMBER,
    Audience.LEADER: AS_LEADER,
    Audience.EDITOR: AS_MODERATOR,
    Audience.COORDINATOR: AS_MEMBER,
    Audience.SCHOOL: AS_MEMBER,
    Audience.PROGRAMME: AS_LEADER,
}

# Addresses that answer with a file, with words for a script, or to a POST only.
NO_PAGE = {
    "^((?:[\\w\\-]+/)*)$",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "_util/login/",
    "documenten/^(\\d+)/(.*)$",
    "documenten/authenticate_with_password/<int:restriction_id>/",
    ".well-known/security.txt",
    "delen/<int:page_id>.png",
    "healthz",
    "icoon/<int:size>.png",
    "media/<path:path>",
    "manifest.webmanifest",
    "metrics",
    "webhooks/mail/",
    "readyz",
    "robots.txt",
    "service-worker.js",
    "sitemap.xml",
    "sitemap-<int:number>.xml",
    "verhalen/feed.atom",
    "agenda/feed.ics",
    "agenda/<slug:slug>/agenda.ics",
    "agenda/<slug:slug>/<slug:key>.ics",
    "mijn/agenda/<str:token>.ics",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/goedkeuren/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/lijst.csv",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/lijst.xlsx",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/inchecken/stand/",
    "agenda/bewijs/<str:token>/",
    "mijn/aanmeldingen/<slug:key>/bewijs/",
    "mijn/peergang/agenda/<str:token>.ics",
    "mijn/uitwisseling/stages/<slug:key>/afspraken.pdf",
    "mijn/peergang/<slug:key>/datum/<slug:occurrence>/",
    "doe-mee/versturen/",
    "uitwisseling/koppelen/vertellen/",
    "uitwisseling/passend/opzij/",
    "uitwisseling/passend/terug/",
    "netwerk/portret/<slug:key>/",
    "mijn/berichten/<slug:key>/gelezen/",
    "scholen/<slug:slug>/coordinatie/wie/<slug:key>/",
    "pilots/<slug:slug>/pdf/",
    "vragen/<slug:key>/antwoorden/",
    "vragen/<slug:key>/volgen/",
    "vragen/antwoord/<slug:key>/bedankt/",
    "vragen/antwoord/<slug:key>/beste/",
    "vragen/verwant/",
    "zoeken/suggesties/",
    "zoeken/geopend/",
    "aan-de-slag/<int:page_id>/stap/",
    "reacties/bij/<int:page_id>/plaats/",
    "mijn/bijdragen/<slug:key>/foto/<uuid:picture>/weghalen/",
    "meelezen/<str:token>/foto/<int:image>/",
    "mijn/bijdragen/<slug:key>/meelezers/",
    "mijn/bijdragen/<slug:key>/meelezers/<slug:review>/intrekken/",
    "mijn/bijdragen/<slug:key>/schrijven/<slug:step>/bewaren/",
    "mijn/bijdragen/<slug:key>/verder/",
    "mijn/bijdragen/nieuw/<int:seed>/",
    "mijn/mail/apparaten/<slug:key>/weg/",
    "mijn/gegevens/behouden/",
    "mijn/gegevens/bestand/<slug:key>/",
    "mijn/gegevens/downloaden/",
    "mijn/map/dossier/<slug:key>/delen/",
    "mijn/map/dossier/<slug:key>/intrekken/",
    "mijn/map/dossier/<slug:key>/pdf/",
    "mijn/map/item/<slug:key>/plaats/",
    "mijn/map/item/<slug:key>/terug/",
    "mijn/map/item/<slug:key>/weg/",
    "dossier/<str:token>/pdf/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/terugblik/csv/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/terugblik/xlsx/",
    "samen/<slug:key>/mail/",
    "mijn/uitnodigingen/<slug:key>/intrekken/",
    "mijn/zoekvragen/",
    "mijn/uitnodigingen/<slug:key>/opnieuw/",
    # Leads to the step that comes now.
    "mijn/begin/",
}
# Which sample fills the address; by default the last part of the address's name for it.
FILLED = {
    "netwerk/<slug:key>/": ["person"],
    "netwerk/<slug:key>/bericht/": ["stranger"],
    "netwerk/<slug:key>/blokkeren/": ["stranger"],
    "netwerk/<slug:key>/verbinden/": ["stranger"],
    "mijn/berichten/<slug:key>/": ["conversation"],
    "mijn/berichten/<slug:key>/melden/": ["message"],
    "mijn/contacten/<slug:key>/": ["request"],
    "mijn/meldingen/<slug:key>/": ["message"],
    "scholen/<slug:slug>/": ["school"],
    "scholen/<slug:slug>/zelfscan/": ["own_school"],
    "scholen/<slug:slug>/zelfscan/<slug:key>/": ["own_school", "scan"],
    "scholen/<slug:slug>/zelfscan/<slug:key>/weg/": ["own_school", "scan"],
    "scholen/<slug:slug>/zelfscan/nieuw/": ["own_school"],
    "scholen/<slug:slug>/coordinatie/": ["own_school"],
    "scholen/<slug:slug>/coordinatie/agenda/": ["own_school"],
    "scholen/<slug:slug>/coordinatie/agenda/<slug:key>/stoppen/": ["own_school", "own_calendar"],
    "scholen/<slug:slug>/coordinatie/overdragen/": ["own_school"],
    "scholen/<slug:slug>/coordinatie/pagina/": ["own_school"],
    "mijn/werk/<slug:key>/": ["work"],
    "mijn/zoekvragen/<slug:key>/": ["saved_search"],
    "mijn/werk/<slug:key>/stop/": ["work"],
    "mijn/werk/<slug:key>/verhuis/": ["work"],
    "mijn/werk/<slug:key>/weg/": ["work"],
    "suggestie/<int:page_id>/": ["page"],
    "ook-gedaan/<int:page_id>/": ["page"],
    "reacties/<slug:key>/aanpassen/": ["own_reaction"],
    "reacties/<slug:key>/melden/": ["reaction"],
    "reacties/<slug:key>/weghalen/": ["own_reaction"],
    "reacties/bij/<int:page_id>/": ["page"],
    "vragen/<slug:key>/": ["own_question"],
    "vragen/<slug:key>/doorgeven/": ["routed_question"],
    "vragen/<slug:key>/heropenen/": ["own_question"],
    "vragen/<slug:key>/melden/": ["routed_question"],
    "vragen/<slug:key>/sluiten/": ["own_question"],
    "vragen/<slug:key>/verbergen/": ["own_question"],
    "vragen/antwoord/<slug:key>/aanpassen/": ["own_answer"],
    "vragen/antwoord/<slug:key>/melden/": ["other_answer"],
    "vragen/antwoord/<slug:key>/voorstellen/": ["other_answer"],
    "vragen/antwoord/<slug:key>/weghalen/": ["own_answer"],
    "vragen/niet-meer-volgen/<str:token>/": ["unfollow"],
    "wat-werkt/<int:page_id>/herken-je-dit/": ["insight"],
    "mijn/bijdragen/<slug:key>/": ["contribution"],
    "mijn/bijdragen/<slug:key>/intrekken/": ["contribution"],
    "mijn/bijdragen/<slug:key>/redactie/": ["contribution"],
    "mijn/bijdragen/<slug:key>/schrijven/<slug:step>/": ["contribution", "step"],
    "mijn/gesprekken/<slug:key>/": ["reaction"],
    "mijn/gesprekken/bij/<int:page_id>/": ["page"],
    "mijn/gesprekken/samen/<slug:key>/": ["reported_message"],
    "mijn/gesprekken/samen/bij/<slug:key>/": ["led"],
    "mijn/gesprekken/vragen/<slug:key>/": ["other_answer"],
    "mijn/map/bewaar/persoon/<slug:key>/": ["person"],
    "mijn/map/bewaar/tekst/<int:page_id>/": ["insight"],
    "mijn/map/dossier/<slug:key>/": ["dossier"],
    "mijn/map/dossier/<slug:key>/aanpassen/": ["dossier"],
    "mijn/map/dossier/<slug:key>/weg/": ["dossier"],
    "mijn/map/item/<slug:key>/notitie/": ["item"],
    "mijn/begin/<slug:step>/": ["step"],
    "mijn/profiel/bekijk/<slug:as_whom>/": ["as_whom"],
    "uitwisseling/plekken/<slug:key>/": ["own_offer"],
    "uitwisseling/plekken/<slug:key>/beoordelen/": ["first_offer"],
    "uitwisseling/plekken/<slug:key>/overnemen/": ["lost_offer"],
    "uitwisseling/plekken/<slug:key>/weghalen/": ["own_offer"],
    "uitwisseling/wensen/<slug:key>/": ["own_wish"],
    "uitwisseling/wensen/<slug:key>/weghalen/": ["own_wish"],
    "uitwisseling/wensen/<slug:key>/beoordelen/": ["first_wish"],
    "uitwisseling/plekken/<slug:key>/versturen/": ["own_offer"],
    "uitwisseling/plekken/<slug:key>/klopt-nog/": ["own_offer"],
    "uitwisseling/plekken/<slug:key>/hervatten/": ["own_offer"],
    "uitwisseling/plekken/<slug:key>/pauzeren/": ["own_offer"],
    "uitwisseling/plekken/<slug:key>/intrekken/": ["own_offer"],
    "uitwisseling/plekken/<slug:key>/wijzigen/": ["own_offer"],
    "uitwisseling/wensen/<slug:key>/versturen/": ["own_wish"],
    "uitwisseling/wensen/<slug:key>/klopt-nog/": ["own_wish"],
    "uitwisseling/wensen/<slug:key>/hervatten/": ["own_wish"],
    "uitwisseling/wensen/<slug:key>/pauzeren/": ["own_wish"],
    "uitwisseling/wensen/<slug:key>/intrekken/": ["own_wish"],
    "uitwisseling/wensen/<slug:key>/wijzigen/": ["own_wish"],
    "samen/<slug:key>/": ["led"],
    "samen/<slug:key>/beoordelen/": ["proposal"],
    "samen/<slug:key>/gesprek/": ["led"],
    "samen/<slug:key>/gesprek/<slug:message>/melden/": ["led", "reported_message"],
    "samen/<slug:key>/gesprek/<slug:message>/weghalen/": ["led", "own_message"],
    "samen/<slug:key>/meedoen/": ["to_join"],
    "samen/<slug:key>/overnemen/": ["without_lead"],
    "samen/<slug:key>/regie/": ["led"],
    "samen/<slug:key>/regie/afronden/": ["led"],
    "samen/<slug:key>/regie/nieuws/": ["led"],
    "samen/<slug:key>/regie/overdragen/": ["led"],
    "samen/<slug:key>/regie/school/<slug:part>/": ["led", "part"],
    "samen/<slug:key>/regie/starten/": ["led"],
    "samen/<slug:key>/regie/stap/": ["led"],
    "samen/<slug:key>/regie/stap/<slug:plan_step>/": ["led", "plan_step"],
    "samen/<slug:key>/regie/tekst/": ["led"],
    "samen/<slug:key>/regie/versturen/": ["draft"],
    "samen/<slug:key>/regie/weg/": ["draft"],
    "samen/<slug:key>/school-weg/<slug:part>/": ["joined", "own_part"],
    "samen/<slug:key>/weggaan/": ["joined"],
    "agenda/<slug:slug>/aanmelden/": ["series_slug"],
    "agenda/<slug:slug>/aanmelden/<slug:occurrence>/": ["announced_slug", "announced_date"],
    "agenda/aanmelding/<str:token>/": ["guest_token"],
    "mijn/aanmeldingen/reeks/<slug:key>/": ["own_booking"],
    "mijn/aanmeldingen/reeks/<slug:key>/afmelden/": ["own_booking"],
    "mijn/aanmeldingen/reeks/<slug:key>/anders/": ["own_booking"],
    "mijn/aanmeldingen/reeks/<slug:key>/antwoord/": ["own_booking"],
    "mijn/aanmeldingen/reeks/<slug:key>/wijzigen/": ["own_booking"],
    "agenda/aanmelding/<str:token>/kaartje/": ["ticket_token"],
    "agenda/inchecken/<str:code>/": ["ticket_code"],
    "agenda/afspraak/<str:token>/": ["promise_token"],
    "agenda/terugblik/<str:token>/": ["feedback_token"],
    "mijn/aanmeldingen/<slug:key>/": ["own_registration"],
    "mijn/aanmeldingen/<slug:key>/kaartje/": ["own_registration"],
    "mijn/aanmeldingen/<slug:key>/afmelden/": ["own_registration"],
    "mijn/aanmeldingen/<slug:key>/toch/": ["own_left_out"],
    "mijn/aanmeldingen/<slug:key>/anders/": ["own_registration"],
    "mijn/aanmeldingen/<slug:key>/antwoord/": ["own_registration"],
    "mijn/aanmeldingen/<slug:key>/terugblik/": ["past_registration"],
    "mijn/aanmeldingen/<slug:key>/wijzigen/": ["own_registration"],
    "mijn/afspraken/<slug:key>/": ["own_promise"],
    "agenda/plannen/<slug:key>/": ["own_meetup"],
    "agenda/plannen/<slug:key>/aankondigen/": ["own_meetup"],
    "agenda/plannen/<slug:key>/datum/": ["own_meetup"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/": ["own_meetup", "own_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/afzeggen/": ["own_meetup", "own_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/berichten/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/berichten/nieuw/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/<slug:registration>/": [
        "own_meetup",
        "desk_date",
        "desk_person",
    ],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/<slug:registration>/<slug:act>/": [
        "own_meetup",
        "desk_date",
        "desk_person",
        "desk_act",
    ],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/niet-gekomen/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/nodig/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/toevoegen/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/toevoegen/gast/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/wachtlijst/": ["own_meetup", "desk_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/": ["own_meetup", "past_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/afspraak/": ["own_meetup", "past_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/afspraak/<slug:promise>/": [
        "own_meetup",
        "past_date",
        "own_promise",
    ],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/terugblik/": ["own_meetup", "past_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/programma/": ["own_meetup", "own_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/programma/<slug:session>/": [
        "own_meetup",
        "own_date",
        "own_session",
    ],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/badges/": ["door_meetup", "door_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/inchecken/": ["door_meetup", "door_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/inchecken/erbij/": ["door_meetup", "door_date"],
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/presentielijst/": ["door_meetup", "door_date"],
    "agenda/plannen/<slug:key>/groep/": ["group_meetup"],
    "agenda/plannen/<slug:key>/groep/afronden/": ["group_meetup"],
    "agenda/plannen/<slug:key>/groep/lid/<slug:person>/": ["group_meetup", "group_person"],
    "agenda/plannen/<slug:key>/groep/maatjes/": ["group_meetup"],
    "agenda/plannen/<slug:key>/groep/rollen/": ["group_meetup"],
    "agenda/plannen/<slug:key>/groep/rollen/<slug:occurrence>/": ["group_meetup", "group_date"],
    "mijn/gesprekken/peergangen/<slug:key>/": ["reported_note"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/": ["looked_back"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/citaten/": ["looked_back"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/citaten/<slug:quote>/": ["looked_back", "own_quote"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/inleveren/": ["to_look_back"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/inzicht/": ["looked_back"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/inzicht/<slug:finding>/": ["looked_back", "finding"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/samen/": ["looked_back"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/samen/akkoord/": ["looked_back"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/schrijven/": ["to_look_back"],
    "mijn/uitwisseling/stages/<slug:key>/terugblik/verhaal/": ["looked_back"],
    "mijn/gesprekken/uitwisseling/<slug:key>/": ["said"],
    "mijn/uitwisseling/aanvragen/<slug:key>/": ["application"],
    "mijn/uitwisseling/aanvragen/<slug:key>/intrekken/": ["application"],
    "mijn/uitwisseling/aanvragen/<slug:key>/ja/": ["application"],
    "mijn/uitwisseling/aanvragen/<slug:key>/melden/<slug:message>/": ["application", "said"],
    "mijn/uitwisseling/aanvragen/<slug:key>/nee/": ["application"],
    "mijn/uitwisseling/aanvragen/<slug:key>/terugdraaien/": ["application"],
    "mijn/uitwisseling/aanvragen/plek/<slug:offer>/": ["others_place"],
    "mijn/uitwisseling/aanvragen/plek/<slug:offer>/seintje/": ["taken_place"],
    "mijn/uitwisseling/aanvragen/wens/<slug:wish>/": ["others_wish"],
    "mijn/peergang/<slug:key>/": ["group"],
    "mijn/peergang/<slug:key>/agenda/": ["group"],
    "mijn/peergang/<slug:key>/antwoord/": ["asked_group"],
    "mijn/peergang/<slug:key>/notitie/<slug:note>/melden/": ["group", "reported_note"],
    "mijn/peergang/<slug:key>/notitie/<slug:note>/verbergen/": ["group", "reported_note"],
    "mijn/peergang/<slug:key>/notitie/<slug:note>/weghalen/": ["group", "own_note"],
    "mijn/peergang/<slug:key>/verhaal/": ["group"],
    "mijn/peergang/<slug:key>/weggaan/": ["group"],
    "mijn/uitwisseling/stages/<slug:key>/": ["own_exchange"],
    "mijn/uitwisseling/stages/<slug:key>/afspraken/": ["own_exchange"],
    "mijn/uitwisseling/stages/<slug:key>/bevestigen/": ["own_exchange"],
    "mijn/uitwisseling/stages/<slug:key>/leidinggevende/": ["asking_exchange"],
    "mijn/uitwisseling/stages/<slug:key>/niet-doorgegaan/": ["own_exchange"],
    "mijn/uitwisseling/stages/<slug:key>/terugnemen/": ["own_exchange"],
    "uitwisseling/akkoord/<str:token>/": ["consent_token"],
    "agenda/plannen/<slug:key>/instellingen/": ["own_meetup"],
    "agenda/plannen/<slug:key>/organisatoren/": ["own_meetup"],
    "agenda/plannen/<slug:key>/reeks/": ["own_meetup"],
    "agenda/plannen/<slug:key>/vragen/": ["own_meetup"],
    "agenda/voorstellen/<slug:key>/": ["proposed_meetup"],
    "samen/afmelden/<str:token>/": ["stop_news"],
    "mijn/uitnodigingen/<slug:key>/ontvangen/": ["received"],
    "mijn/uitnodigingen/nieuw/<slug:kind>/": ["invite_kind"],
    "account-behouden/<str:token>/": ["take_back"],
    "dossier/<str:token>/": ["shared"],
    "ik-blijf/<str:token>/": ["stay"],
    "mail-kwam-aan/<str:token>/": ["arrived"],
    "mail-afmelden/<str:secret>/": ["unsubscribe"],
    "meelezen/<str:token>/": ["token"],
    "uitnodiging/<str:token>/": ["invitation"],
    "volgen/<slug:kind>/<slug:key>/": ["follow_kind", "school"],
}
STEPS = ("over", "vragen", "fotos", "nakijken")
OWN_STEPS = ("school", "rol", "themas", "iemand", "datum")
# An editor reads the desk of a text; the writer is sent away.
# Whoever signs up for a series has an account.
WHO_ELSE = {"mijn/bijdragen/<slug:key>/redactie/": AS_LEADER, "agenda/<slug:slug>/aanmelden/": AS_MEMBER}
# A file, an answer to a script, what exists only for who uses codes, and signing out, which ends the visit.
NO_ACCOUNT_PAGE = {
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/download/",
    "/account/2fa/totp/deactivate/",
    "/account/2fa/webauthn/login/",
    "/account/logout/",
}
# Buttons in /beheer/: they answer to a POST only.
EDITOR_BUTTONS = {"inbox:take_up", "inbox:answer", "inbox:decline"}
# What a chooser tells its script.
CHOOSERS = ("thing_chooser", "member_chooser")
EDITOR_BUTTONS |= {f"{chooser}:{name}" for chooser in CHOOSERS for name in ("choose", "chosen", "chosen_multiple")}
PARAMETER = re.compile(r"<[^>]+>")


def unsampled() -> set[str]:
    """Give the addresses with a parameter that nobody gave an example for."""
    return {route for route in ADDRESSES if PARAMETER.search(route)} - NO_PAGE - set(FILLED)


def sample_pages(samples: dict[str, object]) -> list[tuple[str, str]]:
    """Give (who, address) of every page of ours, filled in."""
    found = []
    for route, audience in ADDRESSES.items():
        if route in NO_PAGE:
            continue
        who = WHO_ELSE.get(route, WHO[audience])
        steps = OWN_STEPS if route.startswith("mijn/begin/") else STEPS
        more = {"as_whom": "iedereen", "invite_kind": "ict-partner", "desk_act": "verwijderen"}
        for step in steps if "<slug:step>" in route else steps[:1]:
            values = iter({**samples, **more, "step": step}[name] for name in FILLED.get(route, []))
            found.append((who, "/" + PARAMETER.sub(lambda _match, values=values: str(next(values)), route)))
    return found


def account_pages() -> list[tuple[str, str]]:
    """Give the pages of allauth that need no key, for someone signed out and for someone signed in."""
    routes = {entry.route for entry in addresses() if entry.route.startswith("account/")}
    plain = sorted(f"/{route}" for route in routes if not PARAMETER.search(route) and "^" not in route)
    return [(who, path) for path in plain if path not in NO_ACCOUNT_PAGE for who in (VISITOR, AS_MEMBER)]


def editor_pages(samples: dict[str, object]) -> list[tuple[str, str]]:
    """Give the pages in /beheer/ that the portal's own code answers."""
    ours = ("home.", "stories.", "events.", "network.", "portal.", "search.")
    found = []
    for entry in addresses():
        module = getattr(getattr(entry.view, "view_class", None), "__module__", entry.view.__module__)
        if not entry.route.startswith("beheer/") or not module.startswith(ours):
            continue
        if entry.route.endswith(("resultaten/", "results/")) or entry.name in EDITOR_BUTTONS:
            continue
        values = samples["desk"].get(entry.name, [])
        if len(PARAMETER.findall(entry.route)) == len(values):
            given = iter(values)
            path = PARAMETER.sub(lambda _match, given=given: str(next(given)), entry.route)
            found.append((AS_LEADER, f"/{path}"))
        else:
            found.append((AS_LEADER, f"no sample for {entry.name}"))
    return found

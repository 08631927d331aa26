"""The variables of each component, in each variant worth seeing. The style guide and tests/design read these."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from portal.shared.drawing import (
    BeforeAfter,
    BridgeArc,
    BridgePoint,
    Direction,
    before_after_chart,
    bridge_diagram,
    bridge_key,
    bridge_list,
    evidence_bar,
    story_picture,
)


class SampleForm(forms.Form):
    """One field of each kind that pages use."""

    name = forms.CharField(label="Hoe heet je?", max_length=60, help_text="Zo zien andere leden je naam.")
    email = forms.EmailField(label="E-mailadres van je werk")
    about = forms.CharField(label="Wat wil je delen?", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    role = forms.ChoiceField(
        label="Wat doe je?", choices=[("", "Kies"), ("coach", "i-coach"), ("ict", "ict-medewerker")]
    )
    mode = forms.ChoiceField(
        label="Hoe kom je?", widget=forms.RadioSelect, choices=[("room", "In de zaal"), ("online", "Online")]
    )
    themes = forms.MultipleChoiceField(
        label="Waar help je mee?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("toetsing", "toetsing"), ("ai", "AI in de les"), ("lms", "leeromgeving")],
        required=False,
    )
    pair = forms.BooleanField(
        label="Ik kom met mijn ict-collega",
        required=False,
        help_text="Jullie krijgen samen een plek of geen van beiden.",
    )
    file = forms.FileField(label="Bijlage", required=False, help_text="Een pdf van hoogstens 5 MB.")


class SampleMessage:
    """A message as django.contrib.messages gives it."""

    def __init__(self, tags: str, text: str):
        self.tags = tags
        self._text = text

    def __str__(self) -> str:
        return self._text


SCHOOLS = (
    "ROC Lindenwaard",
    "Waddenkust College",
    "Brinkhove College",
    "ROC Mergelstroom",
    "Akkerlinde Groen College",
    "ROC De Nieuwe Vaart",
    "Kompas Vakschool",
    "Havenstad mbo",
)
POINTS = [BridgePoint(key=str(number), name=name) for number, name in enumerate(SCHOOLS)]
ARCS = [
    BridgeArc("0", "1", Direction.TEACHER_AT_ICT),
    BridgeArc("0", "5", Direction.ICT_IN_TEAM, count=2),
    BridgeArc("1", "3", Direction.TEACHER_AT_ICT),
    BridgeArc("2", "3", Direction.BOTH),
    BridgeArc("2", "6", Direction.BOTH, count=3),
    BridgeArc("4", "5", Direction.TEACHER_AT_ICT),
    BridgeArc("3", "5", Direction.COACH_WITH_COACH),
    BridgeArc("5", "6", Direction.ICT_IN_TEAM),
    BridgeArc("1", "3", Direction.ICT_IN_TEAM),
    BridgeArc("6", "6", Direction.TEACHER_AT_ICT),
]
CAPTION = "Elke boog is een uitwisseling tussen twee scholen."


def picture(seed: str, palette: str | None = None) -> str:
    """Give a drawn picture that a template may show as it is."""
    return mark_safe(story_picture(seed, palette))


def bridges() -> dict:
    """The bridge diagram with its key."""
    title = "Boogdiagram: 13 uitwisselingen tussen 8 scholen"
    words = {
        Direction.TEACHER_AT_ICT: "docent bij ict",
        Direction.ICT_IN_TEAM: "ict’er in het team",
        Direction.BOTH: "allebei",
        Direction.COACH_WITH_COACH: "coach bij coach",
    }
    return {
        "wide": mark_safe(bridge_diagram(POINTS, ARCS, title=title)),
        "tall": mark_safe(bridge_list(POINTS, ARCS, title=title)),
        "caption": CAPTION,
        "key": [{"sample": mark_safe(bridge_key(each)), "text": text} for each, text in words.items()],
    }


def insight(*, is_do: bool, verdict: str, title: str, bar: tuple[int, int, int], sentence: str) -> dict:
    """One insight card."""
    return {
        "title": title,
        "url": "#",
        "is_do": is_do,
        "verdict": verdict,
        "bar": evidence_bar(*bar),
        "sentence": sentence,
    }


INSIGHTS = [
    insight(
        is_do=True,
        verdict="Doen · bevestigd",
        title="Geef i\N{NON-BREAKING HYPHEN}coaches vaste uren in het rooster van het team",
        bar=(7, 1, 0),
        sentence="7 ervaringen steunen dit, 1 deels · 6 scholen · 2 pilots",
    ),
    insight(
        is_do=True,
        verdict="Doen · getoetst",
        title="Begin bij een vraag van het team, niet bij de tool",
        bar=(5, 0, 1),
        sentence="5 ervaringen steunen dit, 1 spreekt het tegen · 4 scholen",
    ),
    insight(
        is_do=False,
        verdict="Niet doen · omstreden",
        title="De i\N{NON-BREAKING HYPHEN}coach als eerste aanspreekpunt voor storingen",
        bar=(3, 1, 3),
        sentence="3 ervaringen steunen dit, 3 spreken het tegen · 5 scholen",
    ),
]
STORIES = [
    {
        "title": "“Ik begon met één collega en een kapotte beamer”",
        "url": "#",
        "kind": "Coachverhaal",
        "meta": "5 min lezen",
        "by": "Noor Verhagen · ROC Lindenwaard (voorbeeld)",
        "picture": picture("S1", "morning"),
    },
    {
        "title": "Eén vaste dag, of niet beginnen",
        "url": "#",
        "kind": "Coachverhaal",
        "meta": "4 min lezen",
        "lead": "Vier uur per week verdween in vervanging.",
        "by": "Sanne de Wit · ROC Lindenwaard (voorbeeld)",
        "picture": picture("S2b", "ict"),
    },
    {
        "title": "Digitaal toetsen zonder paniek",
        "url": "#",
        "kind": "Pilotverslag",
        "meta": "6 min lezen",
        "by": "Brinkhove College (voorbeeld)",
        "picture": picture("S3", "teaching-light"),
    },
]
AGENDA = [
    {
        "day": date(2026, 12, 3),
        "title": "Werkplaats: vraagarticulatie met je team",
        "url": "#",
        "meta": "13.00–16.30 uur · Utrecht · onderwijs en ict samen",
        "seats": "nog 4 plekken",
    },
    {
        "day": date(2026, 12, 9),
        "title": "Webinar: een servicepunt gerund door studenten",
        "url": "#",
        "meta": "15.30–16.30 uur · online",
        "seats": "je bent aangemeld",
    },
    {
        "day": date(2027, 1, 14),
        "title": "Netwerkdag i\N{NON-BREAKING HYPHEN}coaches",
        "url": "#",
        "meta": "10.00–16.00 uur · Zwolle en online",
        "seats": "wachtlijst",
        "state": "wait",
    },
    {
        "day": date(2027, 1, 21),
        "title": "Inloopuur AI in de les",
        "url": "#",
        "meta": "16.00–17.00 uur · online",
        "seats": "gaat niet door",
        "state": "off",
    },
]
EVIDENCE = [
    {
        "verdict": "supports",
        "verdict_text": "Steunt",
        "kind": "Coachverhaal",
        "title": "Eén vaste dag, of niet beginnen",
        "url": "#",
        "why": "Vier uur per week verdween in vervanging. Met een vaste dag bleef de coach in de teams.",
        "meta": "ROC Lindenwaard (voorbeeld) · 18 dagen geleden",
    },
    {
        "verdict": "partly",
        "verdict_text": "Deels",
        "kind": "Pilotverslag",
        "title": "Pilot: coaches in drie teams",
        "url": "#",
        "why": "Met een vaste dag per team pasten 31 van de 46 docenten minstens één les aan.",
        "meta": "ROC Lindenwaard (voorbeeld) · 46 docenten · 26 weken",
    },
    {
        "verdict": "contradicts",
        "verdict_text": "Spreekt tegen",
        "kind": "Coachverhaal",
        "title": "Met de koffiekar langs de teams",
        "url": "#",
        "why": "Op een kleine school werkte elke dinsdag een uur ook.",
        "meta": "Akkerlinde Groen College (voorbeeld) · kleine school",
    },
]
STANDING = {
    "title": "Getoetst",
    "bar": evidence_bar(3, 0, 1),
    "rows": [
        {"label": "steunt", "value": 3},
        {"label": "spreekt tegen", "value": 1},
        {"label": "scholen die steunen", "value": 2},
        {"label": "pilots", "value": 2},
    ],
    "question": "Waarom “getoetst”?",
    "reason": "Twee pilots steunen dit. Voor “bevestigd” zijn drie scholen nodig die het los van elkaar zien.",
}
PEOPLE = [
    {
        "name": "Noor Verhagen",
        "initials": "NV",
        "url": "#",
        "bank": "onderwijs",
        "meta": "i-coach · ROC Lindenwaard · Gelderland",
        "helps": ["lesgesprek", "lesbezoek"],
        "seeks": ["coaches in de zorg"],
    },
    {
        "name": "Ruben de Graaf",
        "initials": "RG",
        "url": "#",
        "bank": "ict",
        "meta": "informatiemanager · ROC Lindenwaard",
    },
    {
        "name": "Zeynep Çelik",
        "initials": "ZÇ",
        "bank": "both",
        "meta": "digidoc · Waddenkust College",
        "text": "Bouwt met studenten aan een servicepunt.",
    },
]
FACETS = [
    {
        "title": "Rol",
        "id": "facet-rol",
        "options": [
            {"text": "i-coach", "url": "?", "count": 9, "is_active": True},
            {"text": "functioneel beheer", "url": "?rol=beheer", "count": 2, "is_active": False},
            {"text": "informatiemanager", "url": "?rol=im", "count": 1, "is_active": False},
        ],
    },
    {
        "title": "Provincie",
        "id": "facet-provincie",
        "options": [
            {"text": "Gelderland", "url": "?provincie=gelderland", "count": 5, "is_active": False},
            {"text": "Limburg", "url": "?provincie=limburg", "count": 4, "is_active": False},
        ],
    },
]
CHIPS = {
    "chips": [{"text": "i-coach", "url": "?"}, {"text": "Gelderland", "url": "?"}],
    "clear_url": "?",
}
FIGURES = [
    BeforeAfter("Docenten die een les aanpasten", 24, 67, "%"),
    BeforeAfter("Vragen bij de servicedesk over toetsen", 48, 19, ""),
    BeforeAfter("Tijd van vraag tot antwoord", 3.5, 1.25, "dagen"),
]


def contexts() -> dict[str, list[dict]]:
    """Give the variants of every component, by the name of its file."""
    refused = SampleForm({"email": "noor@"}, prefix="fout")
    empty = SampleForm()
    return {
        "account_links": [{"is_signed_in": False, "path": "/verhalen/"}, {"is_signed_in": True, "path": "/"}],
        "agenda_item": AGENDA,
        "breadcrumb": [
            {"items": [{"title": "Wat werkt", "url": "#"}, {"title": "Tijd en middelen", "url": "#"}]},
            {"items": [{"title": "Agenda", "url": "#"}], "current": "Werkplaats", "label": "Tweede pad"},
        ],
        "bridges": [{"drawing": bridges(), "table_url": "/bruggen/"}],
        "button_link": [
            {"url": "#", "text": "Meld je aan"},
            {"url": "#", "text": "Laat zien hoe het bij jullie ging", "look": "quiet"},
            {"url": "#", "text": "Stel een vraag", "look": "signal"},
            {"url": "#", "text": "Trek je aanvraag in", "look": "danger"},
        ],
        "callout": [
            {"kind": "do", "text": "Leg de dag vast in de jaartaak, niet alleen in het rooster."},
            {"kind": "dont", "text": "Begin niet met alle teams tegelijk."},
            {"kind": "tip", "text": "Vraag de roostermaker om hulp.\n\nDie weet waar ruimte is."},
        ],
        "card_insight": INSIGHTS,
        "card_story": [*STORIES, {**STORIES[1], "layout": "row"}],
        "chips": [CHIPS],
        "date_block": [{"day": date(2027, 1, 14)}],
        "empty": [
            {
                "title": "Nog geen verhalen over dit thema",
                "text": "Heb jij er een? Een half uur schrijven helpt tien collega’s.",
                "actions": [{"url": "#", "text": "Deel je verhaal"}, {"url": "#", "text": "Bekijk alle verhalen"}],
                "level": 3,
            }
        ],
        "evidence_bar": [{"segments": evidence_bar(3, 1, 2)}, {"segments": (), "size": "big"}],
        "evidence_row": EVIDENCE,
        "facet_group": [
            FACETS[0] | {"id": "facet-los", "level": 3},
            FACETS[0] | {"id": "facet-lang", "level": 3, "more": FACETS[0]["options"][1:]},
        ],
        "facet_option": [{"option": FACETS[0]["options"][0]}],
        "facets": [{"groups": FACETS, "active_count": 2}],
        "field": [{"field": field} for field in empty] + [{"field": refused["email"]}, {"field": refused["mode"]}],
        "figure_table": [
            {
                "caption": "Wat er veranderde in 26 weken",
                "headers": ["Wat", "Voor", "Na"],
                "rows": [
                    ["Docenten die een les aanpasten", "24%", "67%"],
                    ["Vragen bij de servicedesk over toetsen", "48", "19"],
                    ["Tijd van vraag tot antwoord", "3,5 dagen", "1,25 dagen"],
                ],
                "drawing": mark_safe(before_after_chart(FIGURES)),
                "n": "46 docenten",
                "source": "meting van de school, juni 2026",
            }
        ],
        "flash": [
            {
                "messages": [
                    SampleMessage("success", "Je staat op de lijst voor 3 december. Je krijgt een bevestiging."),
                    SampleMessage("warning", "Je staat op plek 3 van de wachtlijst."),
                    SampleMessage("error", "De bijeenkomst is vol. Zet je naam op de wachtlijst."),
                    SampleMessage("info", "Je concept is bewaard."),
                ]
            }
        ],
        "follow_button": [
            {"kind": "thema", "key": "ai", "title": "AI in het onderwijs", "state": state, "path": "/verhalen/"}
            for state in ("open", "followed", "link")
        ],
        "form_errors": [{"form": refused}],
        "language_link": [{"language": "nl", "path": "/verhalen/"}, {"language": "en"}],
        "mark": [{"name": name} for name in ("do", "dont", "tip", "check", "cross")],
        "notice": [{}, {"text": "Dit verhaal is ouder dan drie jaar. Vraag na of het nog klopt."}],
        "pager": [
            {"page_obj": Paginator(range(100), 10).page(1), "base_query": "thema=ai", "label": "Begin"},
            {"page_obj": Paginator(range(100), 10).page(5)},
        ],
        "person": [*PEOPLE, {**PEOPLE[0], "level": 3}],
        "progress_steps": [
            {
                "steps": [
                    {"title": "Kies een doel met je team", "state": "done"},
                    {"title": "Praat met de roostermaker", "state": "current", "text": "20 minuten", "url": "#"},
                    {"title": "Plan de eerste werkplaats", "state": "todo"},
                ]
            }
        ],
        "quote": [
            {
                "text": "Met een vaste dag bleef ik in de teams.",
                "name": "Sanne de Wit",
                "meta": "coördinator i-coaches",
            },
            {"text": "Nu zie ik waarom die melding komt.", "bank": "ict"},
        ],
        "standing_panel": [STANDING],
        "themes": [{"themes": [{"slug": "toetsing", "name": "digitaal toetsen"}], "list_url": "/verhalen/"}],
        "toc": [
            {"items": [{"title": "Wanneer geldt dit?", "id": "wanneer"}, {"title": "Zo begin je", "id": "begin"}]},
        ],
    }

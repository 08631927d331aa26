"""The front page of a new site: good without a single story, and without an editor's touch."""

TITLE = "Bruggen bouwen"
SEARCH_DESCRIPTION = (
    "Verhalen, pilots en inzichten van i-coaches, docenten en ict-collega’s in het mbo. Lees wat werkt, en wat niet."
)


def front_page_body() -> list[dict[str, object]]:
    """Give the blocks of a new front page, as raw values of its StreamField."""
    return [
        {
            "type": "hero",
            "value": {
                "title": "Docenten en ict‑collega’s die elkaar vinden",
                "lead": "Ervaringen van i-coaches uit het hele mbo. Getest in de praktijk, gedeeld met iedereen.",
                "examples": ["uren voor i-coaches", "servicedesk", "nieuwe coach"],
            },
        },
        {"type": "insights", "value": {"title": "Wat werkt, en wat niet", "insights": []}},
        {"type": "stories", "value": {"title": "Verhalen van coaches"}},
        {"type": "meetups", "value": {"title": "Agenda"}},
        {"type": "exchanges", "value": {"title": "Loop een dag mee aan de andere kant"}},
        {"type": "steps", "value": {"title": "Het programma in vier stappen"}},
        {"type": "pilots", "value": {"title": "Pilots, ook die mislukten"}},
        {
            "type": "call",
            "value": {
                "title": "Kom je er op je eigen school niet uit?",
                "text": "Stel je vraag, vertel wat bij jullie werkte, of zeg dat je mee wilt doen. "
                "De redactie leest alles en antwoordt je per mail.",
                "button": "Doe mee",
                "address": "/doe-mee/",
            },
        },
    ]

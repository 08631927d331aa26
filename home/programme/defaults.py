"""The four steps as a new site tells them; editors rewrite them."""

TITLE = "In vier stappen"
LEAD = (
    "Van losse ervaring naar iets waar andere scholen echt mee verder kunnen. Dat gaat in vier stappen, "
    "en je stapt in waar het jou uitkomt."
)


def steps_body() -> list[dict[str, object]]:
    """Give the steps of a new programme page, as raw values of its StreamField."""
    steps = (
        (
            "Ervaringen ophalen",
            "Coaches, docenten en ict’ers vertellen wat zij meemaakten, goed of slecht. Samen laten die verhalen zien "
            "wat vaker terugkomt.",
            "Schrijf in een paar zinnen op wat jij dit jaar anders deed, en stuur het ons.",
        ),
        (
            "Uitproberen",
            "Een paar scholen testen of een inzicht in hun praktijk klopt. Ook een proef die stopt, levert een "
            "volledig verslag op.",
            "Lees één pilotverslag en bedenk of jouw team dezelfde proef zou kunnen doen.",
        ),
        (
            "Delen",
            "Wat we leren, wordt een inzicht of een route. Mensen zoeken elkaar op en stellen elkaar vragen.",
            "Zoek een school die lijkt op de jouwe, en lees wat daar werkte.",
        ),
        (
            "Samen leren",
            "Scholen met dezelfde behoefte pakken die samen op. Wat zij ontdekken, wordt weer een nieuwe ervaring.",
            "Kijk met welke school jouw school al een brug heeft.",
        ),
    )
    return [
        {"type": "step", "value": {"number": str(number), "title": title, "text": text, "do": do}}
        for number, (title, text, do) in enumerate(steps, start=1)
    ]

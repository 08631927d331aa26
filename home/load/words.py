"""The words that load data is put together from: names, schools, titles and sentences, all invented."""

from random import Random

GIVEN = (
    "Aad", "Amira", "Anke", "Bas", "Bente", "Bram", "Carlijn", "Chantal", "Daan", "Dilan", "Eefje", "Emre", "Esther",
    "Farid", "Femke", "Floor", "Gerda", "Gijs", "Hanna", "Hugo", "Ilse", "Imane", "Jelle", "Joost", "Karima", "Koen",
    "Lars", "Lotte", "Maaike", "Mehmet", "Mirte", "Nadia", "Niels", "Noor", "Otto", "Petra", "Quinten", "Rachida",
    "Ruben", "Sanne", "Soraya", "Stijn", "Tess", "Thijs", "Umar", "Vera", "Wessel", "Willemijn", "Yara", "Youssef",
)  # fmt: skip
# What stands before the last name, most often nothing.
PREFIXES = ("", "", "", "", "", "de", "van", "van de", "van den", "van der", "'t", "ten", "ter", "in 't", "el")
FAMILY_BEGIN = (
    "Akker", "Berg", "Bos", "Broek", "Brug", "Dijk", "Duin", "Eik", "Groen", "Haver", "Heide", "Hof", "Horst", "Kamp",
    "Kerk", "Kuip", "Laar", "Linden", "Maas", "Meer", "Molen", "Nieuw", "Oever", "Oost", "Poel", "Rijn", "Rozen",
    "Schuur", "Steen", "Veen", "Veld", "Vliet", "Water", "Wester", "Wiel", "Wolf", "Zand", "Zijl",
)  # fmt: skip
FAMILY_END = (
    "", "huis", "kamp", "stra", "ma", "sma", "man", "mans", "veld", "hof", "dijk", "berg", "bosch", "horst", "haar",
    "ink", "kamer", "meijer", "oord", "rade", "wijk", "zicht",
)  # fmt: skip
TOWN_BEGIN = ("Brug", "Dijk", "Ee", "Gras", "Linde", "Maan", "Over", "Rietlo", "Stroom", "Wad", "Water", "Zand")
TOWN_END = ("burg", "dam", "haven", "hoek", "oever", "voorde")
KINDS = (("ROC", "roc"), ("Groen", "aoc"), ("Vakschool", "vak"), ("Mbo", "roc"))
TITLES = ("i-coach", "digicoach", "eCoach", "docent", "adviseur", "teamleider", "applicatiebeheerder", "practor")
TEAMS = ("Zorg", "Techniek", "Economie", "Entree", "Groen", "Servicedesk", "Onderwijs en ict", "Logistiek")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
DOING = (
    "Samen oefenen met", "Een jaar werken met", "Klein beginnen met", "Opnieuw nadenken over", "Minder praten over",
    "Wat wij leerden van", "Een team meenemen in", "Van losse lessen naar", "Eerlijk zijn over", "Tijd maken voor",
)  # fmt: skip
ABOUT = (
    "digitale toetsen", "het digibord", "leren op afstand", "de servicedesk", "praktijkfilmpjes", "de elektronische "
    "leeromgeving", "beeldschermtijd", "open leermateriaal", "het rooster", "veilig inloggen", "feedback van studenten",
    "een gezamenlijke agenda", "virtuele werkplaatsen", "kunstmatige intelligentie", "toegankelijke lessen",
)  # fmt: skip
AT = ("in de zorg", "in de techniek", "bij entree", "in de keuken", "in de kas", "op de werkplaats", "in het team")
SENTENCES = (
    "Ik begin nu elk gesprek met {about}, niet met de knop.",
    "Het team sprak af wie welke vraag beantwoordt over {about}.",
    "Op {day} zaten we met {number} collega's om de tafel.",
    "Na {number} weken telden we hoe vaak {about} nog ter sprake kwam.",
    "Een student zei: hier heb ik iets aan {at}.",
    "De ict-afdeling dacht vanaf het begin mee over {about}.",
    "Niet alles lukte: {number} lessen moesten over.",
    "Wie later instapte, kreeg een maatje {at}.",
    "We schreven op wat werkte en lieten los wat niet werkte.",
    "Daarna vroegen we de teamleider om een vaste {day}.",
    "Het kostte ons {number} uur, en dat was het waard.",
    "Volgend jaar delen we {about} met een andere school.",
)
MEETUPS = ("Inloopuur", "Werkplaats", "Netwerkdag", "Webinar", "Intervisie", "Training", "Kennismaking", "Open dag")
REACTIONS = (
    "Dit herkennen wij {at}. Wij begonnen ook met {about}.",
    "Mooi verhaal! Hoeveel tijd kostte {about} jullie per week?",
    "Bij ons lukte het pas na {number} weken.",
    "Wie wil op {day} eens meekijken {at}?",
)
QUESTIONS = (
    "Wie heeft ervaring met {about} {at}?",
    "Hoe regelen jullie {about} op {day}?",
    "Welke afspraken maken jullie over {about}?",
    "Hoe lang duurt het voordat {about} werkt {at}?",
)


def fill(chance: Random, sentence: str) -> str:
    """Give a sentence with its gaps filled."""
    return sentence.format(
        about=chance.choice(ABOUT), at=chance.choice(AT), day=chance.choice(WEEKDAYS), number=chance.randint(3, 48)
    )


def paragraph(chance: Random, sentences: int) -> str:
    """Give so many sentences in a row."""
    return " ".join(fill(chance, each) for each in chance.choices(SENTENCES, k=sentences))


def title(chance: Random, number: int) -> str:
    """Give the title of a text; the number keeps it apart from the others."""
    return f"{chance.choice(DOING)} {chance.choice(ABOUT)} {chance.choice(AT)} ({number})"


def name(chance: Random) -> tuple[str, str, str]:
    """Give the first name, prefix and last name of someone."""
    family = f"{chance.choice(FAMILY_BEGIN)}{chance.choice(FAMILY_END)}"
    return chance.choice(GIVEN), chance.choice(PREFIXES), family

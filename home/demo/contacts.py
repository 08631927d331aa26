"""Messages between members of the demo, who knows whom, what they look for, and one report."""

from datetime import datetime, timedelta

from home.demo.cast import Cast
from home.demo.library import Library
from network.contact.actions import accept_request, ask_to_connect, mark_read, report_message, write_message
from network.contact.models import Conversation, Message
from network.contact.states import ReportReason
from network.members.actions import change_profile
from network.models import HelpTopic

# Who writes, to whom, how many hours ago; in the order written.
MESSAGES = (
    (
        "L08",
        "L13",
        190,
        "Dag Lotte, ik zag dat jij een toetsproef met niveau 2 deed. Hoe lang van tevoren zette je de toetsen klaar? "
        "Bij ons komt het verzoek vaak op vrijdag.",
    ),
    (
        "L13",
        "L08",
        170,
        "Hoi Thijs, twee weken. De eerste keer was één week en dat was te kort voor de roostermakers.",
    ),
    ("L08", "L13", 150, "Dank, daar kan ik wat mee. Mag ik bij de volgende proefronde meekijken?"),
    (
        "L24",
        "L07",
        60,
        "Beste Anouk, wij filmen in de keuken en het geluid van de afzuigkap is harder dan de docent. Welke microfoon "
        "gebruiken jullie?",
    ),
    (
        "L15",
        "L05",
        30,
        "Hallo Samira, ik zoek een coachteam in het zuiden om een dag mee te lopen. Is er bij jullie een rustige week "
        "na de herfst?",
    ),
    (
        "L23",
        "L17",
        20,
        "Ik wil dat je me vandaag nog je urenlijst stuurt. Waarom reageer je nooit? Dit is geen manier van werken.",
    ),
)
REPORTED = ("L23", "L17")
# Who asked whom, with the note; the first ones said yes.
CONNECTED = (
    ("L01", "L17", "We zitten op dezelfde gang, maar nu ook hier."),
    ("L14", "L06", "Van onze pilot met de uitwisselingsstages."),
    ("L05", "L18", "Collega's met allebei een taalklas."),
    ("L12", "L03", "Ook van een kleine school. Zullen we elkaar volgen?"),
)
WAITING = (("L11", "L01", "Ik zoek pilots om te volgen. Mag ik af en toe meekijken?"),)
# What members look for, in words of the one list; what they say in their own words stays beside it.
WISHES = {
    "L01": ("toetsproef", "video"),
    "L02": ("uitwisselingsstages opzetten", "lesgesprek"),
    "L08": ("lesontwerp", "training"),
    "L20": ("taal en chatbots",),
    "L24": ("ondertitels", "video"),
}


def add_contacts(cast: Cast, library: Library, at: datetime) -> None:
    """Let members write, connect and look for help; the newest messages still wait for an answer."""
    people = cast.members
    for key, topics in WISHES.items():
        member = people[key]
        change_profile(
            member=member,
            about=member.about,
            availability=member.availability,
            seeks_note=member.seeks_note,
            themes=member.themes.all(),
            helps_with=member.helps_with.all(),
            seeks=HelpTopic.objects.filter(name__in=topics),
        )
    for place, (sender, receiver, hours, text) in enumerate(MESSAGES):
        write_message(
            sender=people[sender],
            receiver=people[receiver],
            conversation=None,
            text=text,
            token=f"demo{place}",
            at=at - timedelta(hours=hours),
        )
    for sender, receiver in (("L08", "L13"),):
        settled = Conversation.objects.between(people[sender], people[receiver]).get()
        mark_read(conversation=settled, reader=people[receiver], at=at - timedelta(hours=140))
    reported = Message.objects.get(sender=people[REPORTED[0]])
    report_message(
        message=reported,
        reporter=people[REPORTED[1]],
        reason=ReportReason.HURTFUL,
        text="Deze toon wil ik niet. Ik ken hem niet eens.",
        at=at - timedelta(hours=18),
    )
    for asker, asked, note in CONNECTED:
        connection = ask_to_connect(asker=people[asker], asked=people[asked], note=note, at=at - timedelta(days=40))
        accept_request(connection=connection, member=people[asked], at=at - timedelta(days=39))
    for asker, asked, note in WAITING:
        ask_to_connect(asker=people[asker], asked=people[asked], note=note, at=at - timedelta(days=2))

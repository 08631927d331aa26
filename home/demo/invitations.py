"""Who was invited in the demo, and who looks after a school: an invitation in each state."""

from datetime import datetime, timedelta

from home.demo.cast import PROGRAMME, Cast
from home.demo.library import Library
from network.invitations.actions import accept_received, decline_received, invite
from network.invitations.rules import Invitee
from network.invitations.states import InvitationKind
from network.members.actions import appoint_coordinator

# Who coordinates for which school.
COORDINATORS = {"L17": "roc-lindenwaard"}
COORDINATOR = "L17"


def add_invitations(cast: Cast, library: Library, at: datetime) -> None:
    """Appoint the coordinator, and let three people invite: accepted, declined, open and out of time."""
    for key, slug in COORDINATORS.items():
        place = cast.members[key].affiliations.get(institution=cast.schools[slug])
        appoint_coordinator(affiliation=place)
    school, sanne = cast.schools["roc-lindenwaard"], cast.members[COORDINATOR]
    # Two who have an account already answer on their own page; one of them has better things to do.
    sent = invite(
        kind=InvitationKind.COLLEAGUE,
        by=sanne,
        institution=school,
        people=[Invitee(cast.members[key].email, str(cast.members[key])) for key in ("L24", "L10")],
        message="We zetten iedereen van het coachnetwerk op onze schoolpagina. Doe je mee?",
        at=at - timedelta(days=6),
    )
    accept_received(invitation=sent[0], member=cast.members["L24"], at=at - timedelta(days=5))
    decline_received(invitation=sent[1], member=cast.members["L10"], at=at - timedelta(days=4))
    invite(
        kind=InvitationKind.COLLEAGUE,
        by=sanne,
        institution=school,
        people=[Invitee("jochem.prins@lindenwaard-extra.example", "Jochem Prins")],
        message="",
        at=at - timedelta(days=41),
    )
    invite(
        kind=InvitationKind.COLLEAGUE,
        by=sanne,
        institution=school,
        people=[Invitee("kim.bakker@lindenwaard-extra.example", "Kim Bakker")],
        message="Je had het vorige week over filmen in de praktijkles. Hier staan collega's die dat al doen.",
        at=at - timedelta(days=1),
    )
    invite(
        kind=InvitationKind.ICT_PARTNER,
        by=cast.members["L01"],
        institution=school,
        people=[Invitee("mark.ict@lindenwaard-extra.example", "Mark de Ruiter")],
        message="Jij kent de servicedesk, ik de teams. Zullen we hier samen vragen beantwoorden?",
        at=at - timedelta(days=3),
    )
    invite(
        kind=InvitationKind.AMBASSADOR,
        by=cast.members[PROGRAMME],
        institution=cast.schools["kadewijk-college"],
        people=[Invitee("ambassadeur@kadewijk-extra.example")],
        message="",
        at=at - timedelta(days=2),
    )

"""What the demo leaves out and a page needs to be seen: a text in each state, a conversation, a map, secret links.

Run inside a site by `manage.py shell`; prints the arguments of the addresses.
"""

import json
import re
import sys

from django.utils import timezone

from network.coordination.actions import name_coordinator
from network.models import Member
from network.selfscan.actions import fill_scan
from network.selfscan.states import Factor
from portal.shared.keys import new_key
from portal.shared.outbox.models import OutboxMail
from stories.contributions.actions.reviewing import invite_reviewer
from stories.contributions.actions.writing import save_answers, start_contribution
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision, version_of
from stories.contributions.states import Kind
from stories.dossiers.actions import DossierText, keep_item, save_dossier, share_dossier
from stories.dossiers.states import ItemKind, ShareLength
from stories.insights.models import Evidence, InsightPage
from stories.models import CoachStoryPage
from stories.reactions.actions import react, report_reaction
from stories.reactions.states import ReportReason
from tests.journeys.conftest import LEADER, MEMBER, OTHER


def _draft(member: Member, title: str, at) -> Contribution:
    text = start_contribution(member=member, kind=Kind.STORY, key=new_key(), at=at)
    answers = {"title": title, "lead": "Twee zinnen vooraf."}
    seen = version_of(latest_revision(text.page_id))
    return save_answers(contribution=text, seen=seen, typed=answers, valid=answers, at=at)


def make() -> None:
    """Make it all, by the actions that people's clicks call."""
    at = timezone.now()
    member, other, leader = (Member.objects.get(email=email) for email in (MEMBER, OTHER, LEADER))
    story, insight = CoachStoryPage.objects.live().order_by("pk")[0], InsightPage.objects.live().order_by("pk")[0]
    draft = _draft(member, "Half af", at)
    invite_reviewer(contribution=draft, by=member, name="Truus", email="truus@example.org", message="", at=at)
    mail = OutboxMail.objects.filter(purpose="stories.review_invitation").latest("pk")
    own = react(page=story, member=member, text="Bij ons ging het net zo.", token=new_key(), at=at)
    reaction = react(page=story, member=other, text="Dit klopt niet.", token=new_key(), at=at)
    report_reaction(reaction=reaction, member=leader, reason=ReportReason.HURTFUL, text="Kijk eens.", at=at)
    item = keep_item(member=member, kind=ItemKind.PAGE, object_key=str(story.pk), at=at, note="Voor het team.")
    keep_item(member=member, kind=ItemKind.PERSON, object_key=other.key, at=at)
    dossier_text = DossierText(
        title="Beginnen met i-coaches",
        intro="Voor de opleidingsmanager.",
        school="",
        size="",
        item_keys=[item.key],
        costs=[],
        shows_name=True,
        shows_email=False,
    )
    dossier = save_dossier(member=member, dossier=None, text=dossier_text, at=at)
    shared = share_dossier(dossier=dossier, length=ShareLength.MONTH, at=at)
    work = name_coordinator(affiliation=member.affiliations.current(timezone.localdate(at))[0], at=at)
    scores = dict.fromkeys(Factor.values, 2)
    scan = fill_scan(institution=work.institution, member=member, scores=scores, note="Samen gedaan.", at=at)
    samples = {
        "work": work.key,
        "scan": scan.key,
        "own_school": work.institution.slug,
        "page": story.pk,
        "insight": insight.pk,
        "contribution": draft.key,
        "token": re.search(r"/meelezen/([^/\s]+)/", mail.text)[1],
        "own_reaction": own.key,
        "reaction": reaction.key,
        "item": item.key,
        "dossier": dossier.key,
        "shared": shared.rstrip("/").rsplit("/", 1)[-1],
        "person": other.key,
        "school": story.institution.slug,
        "evidence": Evidence.objects.order_by("pk")[0].pk,
    }
    sys.stdout.write(json.dumps(samples))

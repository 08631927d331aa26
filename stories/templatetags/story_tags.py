"""What the templates of texts can't say themselves: its picture, and cards of what it names."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from network.members.bylines import PersonCard, cards_for
from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.audiences.rules import Viewer
from stories.insights.models import InsightPage
from stories.insights.words import InsightCard, insight_card
from stories.texts.bodies import body_of
from stories.texts.models import TextPage

register = template.Library()


@register.simple_tag(takes_context=True)
def text_body(context, page: TextPage, field: str = "body") -> SafeString:
    """Render the blocks of a text."""
    return body_of(page, field, _viewer(context))


@register.simple_tag(takes_context=True)
def insight_for(context, page) -> InsightCard | None:
    """Give the card of a chosen insight; nothing when the reader may not see it."""
    viewer = _viewer(context)
    found = InsightPage.objects.visible_to(viewer).with_standing().filter(pk=page.pk).first() if page else None
    return insight_card(found) if found else None


@register.simple_tag(takes_context=True)
def person_for(context, key: str) -> PersonCard | None:
    """Give the card of a chosen member; nothing when the reader may not see that member."""
    members = Member.objects.filter(key=key).with_byline()
    cards = cards_for(_viewer(context), members, on=timezone.localdate())
    return cards[0] if cards else None


def _viewer(context) -> Viewer:
    if "viewer" in context:
        return context["viewer"]
    request = context.get("request")
    return viewer_of(request) if request else Viewer.anonymous()

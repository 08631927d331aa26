"""What the templates of meetups can't say themselves: where a material is."""

from django import template

from events.meetup_pages.models import MeetupMaterial
from portal.shared.media.access import is_open

register = template.Library()


@register.simple_tag
def material_address(material: MeetupMaterial) -> str:
    """Give where to get a material: its file, unless that stands in a closed collection, or else its address."""
    document = material.document
    if document is not None and is_open(document):
        return document.url
    return material.address

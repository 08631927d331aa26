"""Addresses of applications, under /mijn/uitwisseling/aanvragen/."""

from django.urls import path

from events.applications.views import asking, conversation, deciding

app_name = "applications"

urlpatterns = [
    path("mijn/uitwisseling/aanvragen/", conversation.own, name="own"),
    path("mijn/uitwisseling/aanvragen/plek/<slug:offer>/", asking.ask, name="ask"),
    path("mijn/uitwisseling/aanvragen/plek/<slug:offer>/seintje/", asking.watch, name="watch"),
    path("mijn/uitwisseling/aanvragen/wens/<slug:wish>/", asking.invite_guest, name="invite"),
    path("mijn/uitwisseling/aanvragen/<slug:key>/", conversation.detail, name="detail"),
    path("mijn/uitwisseling/aanvragen/<slug:key>/ja/", deciding.accept, name="accept"),
    path("mijn/uitwisseling/aanvragen/<slug:key>/nee/", deciding.decline, name="decline"),
    path("mijn/uitwisseling/aanvragen/<slug:key>/intrekken/", deciding.withdraw, name="withdraw"),
    path("mijn/uitwisseling/aanvragen/<slug:key>/terugdraaien/", deciding.undo, name="undo"),
    path("mijn/uitwisseling/aanvragen/<slug:key>/melden/<slug:message>/", conversation.report, name="report"),
]

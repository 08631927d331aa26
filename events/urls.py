"""Addresses of events, mounted before Wagtail's pages."""

from django.urls import include, path

urlpatterns = [
    path("agenda/plannen/", include("events.meetups.urls")),
    path("agenda/plannen/", include("events.desk.urls")),
    path("agenda/voorstellen/", include("events.proposals.urls")),
    path("", include("events.applications.urls")),
    path("", include("events.check_in.urls")),
    path("", include("events.cohorts.urls")),
    path("scholen/", include("events.followed_calendars.urls")),
    path("", include("events.registrations.urls")),
    path("", include("events.harvest.urls")),
    path("", include("events.placements.urls")),
    path("", include("events.offers.urls")),
    path("", include("events.pocket.urls")),
    path("", include("events.feeds.urls")),
    path("", include("events.reflections.urls")),
]

"""Addresses of feeds."""

from django.urls import path

from events.feeds import import_views, views

app_name = "feeds"

urlpatterns = [
    path("agenda/feed.ics", views.agenda_feed, name="agenda"),
    path("agenda/abonneren/", views.subscribe, name="subscribe"),
    path("agenda/inlezen/", import_views.start_from_calendar, name="import"),
    path("agenda/<slug:slug>/agenda.ics", views.meetup_feed, name="meetup"),
    path("agenda/<slug:slug>/<slug:key>.ics", views.single_date, name="date"),
    path("mijn/agenda/", views.own_feed, name="own"),
    path("mijn/agenda/<str:token>.ics", views.personal_feed, name="personal"),
]

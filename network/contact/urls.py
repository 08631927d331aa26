"""Addresses of messages, connections, and the conversation leaders' desk for messages."""

from django.urls import path

from network.contact import connection_views, desk, views

app_name = "contact"

urlpatterns = [
    path("netwerk/<slug:key>/bericht/", views.write, name="write"),
    path("netwerk/<slug:key>/blokkeren/", views.block, name="block"),
    path("netwerk/<slug:key>/verbinden/", connection_views.ask, name="connect"),
    path("mijn/berichten/", views.inbox, name="inbox"),
    path("mijn/berichten/<slug:key>/", views.thread, name="thread"),
    path("mijn/berichten/<slug:key>/gelezen/", views.read, name="read"),
    path("mijn/berichten/<slug:key>/melden/", views.report, name="report"),
    path("mijn/contacten/", connection_views.people, name="people"),
    path("mijn/contacten/<slug:key>/", connection_views.answer, name="answer"),
    path("mijn/meldingen/", desk.waiting_reports, name="desk"),
    path("mijn/meldingen/<slug:key>/", desk.decide, name="desk_detail"),
]

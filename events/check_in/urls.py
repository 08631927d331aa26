"""Addresses of the day itself: for organisers at the door, and for oneself."""

from django.urls import path

from events.check_in.views import desk, own, printing

app_name = "check_in"

_DATE = "agenda/plannen/<slug:key>/datum/<slug:occurrence>"

urlpatterns = [
    path(f"{_DATE}/inchecken/", desk.desk, name="desk"),
    path(f"{_DATE}/inchecken/stand/", desk.stand, name="stand"),
    path(f"{_DATE}/inchecken/erbij/", desk.walking_in, name="walk_in"),
    path(f"{_DATE}/presentielijst/", printing.sheet, name="sheet"),
    path(f"{_DATE}/badges/", printing.badges, name="badges"),
    path("agenda/inchecken/<str:code>/", desk.scan, name="scan"),
    path("agenda/aanmelding/<str:token>/kaartje/", own.GuestTicket.as_view(), name="guest_ticket"),
    path("agenda/bewijs/<str:token>/", own.GuestCertificate.as_view(), name="guest_certificate"),
    path("mijn/aanmeldingen/<slug:key>/kaartje/", own.ticket, name="ticket"),
    path("mijn/aanmeldingen/<slug:key>/bewijs/", own.certificate, name="certificate"),
]

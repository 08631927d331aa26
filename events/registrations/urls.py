"""Addresses of signing up, and of one's own registrations."""

from django.urls import path

from events.registrations.views import asking, booking, guests, own, signing_up

app_name = "registrations"

urlpatterns = [
    path("agenda/plannen/<slug:key>/vragen/", asking.questions, name="questions"),
    path("agenda/aanmelding/<str:token>/", guests.GuestPage.as_view(), name="guest"),
    path("agenda/<slug:slug>/aanmelden/<slug:occurrence>/", signing_up.sign_up, name="sign_up"),
    path("agenda/<slug:slug>/aanmelden/", booking.sign_up, name="sign_up_series"),
    path("mijn/aanmeldingen/reeks/<slug:key>/", booking.mine, name="booking"),
    path("mijn/aanmeldingen/reeks/<slug:key>/afmelden/", booking.leave, name="leave_booking"),
    path("mijn/aanmeldingen/reeks/<slug:key>/antwoord/", booking.answer, name="answer_booking"),
    path("mijn/aanmeldingen/reeks/<slug:key>/anders/", booking.switch, name="switch_booking"),
    path("mijn/aanmeldingen/reeks/<slug:key>/wijzigen/", booking.change, name="change_booking"),
    path("mijn/aanmeldingen/<slug:key>/", own.mine, name="mine"),
    path("mijn/aanmeldingen/<slug:key>/afmelden/", own.leave, name="leave"),
    path("mijn/aanmeldingen/<slug:key>/toch/", own.take_back, name="take_back"),
    path("mijn/aanmeldingen/<slug:key>/antwoord/", own.answer, name="answer"),
    path("mijn/aanmeldingen/<slug:key>/anders/", own.switch, name="switch"),
    path("mijn/aanmeldingen/<slug:key>/wijzigen/", own.change, name="change"),
]

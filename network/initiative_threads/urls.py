"""Addresses of the conversations of joint actions."""

from django.urls import path

from network.initiative_threads.views import talking

app_name = "initiative_threads"

urlpatterns = [
    path("<slug:key>/gesprek/", talking.thread, name="thread"),
    path("<slug:key>/gesprek/<slug:message>/melden/", talking.report, name="report"),
    path("<slug:key>/gesprek/<slug:message>/weghalen/", talking.remove, name="remove"),
]

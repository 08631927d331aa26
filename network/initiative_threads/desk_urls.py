"""Addresses of the conversation leaders' desk for joint actions, under /mijn/."""

from django.urls import path

from network.initiative_threads.views import desk

app_name = "initiative_conversations"

urlpatterns = [
    path("", desk.waiting, name="list"),
    path("bij/<slug:key>/", desk.close, name="close"),
    path("<slug:key>/", desk.decide, name="detail"),
]

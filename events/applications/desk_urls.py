"""Addresses of the conversation leaders' desk for messages in applications, under /mijn/."""

from django.urls import path

from events.applications.views import desk

app_name = "application_conversations"

urlpatterns = [
    path("", desk.waiting, name="list"),
    path("<slug:key>/", desk.judge, name="detail"),
]

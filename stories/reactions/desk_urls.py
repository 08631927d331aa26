"""Addresses of the conversation leaders' desk, under /mijn/."""

from django.urls import path

from stories.reactions import desk

app_name = "conversations"

urlpatterns = [
    path("", desk.waiting_reports, name="list"),
    path("bij/<int:page_id>/", desk.thread, name="thread"),
    path("<slug:key>/", desk.decide, name="detail"),
]

"""Addresses of the conversation leaders' desk for questions, under /mijn/."""

from django.urls import path

from network.questions import desk

app_name = "question_desk"

urlpatterns = [
    path("", desk.waiting_reports, name="list"),
    path("<slug:key>/", desk.decide, name="detail"),
]

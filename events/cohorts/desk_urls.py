"""Addresses of the conversation leaders' desk for notes of fixed groups, under /mijn/."""

from django.urls import path

from events.cohorts.views import desk

app_name = "cohort_conversations"

urlpatterns = [
    path("", desk.waiting, name="list"),
    path("<slug:key>/", desk.decide, name="detail"),
]

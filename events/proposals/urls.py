"""Addresses of proposals."""

from django.urls import path

from events.proposals import views

app_name = "proposals"

urlpatterns = [
    path("", views.propose, name="propose"),
    path("<slug:key>/", views.detail, name="detail"),
]

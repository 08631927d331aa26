"""Addresses of a member's sessions; they stand before allauth's own page of that address."""

from django.urls import path

from network.sessions import views

app_name = "sessions"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:pk>/end/", views.end, name="end"),
]

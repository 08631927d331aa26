"""Addresses of the choices about messages on devices."""

from django.urls import path

from network.push import views

app_name = "push"

urlpatterns = [
    path("mijn/mail/apparaten/", views.choices, name="choices"),
    path("mijn/mail/apparaten/<slug:key>/weg/", views.forget, name="forget"),
]

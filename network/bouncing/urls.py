"""Addresses about mail that comes back."""

from django.urls import path

from network.bouncing import views

app_name = "bouncing"

urlpatterns = [
    path("mijn/mailadres/", views.check, name="check"),
    path("mail-kwam-aan/<str:token>/", views.ArrivedView.as_view(), name="arrived"),
]

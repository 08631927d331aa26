"""Addresses of the coordinator of a school."""

from django.urls import path

from network.coordination import views

app_name = "coordination"

urlpatterns = [
    path("mijn/school/", views.claims, name="claims"),
    path("mijn/school/<slug:slug>/<slug:key>/bevestigen/", views.confirm, name="confirm"),
]

"""Addresses of the calendars of one school, for its coordinators."""

from django.urls import path

from events.followed_calendars import views

app_name = "followed_calendars"

urlpatterns = [
    path("<slug:slug>/coordinatie/agenda/", views.of_school, name="of_school"),
    path("<slug:slug>/coordinatie/agenda/<slug:key>/stoppen/", views.stop, name="stop"),
]

"""Addresses of pilot reports beside their page."""

from django.urls import path

from stories.pilots.views import pilot_file

app_name = "pilots"

urlpatterns = [path("<slug:slug>/pdf/", pilot_file, name="pdf")]

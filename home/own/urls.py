"""Addresses of the own page and the first five minutes."""

from django.urls import path

from home.own import start_views, views

urlpatterns = [
    path("", views.own_page, name="own_page"),
    path("begin/", start_views.start, name="own_start"),
    path("begin/<slug:step>/", start_views.step, name="own_step"),
]

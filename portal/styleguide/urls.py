"""Addresses of the style guide."""

from django.urls import path

from portal.styleguide import views

app_name = "styleguide"
urlpatterns = [
    path("", views.index, name="index"),
    path("paginas/<slug:name>/", views.sample_page, name="page"),
]

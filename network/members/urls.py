"""Addresses of people, and of one's own profile."""

from django.urls import path

from network.members import views

app_name = "members"

urlpatterns = [
    path("netwerk/<slug:key>/", views.member_detail, name="detail"),
    path("netwerk/portret/<slug:key>/", views.member_portrait, name="portrait"),
    path("taal/", views.interface_language, name="language"),
    path("mijn/profiel/", views.edit_profile, name="edit_profile"),
    path("mijn/profiel/bekijk/<slug:as_whom>/", views.preview_profile, name="preview_profile"),
]

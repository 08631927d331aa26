"""Addresses of people, and of one's own profile."""

from django.urls import path

from network.members import views, workplaces

app_name = "members"

urlpatterns = [
    path("netwerk/<slug:key>/", views.member_detail, name="detail"),
    path("netwerk/portret/<slug:key>/", views.member_portrait, name="portrait"),
    path("taal/", views.interface_language, name="language"),
    path("mijn/werk/", workplaces.workplaces, name="workplaces"),
    path("mijn/werk/<slug:key>/", workplaces.change_workplace, name="change_workplace"),
    path("mijn/werk/<slug:key>/stop/", workplaces.end_workplace, name="end_workplace"),
    path("mijn/werk/<slug:key>/verhuis/", workplaces.move_workplace, name="move_workplace"),
    path("mijn/werk/<slug:key>/weg/", workplaces.forget_workplace, name="forget_workplace"),
    path("mijn/profiel/", views.edit_profile, name="edit_profile"),
    path("mijn/profiel/bekijk/<slug:as_whom>/", views.preview_profile, name="preview_profile"),
]

"""The address of what a member has in the pocket."""

from django.urls import path

from events.pocket import views

app_name = "pocket"

urlpatterns = [path("mijn/op-zak/", views.pocket, name="pocket")]

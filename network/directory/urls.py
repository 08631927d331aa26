"""The address of the list of members."""

from django.urls import path

from network.directory import views

app_name = "directory"

urlpatterns = [path("", views.directory, name="list")]

from django.urls import path

from search.results import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggesties/", views.suggest, name="suggestions"),
]

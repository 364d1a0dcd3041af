"""Addresses of screening."""

from django.urls import path

from . import views

urlpatterns = [
    path("clients/<slug:number>/screening/", views.screening, name="screening"),
    path("clients/<slug:number>/screening/check/", views.screening_check, name="screening-check"),
    path("clients/<slug:number>/screening/throw-away/", views.screening_throw_away, name="screening-throw-away"),
    path("clients/<slug:number>/screening/<slug:item>/", views.screening_question, name="screening-question"),
    path("screenings/<str:key>/", views.screening_result, name="screening-result"),
]

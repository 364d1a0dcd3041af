"""Addresses of slips."""

from django.urls import path

from . import views

urlpatterns = [
    path("slip/", views.slip, name="slip"),
    path("slips/", views.slips, name="slips"),
    path("slips/shown/", views.slip_shown, name="slip-shown"),
    path("slips/<slug:batch>/lost/", views.slips_lost, name="slips-lost"),
]

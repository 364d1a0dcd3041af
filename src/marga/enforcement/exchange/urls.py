"""Addresses of this part, for programs."""

from django.urls import path

from . import views

urlpatterns = [path("cube/<str:secret>/<str:name>", views.cube, name="cube")]

"""The address of the cube, for the authority's program."""

from django.urls import path

from . import views

urlpatterns = [path("cube/<str:secret>/<str:name>", views.cube, name="cube")]

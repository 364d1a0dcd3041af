"""Addresses of this part."""

from django.urls import path

from marga.enforcement import addresses

from . import views

_ = addresses  # knows how numbers and keys stand in an address
urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<case:number>/", views.case, name="case"),
]

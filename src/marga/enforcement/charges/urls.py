"""Addresses of this part."""

from django.urls import path

from marga.enforcement import addresses

from . import views

_ = addresses  # knows how numbers and keys stand in an address
urlpatterns = [
    path("charges/waiting/", views.waiting, name="charges-waiting"),
    path("charges/<party:party>/further/", views.further, name="charge-add"),
    path("charges/<party:party>/<int:line>/", views.change, name="charge-change"),
    path("charges/<party:party>/<int:line>/agree/", views.agree, name="charge-agree"),
    path("charges/<party:party>/<int:line>/decline/", views.decline, name="charge-decline"),
]

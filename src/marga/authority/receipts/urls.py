"""Addresses of the check of receipts."""

from django.urls import path

from marga.authority.receipts import views

urlpatterns = [
    path("receipts/", views.receipt_check, name="receipt-check"),
    path("desk/evidence/<int:number>/", views.evidence, name="receipt-evidence"),
]

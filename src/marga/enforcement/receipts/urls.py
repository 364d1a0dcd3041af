"""Addresses of receipts. The key of a person in a case has strokes in it."""

from django.urls import path

from . import views

urlpatterns = [
    path("receipts/<path:key>/give/", views.give, name="receipt-give"),
    path("receipts/<path:key>/paper.pdf", views.receipt_paper, name="receipt-paper"),
    path("receipts/<path:key>/", views.receipt, name="receipt"),
]

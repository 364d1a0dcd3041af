"""Addresses of booking, of the list of cases, and of each case."""

from django.urls import path

from marga.enforcement import addresses

from . import views
from .afterwards import views as afterwards
from .booking import views as booking

_ = addresses  # knows how numbers and keys stand in an address
BOOK = "book/<uuid:draft>"
urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<case:number>/", views.case, name="case"),
    path("cases/<case:number>/exhibit/", afterwards.exhibit, name="exhibit-add"),
    path("cases/<case:number>/added/<slug:part>/", afterwards.done, name="added"),
    path("people/<party:party>/property/", afterwards.things, name="property-add"),
    path("people/<party:party>/property/<int:number>/", views.give_back, name="give-back"),
    path("book/", booking.begin, name="book"),
    path(f"{BOOK}/", booking.go_on, name="book-on"),
    path(f"{BOOK}/event/", booking.step, {"step": "event"}, name="book-event"),
    path(f"{BOOK}/people/", booking.of_list, {"step": "person"}, name="book-people"),
    path(f"{BOOK}/people/<int:number>/", booking.step, {"step": "person"}, name="book-person"),
    path(f"{BOOK}/people/<int:number>/take-out/", booking.take_out, {"step": "person"}, name="book-person-out"),
    path(f"{BOOK}/charge/<int:number>/", booking.step, {"step": "charge"}, name="book-charge"),
    path(f"{BOOK}/exhibits/", booking.of_list, {"step": "exhibit"}, name="book-exhibits"),
    path(f"{BOOK}/exhibits/<int:number>/", booking.step, {"step": "exhibit"}, name="book-exhibit"),
    path(f"{BOOK}/exhibits/<int:number>/take-out/", booking.take_out, {"step": "exhibit"}, name="book-exhibit-out"),
    path(f"{BOOK}/rights/<int:number>/", booking.step, {"step": "rights"}, name="book-rights"),
    path(f"{BOOK}/check/", booking.check, name="book-check"),
    path(f"{BOOK}/done/", booking.done, name="book-done"),
    path(f"{BOOK}/throw-away/", booking.throw_away, name="book-throw-away"),
]

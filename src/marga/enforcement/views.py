"""The first page of the enforcement side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What waits for whoever signed in."""
    return render(request, "enforcement/front.html")

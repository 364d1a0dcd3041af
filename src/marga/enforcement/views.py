"""The first page of the enforcement side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marga.site.roles import first_page


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What waits for whoever signed in, or the page where the work of their role begins."""
    first = first_page(request.user)
    return render(request, "enforcement/front.html") if first == "front" else redirect(first)

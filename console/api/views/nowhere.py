"""Addresses under the API that lead nowhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

from console.api import problems


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """A 404 as a problem, or, where only the slash at the end is missing, the way to the address
    (308 keeps the method and the body)."""
    if not request.path.endswith("/") and _exists(request.path + "/"):
        query = request.META.get("QUERY_STRING", "")
        location = request.path + "/" + (f"?{query}" if query else "")
        return HttpResponse(status=308, headers={"Location": location})
    return problems.respond(
        404, "not_found", "There is nothing at this address.", "Look into /api/v1/schema/."
    )


def _exists(path: str) -> bool:
    try:
        return resolve(path).func is not nowhere
    except Http404:
        return False

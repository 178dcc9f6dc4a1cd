"""What only the organisation's own pages may read and change."""

from __future__ import annotations

from flask import Blueprint
from flask import request

bp = Blueprint("internal", __name__)


@bp.get("/orders")
def list_orders() -> list[dict[str, object]]:
    """Send the orders."""
    return [{"id": 7, "state": "new"}]


@bp.patch("/orders/<int:number>")
def change_order(number: int) -> dict[str, object]:
    """Accept a new state for an order."""
    return {"id": number, "state": request.get_json()["state"]}

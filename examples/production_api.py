r"""Production API: two pages on two origins, every option spelled out.

The shop and its back office may call the API; no other page may. Both may read ``X-Total-Count``,
which a browser hides from pages unless the API exposes it. For an hour after the first preflight
the browser sends the next request to the same URL straight away.

Run it::

    flask --app examples/production_api run

then ask what the browser would ask before a page deletes a product::

    curl -i -X OPTIONS http://127.0.0.1:5000/products/1 \
         -H "Origin: https://admin.example.com" \
         -H "Access-Control-Request-Method: DELETE" \
         -H "Access-Control-Request-Headers: authorization"
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask import Response
from flask import jsonify
from flask import request

from flask_cors import CORS

PRODUCTS = [{"id": number, "name": f"Product {number}"} for number in range(1, 43)]
PAGE_SIZE = 10

app = Flask(__name__)
CORS(
    app,
    origins=["https://app.example.com", "https://admin.example.com"],
    methods=["GET", "POST", "PUT", "DELETE"],
    allow_headers=["Authorization", "Content-Type"],
    expose_headers=["X-Total-Count"],
    max_age=timedelta(hours=1),
)


@app.get("/products")
def list_products() -> Response:
    """Send the first products, and say how many there are."""
    response = jsonify(PRODUCTS[:PAGE_SIZE])
    response.headers["X-Total-Count"] = str(len(PRODUCTS))
    return response


@app.post("/products")
def create_product() -> tuple[dict[str, object], int]:
    """Accept a product (and forget it: this is an example)."""
    return {"id": len(PRODUCTS) + 1, "name": request.get_json()["name"]}, 201


@app.put("/products/<int:number>")
def replace_product(number: int) -> dict[str, object]:
    """Accept a product in place of another."""
    return {"id": number, "name": request.get_json()["name"]}


@app.delete("/products/<int:number>")
def delete_product(number: int) -> dict[str, int]:
    """Accept that a product goes."""
    return {"deleted": number}

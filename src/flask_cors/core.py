"""The header names that programs written for earlier releases import from here.

Nothing in the package uses this module; its helper functions are gone.
"""

from __future__ import annotations

from .options.layers import DEFAULTS
from .protocol import fields

ACL_ORIGIN = fields.ALLOW_ORIGIN
ACL_METHODS = fields.ALLOW_METHODS
ACL_ALLOW_HEADERS = fields.ALLOW_HEADERS
ACL_EXPOSE_HEADERS = fields.EXPOSE_HEADERS
ACL_CREDENTIALS = fields.ALLOW_CREDENTIALS
ACL_MAX_AGE = fields.MAX_AGE
ACL_RESPONSE_PRIVATE_NETWORK = fields.ALLOW_PRIVATE_NETWORK
ACL_REQUEST_METHOD = fields.REQUEST_METHOD
ACL_REQUEST_HEADERS = fields.REQUEST_HEADERS
ACL_REQUEST_HEADER_PRIVATE_NETWORK = fields.REQUEST_PRIVATE_NETWORK

ALL_METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
CONFIG_OPTIONS = [
    f"CORS_{name.upper()}"
    for name in (*DEFAULTS, "resources")
    if not name.startswith("dangerously_")
]

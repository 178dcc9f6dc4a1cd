"""A certificate for the names of a test, by an authority that nobody knows yet."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import ssl

from .requirements import lacking


@dataclasses.dataclass(frozen=True)
class Certificate:
    """What a server needs to speak https, and what a browser needs to believe it.

    Chromium is told to accept one public key: told to accept any certificate, it would not cache.
    Other browsers import the authority's certificate (`authority`, base64 of DER).
    """

    context: ssl.SSLContext
    public_key_hash: str
    authority: str


def make_certificate(*names: str) -> Certificate:
    """Make a certificate for host names and addresses."""
    try:
        import trustme
        from cryptography import x509
        from cryptography.hazmat.primitives import serialization
    except ModuleNotFoundError:
        lacking("the Python package trustme is not installed", remedy="Install it.")
    authority = trustme.CA()
    certificate = authority.issue_cert(*names)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    leaf = x509.load_pem_x509_certificate(certificate.cert_chain_pems[0].bytes())
    public_key = leaf.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Certificate(
        context=context,
        public_key_hash=base64.b64encode(hashlib.sha256(public_key).digest()).decode(),
        authority=base64.b64encode(
            ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode())
        ).decode(),
    )

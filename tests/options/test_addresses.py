"""Regexes of addresses with credentials: nobody registers an address."""

from __future__ import annotations

import warnings

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError


def test_addresses_of_a_private_network_may_be_left_open() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        CORS(Flask("tests"), origins=r"https://10\.0\.0\.\d+", supports_credentials=True)


def test_any_address_may_not() -> None:
    with pytest.raises(PolicyError, match=r"It lets in https://8\.8\.8\.8 too"):
        CORS(Flask("tests"), origins=r"https://\d+\.\d+\.\d+\.\d+", supports_credentials=True)

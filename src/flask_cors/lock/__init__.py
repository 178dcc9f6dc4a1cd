"""The lock: the policy of every route, written down, and what has changed since."""

from __future__ import annotations

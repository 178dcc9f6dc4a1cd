"""The code that the page shows is the code that runs, with the page's origin filled in."""

from __future__ import annotations

from demo import source


def one(page_origin: str) -> list[str]:
    app = ["line"]
    app.append(page_origin)  # type: ignore[misc, unused-ignore]

    return app


def two() -> None:
    """A first line.

    And more, for readers of the source only.
    """
    print("two")  # noqa: T201


def test_a_body_without_what_only_the_demo_needs() -> None:
    assert source.shown([one], {"page_origin": "http://localhost:1"}) == (
        'app = ["line"]\napp.append("http://localhost:1")'
    )


def test_several_bodies_are_told_apart_by_their_docstrings() -> None:
    shown = source.shown([one, two], {"page_origin": "http://localhost:1"})

    assert '\n\n# A first line.\nprint("two")' in shown
    assert "readers" not in shown

"""How Sphinx builds these pages: ``make docs``, with every warning an error."""

from __future__ import annotations

from pallets_sphinx_themes import get_version

project = "Flask-CORS"
author = "Flask-CORS contributors"
copyright = f"2026 {author}"
release, version = get_version("Flask-CORS")

extensions = ["pallets_sphinx_themes", "sphinx.ext.autodoc"]
default_role = "code"
smartquotes = False  # messages of browsers are searched for as they are
exclude_patterns = ["_build", "performance-figures.rst", "browsers-figures.rst"]
html_theme = "flask"
html_title = f"Flask-CORS {version}"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_show_sourcelink = False
html_sidebars = {
    "index": ["localtoc.html", "searchbox.html"],
    "**": ["localtoc.html", "relations.html", "searchbox.html"],
}

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_preserve_defaults = True

# Names of other packages, and of types that say nothing to a reader. They stay plain text, so that
# the pages can be built without a network.
nitpick_ignore_regex = [
    (
        "py:class",
        r"Flask|Blueprint|Field|Part|Resources|Target|timedelta|cabc\..*|flask_cors\.decorator\.View",
    ),
    ("py:.*", r"(builtins|collections|datetime|os|re|typing)\..*"),
    ("py:.*", r"(blinker|flask|werkzeug|wsgiref)\..*"),
]

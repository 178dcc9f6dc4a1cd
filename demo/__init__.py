"""The demo: a page on one origin, Flask APIs on another, and what the browser makes of it.

``python -m demo`` starts both on free ports of 127.0.0.1 and prints their URLs, and that of a React
page that Vite builds and serves meanwhile (without Node, a plain page stands there);
``python -m demo --check`` lets a headless browser open the page once and prints its verdicts.

``programs/`` holds what is shown: each module is one Flask program and the exchanges tried on it.
Everything else serves it (``api``, ``page``, ``servers``), brings up the React page (``react``,
``plain``, ``node``, ``commands``), watches (``wire``, ``raw``, ``startup``) or reports
(``static/``, ``browser``, ``react_check``, ``report``).
"""

"""A small web on loopback, and a browser that believes in it.

``servers`` puts WSGI apps at origins such as https://app.example.com, ``certificates`` makes https
believable, ``wire`` notes what went over the wire, ``chromium`` finds and starts the browser,
``page`` lets a page make requests and says what the page saw, ``programs`` loads the examples as
``flask --app`` does, ``vite`` builds and serves the React page. Nothing here knows anything of
``flask_cors``.
"""

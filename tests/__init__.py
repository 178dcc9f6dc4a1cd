"""The tests of Flask-CORS; the folders mirror ``src/flask_cors``."""

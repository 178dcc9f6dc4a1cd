"""How fast Flask-CORS is: beside Flask alone, code written by hand, and Flask-CORS 6.

``make bench`` runs it all; ``python -m benchmarks --help`` says what else there is.
"""

"""Finding the request that a browser's message is about, and playing it through.

`console_reader` reads the message: `console_cutting` tells it from others that were copied with
it, `console_sayings` and `console_meanings` have the words of the browsers. `reproducing` tries
requests that `guessing` thinks likely, until the browser would say the same: `playing` plays each
against the app, or against a `rehearsing` one whose views do not run. `transcripts` tells what
came of it.
"""

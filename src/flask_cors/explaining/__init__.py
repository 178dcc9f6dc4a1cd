"""Finding the request that a browser's message is about, and playing it through.

`console_reader` reads the message: `console_cutting` tells it from others that were copied with
it, `console_sayings`, `console_meanings` and `console_page_meanings` have the words of the
browsers, and each `meaning`. With what a person knows besides, a message is one of the `cases`.
`reproducing` tries requests that `guessing` thinks likely for it, until the browser would say the
same: `playing` plays each against the app, or against a `rehearsing` one whose views do not run.
`remarks` tells what was only guessed.
"""

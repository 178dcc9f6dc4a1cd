"""What was decided, as data and as sentences: why, and what to write instead.

`describe` has the words for decisions and policies, `needs` what a policy lacks for a request that
a page makes (`page_requests`), `page_mistakes` what only the page can mend, `source_advice` what
sources of origins would have to say, and `remedies` what to write so that nothing is lacking.
"""

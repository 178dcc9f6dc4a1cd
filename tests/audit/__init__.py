"""The audit: what is wrong with an app, in the words of its rules."""

"""Why a page cannot read an answer, from what the page asked for and what it got."""

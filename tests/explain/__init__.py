"""Why a page was kept from a response, and what to change."""

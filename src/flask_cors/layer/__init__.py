"""The layer around the app: every request enters here, and every response leaves here."""

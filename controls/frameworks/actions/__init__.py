"""Publishing and correcting frameworks and their editions."""

"""Forms of laws, standards and controls."""

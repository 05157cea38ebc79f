"""Documents: shown as a page, printed as tagged PDF, sealed."""

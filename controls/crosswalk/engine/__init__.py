"""What follows from mappings; pure."""

"""What an installation starts with, and taking its sample out of sight."""

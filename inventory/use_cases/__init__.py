"""The register of AI use cases, with their intended uses."""

"""The register: AI use cases and what they rest on."""

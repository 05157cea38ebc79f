"""A second assessment, of suppliers: what one costs beside its questionnaire."""

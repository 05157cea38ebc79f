"""What people do with questionnaires, and with assessments of any kind."""

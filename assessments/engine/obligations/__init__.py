"""What the law asks in a situation, and how two such sets differ; pure."""

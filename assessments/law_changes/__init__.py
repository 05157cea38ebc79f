"""Changes of the law: what another edition makes of each classification, and what follows."""

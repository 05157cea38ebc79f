"""What stands around a law: guidance, standards, related law and authorities."""

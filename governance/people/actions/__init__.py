"""What can be done about units, people, appointments and tokens."""

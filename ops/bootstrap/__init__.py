"""Everything between a bare machine and a running Django; standard library only."""

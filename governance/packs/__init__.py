"""Evidence packs: what goes into one, how it is described, printed, sealed and kept."""

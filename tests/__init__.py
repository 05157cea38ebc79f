"""The tests of Countersign."""

"""Tests of reading law and standards as data."""

"""Tests of frameworks, controls and evidence."""

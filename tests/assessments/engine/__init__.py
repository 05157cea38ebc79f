"""Tests of the questionnaire engine and of the AI Act classification."""

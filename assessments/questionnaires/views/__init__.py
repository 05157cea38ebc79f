"""The pages of assessments: their questions, answers, comparison and history."""

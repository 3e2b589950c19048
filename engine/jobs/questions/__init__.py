"""Long work on yes-or-no questions: tables in and out, predicting, measuring."""

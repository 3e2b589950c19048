"""The process that holds the model: what it is asked, how it answers, how it is kept alive."""

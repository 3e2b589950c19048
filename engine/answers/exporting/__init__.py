"""What an export holds and how: settings, their names, and how they are kept."""

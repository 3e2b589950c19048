"""What the built-in encoder is put together from: image tower, text towers, what it learned."""

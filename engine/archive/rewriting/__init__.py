"""Picture files written anew as bytes: without metadata, smaller, in another format or colours."""

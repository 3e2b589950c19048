"""What the program has to say: a code with arguments inside, a sentence at the edge."""

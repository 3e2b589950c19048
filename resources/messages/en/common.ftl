# What is said by every part of the program.


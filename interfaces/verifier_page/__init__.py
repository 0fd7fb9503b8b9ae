"""The second verifier: a page in JavaScript that opens from a file and checks a bundle alone."""

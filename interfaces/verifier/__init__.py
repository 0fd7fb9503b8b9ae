"""What verifies a bundle with the standard library alone, apart from the product it came from."""

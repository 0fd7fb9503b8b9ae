"""The outside: HTTP, the command line, the documents people hold in their hands."""

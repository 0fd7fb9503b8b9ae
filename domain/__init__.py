"""What may happen: facts and rules of rectification supervision. Knows no storage and no HTTP."""

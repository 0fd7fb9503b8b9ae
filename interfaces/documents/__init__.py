"""What people hold in their hands: workbooks, tables and audit bundles. Pure building blocks."""

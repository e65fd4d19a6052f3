"""What the documents show and nobody should type: tables from the code, output of the command, pictures."""

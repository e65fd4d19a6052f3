"""Outside systems, one folder and one small contract for each."""

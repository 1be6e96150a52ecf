"""Lists and papers explain each other: what follows from papers, what is missing, what the figures say."""

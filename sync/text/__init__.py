"""What is written, and what single values of it mean: words, syllables, fonts, dates, numbers, code lists."""

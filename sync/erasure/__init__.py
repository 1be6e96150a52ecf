"""Taking one person out of everything that is kept, and knowing them again should a list still have them."""

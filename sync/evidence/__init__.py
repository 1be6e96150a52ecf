"""What can be shown afterwards: the journal examined, and one person's whole story."""

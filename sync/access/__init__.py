"""Who may do what: permissions, the roles that have them, and the account that asks."""

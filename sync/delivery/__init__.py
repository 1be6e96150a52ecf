"""Getting operations to the upstream, and what each answer means."""

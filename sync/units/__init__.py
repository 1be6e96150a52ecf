"""The organisation's units: reading them, merging what is stated of them, telling which one a text names."""

"""What makes the examples: one small file for each way in which officers really keep a list, or a register.

What a reader must find in `NAME` stands in `NAME.expected.toml`, which was written by hand and is not made here.
"""

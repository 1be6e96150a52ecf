"""Lists as streams of plain values, every row accounted for."""

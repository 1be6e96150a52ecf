"""What papers state: registers, the movements on their rows, the life that movements tell, what is due by it."""

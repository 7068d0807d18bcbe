"""What the guidelines say: the forms of rules and exercises, their strict loader, and the data itself."""

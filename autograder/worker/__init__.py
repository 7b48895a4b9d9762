"""What runs in the sandbox. It imports nothing of the kit but this folder, whose text it is sent."""

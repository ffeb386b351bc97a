"""What holds at every address of the paper, whatever app answers there."""

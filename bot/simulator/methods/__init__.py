"""The methods of the Bot API that the simulator answers, one file per family."""

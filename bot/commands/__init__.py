"""The command line's commands, one file per noun. They say what is so; the work is done in the rooms below."""

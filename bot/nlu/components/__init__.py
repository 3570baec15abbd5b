"""The parts of Rasa's pipeline that are ours: the only rooms that import rasa."""

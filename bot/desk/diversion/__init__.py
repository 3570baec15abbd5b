"""The desk's verbs on diversion cases: one worker, one case, one transaction each."""

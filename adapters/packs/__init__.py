"""The auditor's pack: a journal handed over so that whoever gets it can prove it, with nothing of ours installed."""

### The installation's key, and changing it.

event-key-rotated = Another key is in use; the one before introduced it
event-key-resealed = All that is sealed is sealed with the new key
event-state-restored = Restored from a backup
event-state-compared = Compared with the centre for the first time since it was restored

audit-fact-public-key = new public key
audit-fact-before = public key before
audit-fact-made = made
audit-fact-entries = entries

error-state-key-changed = The key was changed while this was under way; nothing more was written with the one before.
advice-state-key-changed = Run the same command again.

### The installation's key, and changing it.

event-key-rotated = Another key is in use; the one before introduced it
event-key-resealed = All that is sealed is sealed with the new key
event-state-restored = Restored from a backup
event-state-compared = Compared with the centre for the first time since it was restored

audit-fact-public-key = new public key
audit-fact-before = public key before
audit-fact-made = made
audit-fact-nothing-sent = said to have sent nothing since
audit-fact-entries = entries

error-state-key-changed = The key was changed while this was under way; nothing more was written with the one before.
advice-state-key-changed = Run the same command again.

help-key =
    Replace the key; make a recovery code.
help-key-rotate =
    Replace the installation's key by a new one; everything sealed in the database is sealed anew.

    It may be broken off at any moment: the same command goes on with it. The old key file is kept with .old at its end until you destroy it.
help-key-recovery =
    Make a recovery code: the only one that opens the backups. It is printed once.
help-key-recovery-force = Make another code in place of the one in use; backups made so far need the old one still.

progress-reseal = Sealing anew

key-resumed = Went on with a change of keys that had been broken off.
key-rotated = The key is changed: { $count } values are sealed anew, and the old key opens nothing any more.
key-unpurged = Old traces are not off the disk yet: another command reads, or the disk has no room. The next erasure or change of keys removes them.
key-destroy = The old key still lies in { $file }. It is of no use now; destroy it: shred -u { $file }
key-next = Write the fingerprint of the new signing key into the minutes, then make a new backup: yumsync backup

recovery-code = The recovery code. Write it on paper now: it is not shown again and stands nowhere on this machine.
recovery-next = Keep the paper away from this machine, in the office's safe for one. Without the code no backup opens. Next: yumsync backup FILE
recovery-ask = Recovery code (from the paper; what you type is not shown):{" "}

event-backup-made = A backup was made
event-backup-code-made = A recovery code was made

error-key-not-a-file = { $key } names no file, so the key cannot be replaced.
advice-key-not-a-file = Put the key in use into a file that only its owner may read, set { $key } = "file:NAME", and run it again.
error-key-old-exists = The old key of the last change still lies in { $file }.
advice-key-old-exists = Destroy it first (shred -u), then run it again.

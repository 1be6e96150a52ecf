### Backup and restore.

help-metavar-code = env:NAME|file:FILE

help-backup =
    Back everything up into one encrypted file.

    Data, configuration, key and saved layouts. Also while a run is under way. Each backup is restored on trial before it is called done. It needs a recovery code, once: yumsync key recovery
help-backup-out = The file to write, or a folder that is there: the file's name then has day and time.
help-backup-keep = Keep only the N newest in that folder, of those this command named.
help-backup-force = Write over a file of that name.
help-backup-verify = Make no backup: restore one that is there on trial, and remove the trial.
help-backup-code = Where the recovery code is: an environment variable or a file; without it you are asked.
help-restore =
    Restore from a backup: configuration, key, data.

    Nothing is sent to the centre after it until both were compared: yumsync reconcile --fix
help-restore-file = The backup.
help-restore-into = Restore into this folder; else into the configuration's, or the one you are in.
help-restore-force = Replace the state and the files that are there; what is replaced is laid aside, not deleted.

help-restore-nothing-sent = Nothing was sent to the centre since the backup was made, for certain (as when moving to another machine): no need to compare. The journal says so.

progress-backup = Backing up
progress-backup-check = Checking the backup
progress-restore = Restoring

backup-verified = Restored { $file } on trial, as it was backed up on { $made }
backup-made = Backed up into { $file } ({ $megabytes } MB)
backup-tried = Restored on trial, and it opens: { $people } people, { $rows } rows of data, { $entries } journal entries, all there
backup-broken = The journal in it does not fit at { $count } places, as on this machine: run yumsync audit verify
backup-removed = Removed { $count } older ones
backup-next = Copy this file elsewhere, off this machine; keep the recovery code apart from it. Try it once a year: yumsync restore FILE --into EMPTY-FOLDER

restore-done = Restored into { $folder } what was backed up on { $made }
restore-tried = It opens: { $people } people, { $rows } rows of data, all there
restore-kept = The state that was there lies in { $file }; delete it when it is of no more use.
restore-key-file = The configuration looks for the key elsewhere; this backup's key lies in { $file }: put it where the configuration says.
restore-missing = A backup does not hold { $key }: set it again before the next run.
restore-next = Compare the fingerprint above with the minutes. Then compare with the centre before anything is sent: yumsync reconcile --fix

restore-next-sync = Compare the fingerprint above with the minutes, then run: yumsync plan

error-backup-no-code = There is no recovery code yet, so nothing can be backed up (no { $file }).
advice-backup-no-code = Make one, once, and write it on paper: yumsync key recovery
error-backup-code-exists = There is a recovery code already ({ $file }).
advice-backup-code-exists = Where the paper is lost: yumsync key recovery --force, and make a new backup at once.
error-backup-code-file = { $file } is no file that yumsync key recovery made.
advice-backup-code-file = Make it anew: yumsync key recovery --force
error-backup-code-slip = The recovery code was typed wrongly: every printed code has letters to check it by, and these do not fit.
advice-backup-code-slip = Look at each group of 4 letters on the paper, and type it again.
error-backup-code-missing = The recovery code is needed, and there is no terminal to ask for it.
advice-backup-code-missing = Give it with --code env:NAME or --code file:FILE
error-backup-other-code = This backup is sealed for another recovery code.
advice-backup-other-code = Take the code made before this backup; it may have been replaced since.
error-backup-not-one = This file is no backup of yumsync.
advice-backup-not-one = Choose the file that yumsync backup made.
error-backup-newer = This backup was made by a later version of yumsync.
error-backup-program = This backup was made by a later version of yumsync ({ $revision }; this one has { $needed }).
advice-backup-program = Install the later version and run it again.
advice-backup-newer = Install the later version and run it again.
error-backup-damaged = The backup is damaged in part { $part }; nothing of it is used.
advice-backup-damaged = Take another copy of this file, or the backup before it.
error-backup-cut = The backup is cut short: its end is missing; nothing of it is used.
advice-backup-cut = Take another copy of this file, or the backup before it.
error-backup-rows = Restored on trial it lacks rows: table { $table } has { $found }, and is due { $due }.
advice-backup-rows = Make the backup again; where that is no better, look after the disk.
error-backup-keep-folder = --keep goes with a folder that is there; { $name } is none.
advice-backup-keep-folder = Make the folder, and name it.
error-restore-state-exists = There is a state already; it is not overwritten.
advice-restore-state-exists = Restore into an empty folder: --into FOLDER. To replace it all the same add --force
error-restore-file-exists = { $file } is there already and differs from the backup; it is not overwritten.
advice-restore-file-exists = Restore into an empty folder: --into FOLDER. To replace it all the same add --force
error-state-restored = This state was restored from a backup made on { $made } and not compared with the centre since, or the latest comparison still saw differences; nothing was sent.
advice-state-restored = Compare first, so that nobody is entered twice, taken back or left out: yumsync reconcile --fix. Where that was done, compare once more: yumsync reconcile

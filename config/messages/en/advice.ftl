### The next step. advice-<error code>, or advice-<family> for every error of that family.

advice-config = Mend yumsync.toml, then run: yumsync doctor
advice-config-no-file = Run “yumsync init” to make one, or name another with --config.
advice-config-unreadable = Check the path and the file's permissions.
advice-config-not-text = Save the file again as UTF-8.
advice-config-syntax = Look at that line: usually a quote or a bracket is missing.
advice-config-plain-http = Use an https:// address.
advice-config-secret-in-clear = Say where the secret is: "env:NAME" or "file:PATH"; and change the one that was exposed.
advice-config-secret-not-set = Set that variable for the account that runs yumsync (cron needs it too).
advice-config-secret-too-open = Run: chmod 600 { $file }
advice-config-key-no-file = Bring the key file back from its copy. Run “yumsync init” only where no state was ever kept.
advice-config-key-too-open = Run: chmod 600 { $file }
advice-config-key-malformed = Bring the right key file back from its copy.
advice-config-key-exists = Keep the key file there is. Without it the state is lost.
advice-config-key-unwritable = Check the folder's permissions and free space.

advice-key = Bring the right key file back from its copy.
advice-profile = Mend the profile that upstream.profile names.
advice-profile-no-file = Give upstream.profile a path from the folder of yumsync.toml, or the name of a profile that ships, such as "standin".
advice-config-headers = Install yumsync again.

advice-config-charter = Install yumsync again.

advice-policy = Mend the table [policy] of yumsync.toml.

advice-state = Run “yumsync doctor” to see more.
advice-state-locked = Close the program that has the database open, or wait and run again.
advice-state-disk-full = Make room on the disk and run again; yumsync goes on from where it stopped.
advice-state-damaged = Do not mend it by hand. Bring the database back from its copy.
advice-state-unreachable = Check state.url, the network and the database server.
advice-state-readonly = Check the permissions of the file and its folder.
advice-state-outdated = Make a copy, then run “yumsync init” in that folder to upgrade it.
advice-state-key-wrong = Bring this database's own key file back from its copy.
advice-state-missing = Run “yumsync init” in that folder.
advice-state-io = Check the disk, and make a copy while it can be read.
advice-state-url = Mend state.url in yumsync.toml.
advice-run-busy = Wait until that run is done; see “yumsync status”.
advice-run = See the runs with “yumsync runs”.
advice-run-stopped = The next run goes on from there.
advice-lease-lost = Nothing to do: the next run goes on from there.
advice-lease = Wait until that run is done; see “yumsync status”.

advice-plan = Make the plan again with “yumsync plan” and review it before you carry it out.
advice-plan-unknown = See the runs with “yumsync runs”.
advice-plan-broken-seal = Make the plan again, and find out who changed the database.
advice-rows = Nothing was sent. Send the message and the list's name to whoever looks after the program.

advice-list = Open the file in Excel, mend it, save it and run “yumsync check” again.
advice-list-no-file = Check the list's path in yumsync.toml.
advice-list-empty = Check whether it is the right file.
advice-list-not-a-workbook = Open it in Excel and choose Save As, “Excel Workbook (.xlsx)”. Another ending alone does not help.
advice-list-not-a-csv = Save it as “CSV UTF-8”, or give the file its right ending.
advice-list-not-a-file = Check the list's path in yumsync.toml.
advice-list-format = Save it as .xlsx or .csv.
advice-list-permission = Check the file's permissions.
advice-list-encrypted = Remove the password in Excel and save the file again.
advice-list-damaged = Ask for the original, or open it in Excel and save it as .xlsx.
advice-list-bomb = Do not open this file; ask whoever sent it.
advice-list-too-large = Split it into several files and use a pattern (*) in path.
advice-list-nul = Export the list again from where it was made.
advice-list-encoding = In Excel, save as “CSV UTF-8”.
advice-list-lost-letters = Export again from the original, as “CSV UTF-8” or .xlsx.
advice-list-legacy-font-mixed = Turn the whole column into Unicode (Unikey: Ctrl+Shift+F6), save, run again.
advice-list-legacy-font-unclear = Turn the whole column into Unicode (Unikey: Ctrl+Shift+F6), save, run again.
advice-list-month-first = Give the whole column as day/month/year, save, run again.
advice-list-mixed-dates = Give the whole column as day/month/year, save, run again.
advice-list-swapped-dates = Take the column again from where the list was made, as text day/month/year.
advice-list-no-header = Add a header row with usual column names.
advice-list-mark-twice = See which of the two bears the wrong name and mend its header; delete it if it is not needed.
advice-list-duplicate-column = Delete or rename one of the two columns.
advice-list-second-table = Put each table on a sheet or in a file of its own.
advice-list-group-row = Write the unit's full name (“Chi đoàn …”) on each group row, also above the first person; or add a unit column.
advice-list-no-identity-column = Add the missing column and run again.
advice-list-unknown-column = If the column is to be sent, name it as the central system's form does.
advice-list-hidden-sheet = If that sheet is the list, unhide it in Excel.
advice-list-changing = Close the file in Excel and run again.
advice-list-formula-empty = Open the file in Excel, save it and run again.
advice-list-formula-stale = Open the file in Excel, save it and run again.
advice-list-cell-error = Mend the cell in Excel, save and run again.
advice-list-far-cell = Delete the surplus rows and columns around the list in Excel, save and run again.
advice-list-link-outside = Copy the file itself into the folder, or name its real path in path.
advice-list-cut-short = Copy the file again, whole, and run again.
advice-list-unreadable = Check the file's permissions; close it if it is open elsewhere.
advice-list-database = Check the list's url, the network and the database server.
advice-list-query = Mend the list's query in yumsync.toml.
advice-list-database-kind = Use SQLite, PostgreSQL, MySQL or MariaDB, or export the list to a file.
advice-list-database-busy = Run again later; if it stays so, make the query simpler or raise query_seconds.
advice-list-database-tls = Ask who runs the server; see the list's key tls in yumsync.toml.
advice-list-database-text = Tell who runs the database, or export the list to a file.
advice-list-url-option = Take the option out of url; encryption is set by the key tls.
advice-list-query-writes = Make query one SELECT that only reads.

advice-upstream = Nothing needs to be sent by hand: the next run sends what is left.
advice-upstream-unreachable = Check the network and upstream.url; the next run sends what is left.
advice-upstream-tls = Check upstream.url and the server's certificate; do not skip the check.
advice-upstream-unauthorised = Ask for a new token and put it where upstream.token points.
advice-upstream-not-an-endpoint = Check upstream.url and upstream.profile.
advice-upstream-plain-http = Use an https:// address.
advice-upstream-answer-lost = The next run asks again with the same batch; nobody is recorded twice.
advice-upstream-refused = See the refusal's words with “yumsync run”, then mend the list.

advice-usage = See “yumsync --help”.
advice-disk-full = Make room and run again.
advice-file = Check the path and its permissions.
advice-not-built-in = Install yumsync again.
advice-unexpected = Run again with --verbose and send what it shows to whoever looks after the machine.
advice-demo = Run “yumsync demo” again; if it still fails, see what was said above.

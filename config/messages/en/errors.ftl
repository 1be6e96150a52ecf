### What went wrong. The next step after each error is in advice.ftl.

## Configuration

error-config-no-file = There is no configuration file { $file }.
error-config-unreadable = The configuration file { $file } could not be opened.
error-config-not-text = { $file } is not UTF-8 text.
error-config-syntax = { $file } has a syntax error in line { NUMBER($line, useGrouping: 0) }, column { NUMBER($column, useGrouping: 0) }.
error-config-invalid = { $file } has { $count ->
    [one] 1 problem
   *[other] { $count } problems
}. Nothing was started.
error-config-unknown-key = { $key }: there is no such key.
error-config-unknown-key-near = { $key }: there is no such key; did you mean { $nearest }?
error-config-unknown-variable = The environment variable { $key } stands for no key.
error-config-unknown-variable-near = The environment variable { $key } stands for no key; did you mean { $nearest }?
error-config-variable = The environment variable { $key } has a value that cannot be read.
error-config-missing-key = { $key }: required and not there.
error-config-wrong-type = { $key } must be { $wanted ->
    [text] a text, in quotes
    [truth] true or false
    [number] a whole number
    [figure] a number
    [table] a table [{ $key }]
    [tables] tables [[{ $key }]]
   *[other] another value
}.
error-config-wrong-choice = { $key } takes only: { $choices }.
error-config-too-small = { $key } must be { $limit } or more.
error-config-too-large = { $key } must not be more than { $limit }.
error-config-empty = { $key } is empty.
error-config-duplicate-list = { $key } is the same name as { $other }.
error-config-list-without-source = { $key }: it does not say where the list is (path, or url and query).
error-config-list-two-sources = { $key }: give path or url, not both.
error-config-query-without-url = { $key }: query goes with url, not with path.
error-config-list-database = { $key }: lists are read from SQLite, PostgreSQL, MySQL or MariaDB.
error-config-path-is-a-url = { $key }: the address of a database goes into url, not into path.
error-config-needs-url = { $key } goes with a list kept in a database (url).
error-config-not-a-url = { $key } is not the address of a database.
error-config-not-a-web-address = { $key } is not a web address (https://…).
error-config-plain-http = { $key }: personal data is not sent over http beyond this machine.
error-config-secret-in-clear = { $key }: a password or token must not be written into the configuration.
error-config-state-url = { $key }: the state is kept in a SQLite file or in PostgreSQL only.
error-config-policy-value = { $key }: a policy is a text, a number, true or false.
error-config-headers = The program's table of header words is wrong: { $reason }
error-config-charter = The program's table of the charter is wrong: { $reason }
error-policy-invalid = The table [policy] has values that must be mended. Nothing was started.
error-policy-unknown = { $key }: there is no such policy.
error-policy-value = { $key } takes only: { $allowed }.
error-config-secret-not-set = { $key }: the environment variable { $name } is not set.
error-config-secret-empty = { $key }: { $where } is empty.
error-config-secret-no-file = { $key }: there is no file { $file }.
error-config-secret-unreadable = { $key }: the file { $file } could not be read.
error-config-secret-too-open = { $key }: others on this machine can open the file { $file } (mode { $mode }).
error-config-key-no-file = { $key }: there is no key file { $file }.
error-config-key-too-open = { $key }: others on this machine can open the key file { $file } (mode { $mode }).
error-config-key-malformed = { $key }: { $where } does not hold a key made by yumsync.
error-config-key-exists = There is a key file { $file } already; it is not overwritten.
error-config-key-unwritable = The key file { $file } could not be made.
error-key-unreadable = The key has not the form of one.
error-profile-no-file = { $key }: there is no profile file { $file }.
error-profile-field-twice = { $key }: the field { $field } is named twice.
error-profile-path-without-id = { $key } must hold {"{id}"} once, where the operation's id goes.

## State and the lock

error-state-locked = The database is held by another program.
error-state-disk-full = The disk of the database is full. What was being written was undone.
error-state-damaged = The state database is damaged, or is not one of yumsync's.
error-state-unreachable = The state database could not be reached.
error-state-readonly = The state database cannot be written to.
error-state-outdated = The state database is not of this program's version.
error-state-key-wrong = This key does not open the state database.
error-state-missing = There is no state database { $url } yet.
error-state-io = The disk of the database fails to read or write.
error-state-url = state.url is not the address of SQLite or PostgreSQL.
error-state-failed = The state database reports an error ({ $reason }).
error-state-doomed = A part of the transaction failed, and the whole of it was undone.
error-run-busy = Another run is at work.
error-run-stopped = Stopped as asked, between two batches.
error-run-deadline = The time this run may send is over.
error-run-unknown = There is no run { $run }.
error-lease-held = Another run is at work on { $host } (process { NUMBER($pid, useGrouping: 0) }) and holds the lock until { $until }.
error-lease-lost = This run's time ran out and another run took over. It stops and writes nothing more.
error-lease-not-held = This run does not hold the lock and must not write.

## Plans

error-plan-moved = This plan was made from an earlier ledger; the upstream has changed since. Nothing was taken down or sent now.
error-plan-used = This plan was carried out already, or a later plan has replaced it. Nothing was taken down or sent now.
error-plan-superseded = A later plan has replaced this one. Nothing was taken down or sent now.
error-plan-closed = This plan is finished; nothing can be added.
error-plan-unknown = There is no run with this number.
error-plan-broken-seal = The plan's seal does not fit: its content was changed after it was made.
error-rows-lost = Of { $rows } rows that were read not all could be accounted for: a fault of the program. Nothing of this plan was used.
error-reading-ended = A list was not read to its end: the process that read it is gone. Nothing of this plan was used.

## Lists

error-list-no-file = No file fits { $path }.
error-list-empty = The file has no rows.
error-list-not-a-workbook = { $found ->
    [html] The file is a web page (HTML) under Excel's name, as some programs export it.
    [xml] The file is an old XML spreadsheet under Excel's name.
    [text] The file is plain text under Excel's name.
   *[other] The file is not the Excel, ODS or CSV file that its name says.
}
error-list-not-a-csv = The file is not the CSV text that its name says.
error-list-not-a-file = This path is not a regular file.
error-list-format = Files that end in “{ $suffix }” cannot be read.
error-list-permission = The file may not be opened.
error-list-encrypted = The workbook asks for a password.
error-list-damaged = The workbook is damaged, or was not copied whole.
error-list-bomb = This compressed file unpacks to a size no list has.
error-list-too-large = The file is too large.
error-list-nul = The CSV file holds NUL characters; it is not text.
error-list-quote = A quote in this CSV line is not closed, or closed in the wrong place.
error-list-extra-cells = The row has more cells than the header.
error-list-encoding = The CSV file is neither UTF-8 nor UTF-16.
error-list-lost-letters = Accented letters in the file have turned into “?”; they cannot be restored.
error-list-legacy-font-mixed = This column mixes Unicode and letters of an old font ({ $font }), for example in row { $rows }: “{ $found }” may be “{ $proposed }”. Turn the whole column into Unicode (Unikey: Ctrl+Shift+F6) and save.
error-list-legacy-font-unclear = It is not certain whether this column is in an old font ({ $font }) or Unicode: “{ $found }” or “{ $proposed }”? Turn the whole column into Unicode (Unikey: Ctrl+Shift+F6) and save.
error-list-month-first = This column gives the month before the day ({ $count } cells can only be read so); no row of the file is used. Give the whole column as day/month/year.
error-list-mixed-dates = This column mixes orders: { $count } cells give the month first, so { $doubtful } others, like 05/06/2004, cannot be told. The file is not used. Give the whole column as day/month/year.
error-list-swapped-dates = Excel seems to have swapped days and months: every date cell has a day up to 12, every text one above. The file is not used. Take the column again from where the list was made.
error-list-no-header = No header row was found (Họ và tên, Ngày sinh…).
error-list-mark-twice = Column { $first } and column { $second } bear the same name “{ $second_header }”: a mark in each may mean something else.
error-list-duplicate-column = Column { $first } and column { $second } both give the { $field }.
error-list-second-table = There is a second header row that differs from the first: two tables on one sheet.
error-list-group-row = This row looks like the name of a unit inside the list; which unit the rows below belong to is not clear.
error-list-no-identity-column = No column tells people apart: name and birth date, or member code, or national ID is needed.
error-list-unknown-column = There is a column that yumsync does not know.
error-list-hidden-sheet = The sheet is hidden and was not read.
error-list-changing = The file was being changed while it was read.
error-list-formula-empty = This cell is a formula whose result is not stored in the file.
error-list-formula-stale = This cell is a formula, and the file waits to be calculated by Excel: the stored result may be wrong.
error-list-cell-error = This cell is an error of Excel (#N/A, #REF! …), not a value.
error-list-far-cell = This cell stands so far from the list that the sheet is too large to be read.
error-list-link-outside = This file is a link that leads out of the lists' folder; it is not read.
error-list-cut-short = The last line of the CSV breaks off: the file was not copied or saved whole.
error-list-unreadable = The file could not be opened.
error-list-database = The list's database does not answer.
error-list-query = The list's query was refused by its database.
error-list-database-kind = Lists are not read from a database of the kind “{ $kind }”.
error-list-database-busy = The list's database is locked, or takes too long to answer.
error-list-database-tls = The database server does not offer TLS, or its certificate is not trusted.
error-list-database-text = Text in the list's database is not UTF-8.
error-list-url-option = The database's address has the option “{ $option }”, which is not accepted.
error-list-query-writes = The list's query does more than read. Nothing is ever written into a list's database.

## Upstream

error-upstream-unreachable = The central system ({ $host }) could not be reached. Nothing was sent.
error-upstream-tls = The central system's certificate ({ $host }) cannot be trusted. Nothing was sent.
error-upstream-unauthorised = The central system ({ $host }) does not accept this token.
error-upstream-token-malformed = The token ({ $key }) holds characters that cannot be sent, such as a space or an accent.
error-upstream-not-an-endpoint = { $host } answers, but it is not the member system.
error-upstream-failed = The central system is in trouble.
error-upstream-busy = The central system asks for slower sending.
error-upstream-plain-http = Personal data is not sent over http beyond this machine.
error-upstream-timeout = The central system did not answer in time.
error-upstream-answer-lost = Sent, and no answer came back; whether the central system took it is not known yet.
error-upstream-garbled = The central system's answer was cut off or cannot be read.
error-upstream-too-large = The central system asks for smaller batches.
error-upstream-refused = The central system refused the whole batch (HTTP { $status }, { $problem }).

## Command line and machine

error-usage-unknown-command = There is no command “{ $name }”.
error-usage-unknown-command-near = There is no command “{ $name }”; did you mean “{ $nearest }”?
error-usage-unknown-option = There is no option { $name }.
error-usage-unknown-option-near = There is no option { $name }; did you mean { $nearest }?
error-usage-missing = { $name } is missing.
error-usage-needs-value = { $name } needs a value.
error-usage-twice = { $name } may be given once only.
error-usage-wrong-choice = { $name } takes only: { $choices }.
error-usage-bad-value = { $name } does not take this value.
error-usage-too-many = There are too many arguments.
error-usage-wrong = The command line was not understood.
error-disk-full = The disk is full.
error-file-forbidden = { $file } may not be opened or written.
error-file-missing = There is no { $file }.
error-not-built-in = This installation lacks the part “{ $name }”.
error-interrupted = Stopped as asked. What was recorded stays; the next run goes on from there.
error-unexpected = Unexpected error ({ $kind }, { $where }).

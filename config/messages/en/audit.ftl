### The journal: told, examined, given a fingerprint.

help-metavar-event = EVENT
help-metavar-who = ACCOUNT
help-metavar-fingerprint = FINGERPRINT

help-audit =
    Read the journal, and check that nobody changed it.

    It tells everything that changed state: in counts and codes, nobody's name or papers.
help-audit-log = Tell the entries of the journal, the newest last.
help-audit-run = Of one run only: its number, as “yumsync runs” prints it; the first characters will do.
help-audit-since = From this day on, as in 31/12/2026.
help-audit-until = To the end of this day.
help-audit-event = Of one event only, as in hold.decided, or of a family of them, as in run.
help-audit-who = What this account did; its machine need not be named.
help-audit-limit = At most this many entries, the newest ones.
help-audit-verify =
    See whether entries were edited, removed, inserted, moved, or cut off the end.

    Reads all of it and names each place. Exit code 6 where anything does not fit.
help-audit-fingerprint = The fingerprint written into the minutes last time: see whether today's journal continues the one of that day.
help-audit-head =
    Get the journal's fingerprint as of now, and the key's, for the minutes.

    It stands for every entry up to here. Kept away from this machine, it lets nobody rewrite the journal unseen, not even whoever has the key.

audit-none = The journal has no such entry yet.
audit-in-run = [run { $run }]
audit-limited = Only the newest { $count } entries are told; for more: --limit
audit-walked = Read { $entries } entries and { $heads } signatures.
audit-whole = The journal is whole.
audit-continues = It continues the journal of that fingerprint.
audit-now = Fingerprint as of now: { $fingerprint }
audit-broken = The journal does not verify. Tell the auditor, keep the database as it is, change nothing.
audit-end = The journal goes up to entry { $number }, { $at }. Its fingerprint:
audit-signed = Signed up to entry { $number }.
audit-unsigned = Nothing is signed yet; the next run will sign.
audit-key = Fingerprint of the key to check signatures with:
audit-end-next =
    Write both fingerprints into the minutes. To check against them later:
    yumsync audit verify --since { $fingerprint }

## What does not fit

audit-flaw-edited = Entry { $first } was edited.
audit-flaw-removed = The entries from { $first } to { $last } are missing.
audit-flaw-unlinked = Entry { $first } does not follow the one before it: one of both was replaced.
audit-flaw-inserted = There is an entry with the number { $first }, before the first: the program writes none like it.
audit-flaw-rewritten = Entries between { $first } and { $last } were rewritten: the signature at entry { $last } is that of another journal.
audit-flaw-cut-off = The end was cut off: entry { $first } and what follows is gone, though entry { $last } was signed.
audit-flaw-end-changed = The end, from entry { $first } on, is not what the program wrote: entries were removed, added or rewritten, or the last signature was taken away.
audit-flaw-head-forged = The signature at entry { $first } was altered, or is not of this place.
audit-flaw-head-removed = The signature at entry { $first } is missing.
audit-flaw-other-history = Entry { $last } is not the one of that fingerprint any more: the journal up to it was rewritten.
audit-flaw-not-reached = The journal ends before entry { $last } of the fingerprint: entry { $first } and what follows is gone, or this is another journal.

error-audit-fingerprint = This fingerprint was not copied rightly.
advice-audit-fingerprint = Compare it with the minutes group by group: a number, six groups of four letters, one of two.
error-state-journal-damaged = Entry { $number } of the journal cannot be read any more.
advice-state-journal-damaged = See what is wrong with “yumsync audit verify”; keep the database as it is and tell the auditor.

## Events

event-run-started = Run started
event-run-planned = Plan made
event-run-released = Plan released, to be carried out
event-run-finished = Run finished
event-run-failed = Run failed or broke off
event-run-superseded = Plan dropped for a newer one
event-batch-sent = Batch sent
event-batch-settled = The centre answered a batch
event-batch-unknown = The answer to a batch was lost
event-batch-requeued = Batch not taken, to be sent again
event-batch-split = Batch split in two
event-operation-dead = Given up after too many tries
event-operation-decided = An officer said what became of changes without an answer
event-refusal-forgotten = People refused before may be sent again
event-hold-decided = An officer answered a question
event-hold-decision-withdrawn = An officer took an answer back
event-person-looked-up = Somebody was looked up
event-units-imported = Tree of units brought up to date
event-reconciled = The three sides were compared
event-ledger-rebased = Took what the centre shows, by reconciliation
event-lease-taken-over = Taken over from a run that had died

## What an event tells

audit-fact-kind = kind
audit-fact-lists = lists
audit-fact-list = list
audit-fact-outcome = outcome
audit-fact-operations = changes
audit-fact-superseded = dropped
audit-fact-batch = batch
audit-fact-bytes = bytes
audit-fact-people = people
audit-fact-gone = gone from the centre
audit-fact-fields = fields
audit-fact-decision = decision
audit-fact-replaces = in place of decision
audit-fact-code = question
audit-fact-answer = answer
audit-fact-person = person
audit-fact-host = machine
audit-fact-pid = process
audit-fact-units = units
audit-fact-changed = changed
audit-fact-rows = rows
audit-fact-created = new people
audit-fact-updated = people with changes
audit-fact-unchanged = unchanged rows
audit-fact-in-step = rows in step
audit-fact-cosmetic = rows typed differently
audit-fact-in-error = rows in error
audit-fact-set-aside = rows that are no people
audit-fact-repeated = repeated rows
audit-fact-still-refused = rows still refused
audit-fact-waiting = rows that wait for an earlier answer
audit-fact-in-transit = rows that wait for the centre to confirm
audit-fact-known-members = youth rows of members
audit-fact-left = rows left alone
audit-fact-missing = missing people
audit-fact-moved = movements
audit-fact-unmatched = unmatched papers
audit-fact-unread = unread files
audit-fact-held = rows that wait for a decision
audit-fact-holds = questions
audit-fact-sent = sent
audit-fact-applied = applied
audit-fact-accepted = to be confirmed
audit-fact-rejected = refused
audit-fact-unknown = unknown
audit-fact-untouched = not done by the centre
audit-fact-undecided = for an officer to settle
audit-fact-dead = given up
audit-fact-pending = still to be sent

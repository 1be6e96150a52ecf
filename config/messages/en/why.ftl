### One person's story: what the centre holds, and why.

why-title = { $name }
why-title-code = { $name }, code { $code }
why-now = The centre holds
why-now-standing = { $kind }, { $status }
why-now-since = { $kind }, { $status }, since { $when }
why-now-nothing = The centre has confirmed nothing about this person.
why-confirmed = Last confirmed
why-unit = Unit
why-left = Left the unit
why-questions = Waits for an officer
why-question = { $question }  See: yumsync holds show { $hold }
why-question-decided = { $question }  Decision { $decision } was made; the next run follows it.

why-operation-new = New record
why-operation-changed = Changed record
why-state-planned = only planned, not sent
why-state-held = held back, not sent
why-state-pending = waits to be sent
why-state-claimed = about to be sent
why-state-sent = sent, no answer yet
why-state-accepted = taken by the centre, not carried out yet
why-state-unknown = it is not known whether the centre took it
why-state-applied = the centre applied it
why-state-rejected = the centre refused it
why-state-dead = tried too often, given up
why-state-superseded = replaced by a later change

why-from = Read from
why-matched = Recognised by
why-matched-first = nobody like that was known before
why-matched-decision = decision { $decision }
why-matched-name_birth = name and birth date
why-changed = { $old } → { $new }
why-unchanged = { $value } (counts as unchanged)
why-cell = the cell says “{ $found }”: { $steps }
why-status = After that
why-paper = Paper
why-paper-fact = { $fact }: { $value }
why-behind = Asked first
why-sent = Sent
why-sent-batch = batch { $batch }, { $attempts ->
    [1] first try
   *[other] try { $attempts }
    }
why-said = The centre answered
why-said-words = “{ $words }”
why-said-note = Applied with the words
why-run = Run
why-run-line = { $run }, begun { $when }, operation { $number }
why-journal = Journal
why-journal-entry = entry { $number }: { $event }, { $when }
why-journal-run = of the whole run: { $numbers }

why-decision = Decision { $decision }: { $answer }
why-decision-ended = Decision { $decision }: { $answer } (stands no more)
why-decision-question = Question
why-decision-who = Decided by
why-decision-reason = Reason
why-decision-ended-by = Ended
why-decision-ended-when = { $when }, { $who }
why-decision-other = somebody else was chosen, or it was asked for a whole unit
why-looked = Who looked
why-look = { $when }, { $who }, journal entry { $number }

why-several = There are { $count } people like that. Choose one:
why-several-line = { $id }  { $name }, born { $birth }, { $unit }, { $status }
why-several-code = { $id }  { $name }, born { $birth }, { $unit }, { $status }, code { $code }
why-several-unsent = not confirmed by the centre
why-several-next = For example: yumsync why "…" --which { $id }
why-page-written = Wrote { $file }; only you can read the file.

error-why-nobody = Nobody was named.
advice-why-nobody = Give a central code, an ID or a name.
error-why-unknown = There is no change about anybody like that, neither sent nor waiting.
advice-why-unknown = Give the whole name, the central code or the ID. A row in error is not sent: see yumsync check
error-why-which = The id “{ $name }” does not name exactly one of them.
advice-why-which = See the ids again: run yumsync why without --which.
error-file-page-not-html = The file's name must end in .html: { $file }

help-why =
    Tell one person's whole story, and why.

    From the cell in a list through cleaning, plan and delivery to the centre's words; newest first. Each look is written to the journal.
help-why-person = Central code, ID or name. A dash reads it from standard input, so that it does not show on the command line.
help-why-which = One of several people of one name, by the id that is listed.
help-why-html = Also write a page to open in a browser or to print; only you can read the file.
help-why-force = Replace a file that stands there.
help-metavar-page = FILE.html
help-metavar-which = ID

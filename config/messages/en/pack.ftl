### The auditor's pack, and pruning.

help-metavar-pack = FILE.zip
help-audit-export =
    Make the auditor's pack: the journal with its proofs, a report, tables for Excel, and what checks them.

    Whoever gets it needs to install nothing and to trust nobody: verify.py computes everything anew, and compares it with both fingerprints in the minutes. That a pack was made is written to the journal.
help-pack-out = The zip to write; only you can read it.
help-pack-since = From this day on, such as 31/12/2026.
help-pack-until = To the end of this day.
help-pack-unit = One unit and those below it only.
help-pack-person = One person only: member code, ID or full name. A hyphen reads it from the keyboard or a pipe, so that it does not show on the command line.
help-pack-run = One run only: its number, as “yumsync runs” prints it.
help-pack-names = With people's names and officers' words, where your role permits it. Without it everybody has an alias of the pack's own.
help-pack-force = Replace a file that is there.
help-audit-prune =
    Remove old entries and keep the proof.

    The hash of each entry stays, so that the journal proves itself from its first entry on. That it was pruned is written to the journal, and cannot be undone.
help-prune-before = Remove what is older than this day, up to the last signature. Without it, what audit.keep_months of the policy says.
help-prune-pack = Write the entries that go into this pack first.
help-prune-without-pack = Make no pack: what the entries say is lost.

pack-written = Wrote { $file }: { $entries } entries, { $changes } changes, { $decisions } decisions; only you can read the file.
pack-head = Fingerprints of the pack's last entry and of the key, for the minutes:
pack-next =
    Whoever gets it checks it by:
    python3 verify.py { $file } --head { $fingerprint } --key { $key }
prune-done = Removed entries { $first } to { $last }. The proof is still whole: yumsync audit verify
prune-nothing = No entry is older than { $day }.
audit-pruned = Entries 1 to { $last } were pruned as they may be; their hashes are kept and fit.

error-audit-tampered = The journal does not fit in { $count } places: no pack was made and nothing removed.
advice-audit-tampered = See where with “yumsync audit verify”; keep the database as it is and tell the auditor.
error-file-pack-not-zip = A pack's name must end with .zip: { $file }
error-prune-no-day = Remove entries from before which day?
advice-prune-no-day = Give --before DAY, or set audit.keep_months under [policy] in yumsync.toml.
error-prune-too-late = The policy keeps the journal for { $months } months: only entries before { $day } can be removed.
advice-prune-too-late = Choose an earlier day, or change audit.keep_months.
error-prune-no-pack = What the entries say would be lost. Make a pack of them first.
advice-prune-no-pack = Add --pack FILE.zip. If nobody needs it: --without-pack
error-prune-both = Choose one: --pack or --without-pack.
advice-prune-both = Keep --pack FILE.zip, unless nobody needs what the entries say any more.

event-journal-exported = Auditor's pack made
event-journal-pruned = Old entries removed

audit-fact-from = from entry
audit-fact-to = to entry
audit-fact-since = from
audit-fact-until = before
audit-fact-upto = up to entry
audit-fact-run = run
audit-fact-within = unit
audit-fact-names = with names

## The report in the pack

pack-title = The journal of yumsync: auditor's pack
pack-about-all = The whole journal
pack-about-since = from { $day }
pack-about-until = to the end of { $day }
pack-about-upto = up to entry { $number }
pack-about-unit = unit “{ $unit }”
pack-about-person = one person
pack-about-run = run { $run }
pack-made = Made by { $who } on { $when }, at installation { $installation }.
pack-with-names = This pack has names in it: keep it as a personal file.
pack-without-names = Everybody has an alias that is used in this pack only. There are no names.
pack-check = Check this pack
pack-check-how = Run: python3 verify.py PACK.zip --head “the fingerprint” --key “the key's fingerprint”. Take both from the minutes, not from this page: whoever can forge the pack can write this page. The report is for reading; verify.py is the proof.
pack-check-head = Fingerprint of the last entry
pack-check-key = Fingerprint of the key
pack-figures = Figures
pack-figure-entries = Entries in the pack
pack-figure-entries-of = { $told } of { $all }; the rest as hashes only
pack-count = { $count }
pack-figure-runs = Runs
pack-figure-people = People told of
pack-figure-changes = Changes
pack-figure-decisions = Officers' decisions
pack-figure-looks = Looks at one person, packs made
pack-figure-pruned = Entries removed, hashes kept
pack-run = Run { $run }: { $state }
pack-run-who = { $kind }, by { $who }
pack-folded = { $count } entries about batches sent and answered
pack-decisions = Officers' decisions
pack-decision = Decision { $number }: { $answer }
pack-decision-ended = taken back or replaced by { $who } on { $when }
pack-decision-reason-kept = given; see the pack with names
pack-outside = Outside of runs
pack-changes = Changes by person
pack-changes-more = { $count } more changes: see changes.csv.
pack-change-new = new record
pack-change-changed = record changed

pack-col-number = Entry
pack-col-at = When
pack-col-event = Event
pack-col-code = Event code
pack-col-run = Run
pack-col-who = Who
pack-col-told = What
pack-col-hash = Hash
pack-col-change = Change
pack-col-what = Kind
pack-col-person = Person
pack-col-name = Name
pack-col-member-code = Member code
pack-col-list = List
pack-col-row = Row
pack-col-unit = Unit
pack-col-left = Left unit
pack-col-fields = Fields
pack-col-outcome = Outcome
pack-col-refused = Refusal code
pack-col-decision = Decision
pack-col-question = Question
pack-col-answer = Answer
pack-col-paper = Document number
pack-col-reason = Reason
pack-col-ended = Ended
pack-col-ended-by = By

pack-readme =
    AUDITOR'S PACK OF THE YUMSYNC JOURNAL

    Check it in three steps (Python 3.8 or later, no network):
    1. Unpack verify.py beside the zip. Better still, use the verify.py you kept from last time.
    2. Run: python3 verify.py PACK.zip --head FINGERPRINT --key FINGERPRINT_OF_THE_KEY
       (both from the minutes; where there are none yet, see “yumsync audit head” print them at the office; never from the pack)
    3. “WHOLE” is good. “NOT PROVED YET”: a fingerprint is missing. On “DOES NOT FIT” keep the pack as it is, and tell
       who gave it to you.

    Last entry of the pack: { $head }
    Key of the signatures:  { $key }
    Both are there to be compared with the minutes only: whoever can forge the pack can write these lines too.
    Whoever has the key can sign anything: report, tables, and the entries after the fingerprint are proved by signatures alone.

    report.html     the report to read: runs, decisions, figures
    entries.csv     the entries, for Excel; changes.csv the changes; decisions.csv the decisions
    entries.jsonl   the entries exactly as they are hashed; those out of scope as hashes only
    heads.jsonl, keys.jsonl   the signatures, and which key introduced which
    manifest.json, manifest.sig   all files of the pack, signed
    Numbers of people in entries.jsonl are internal and mean nothing outside of the database.

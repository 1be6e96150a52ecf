### Erasing one person, and the question asked where a list still has them.

help-erase =
    Erase all that yumsync keeps of one person.

    Without --yes it only tells what would go. What is erased does not come back; all that is left is that it was done, when, and by which decision.
help-erase-reason = Why; do not name the person or give a number of theirs. A - reads it from the keyboard or a file.
help-erase-decision-no = The number of the decision or request.
help-erase-yes = Do it.
help-erase-finish = Take off the disk what could not be taken off last time because the database was busy.

erase-will = All that is kept of { $name }, { $unit }, would be erased.
erase-waiting = Not yet: { $count } { $count ->
    [one] batch
   *[other] batches
    } with this person wait for the centre's answer. Run yumsync sync first.
erase-done = Erased: { $operations } changes, { $holds } questions, { $decisions } officers' decisions.
erase-lists = Lists that still have this person; yumsync changes no list, an officer must take them off:
erase-unread = Lists that cannot be read, so nobody knows whether they have this person:
erase-files-made = Files yumsync wrote when asked to, removed as well (they can be made again):
erase-files-handed = Workbooks for the centre, without this person's rows from now on:
erase-files-other = Other files with a name or number of this person, or of a namesake; look for yourself. Files ….replaced-…, ….restoring and .yumsync-check-… are old databases that may still hold this person: destroy them once they are not needed:
erase-backups = Backups made before still hold this person: destroy them once they are not needed.
erase-server = The PostgreSQL server keeps its log (pg_wal) and copies of it: have its administrator clear them.
erase-centre =
    yumsync does not erase at the centre. Send it this sentence:
    “Please erase the data of the person with code { $code }, by number { $number }.”
erase-next = If this is the person, run it again with --reason, --decision-no and --yes.
erase-finished = Taken off the disk.
erase-nothing-left = Nothing was left to be taken off.

hold-erased = This row is about somebody who was erased on { $when } by { $decision_no }. Take them off the list, or take them in again?
report-hold-erased = erased, and still on a list
holds-settle-erased = Take the row off the list. If they ask to come back, approve: they are sent as somebody new.

event-person-erased = One person's data erased
audit-fact-decision-no = by number

error-person-not-kept = yumsync keeps nothing about anybody like that.
advice-person-not-kept = Give the central code, the ID or the whole name. Who only stands on a list needs only to be taken off it.
error-erase-without-reason = Erasing needs a reason: --reason "…".
advice-erase-without-reason = Shortly: who asked for it and why, without the person's name.
error-erase-without-number = Erasing needs the number of a decision or request: --decision-no "…".
advice-erase-without-number = It is all that is left to tell why it was done.
error-erase-reason-names = The reason or the number has a name, a number or an address of the person.
advice-erase-reason-names = Both are kept after the erasure, so they may not tell who it was.
error-erase-unsettled = Not yet: { $count } { $count ->
    [one] batch
   *[other] batches
    } with this person wait for the centre's answer ({ $batches }).
advice-erase-unsettled = The body of a batch must stay as it is until it is answered. Run yumsync sync, or yumsync unanswered, then try again.

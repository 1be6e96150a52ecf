## Reconciliation: what waits for an officer to say whose word counts

hold-theirs-changed = { $name }: the centre has changed { $field } since it was confirmed. Whose word counts?
hold-both-changed = { $name }: { $field } differs between the list and the centre. Whose word counts?
hold-removed-there = { $name }: on the list, no more at the centre. Whose word counts?
hold-two-codes = { $name }: the centre changed the code, or has them twice. Which is it?
hold-only-there = { $name }: at the centre, on no list. Who is it?
hold-perhaps-there = { $name }: a list is about to create somebody the centre may have already. Is it them?
report-hold-theirs-changed = changed at the centre
report-hold-both-changed = changed on both sides
report-hold-removed-there = no more at the centre
report-hold-two-codes = another code, or twice at the centre
report-hold-only-there = at the centre alone
report-hold-perhaps-there = perhaps at the centre already
holds-settle-theirs-changed = Say whose word counts; the next “yumsync reconcile --fix” carries it out.
holds-settle-both-changed = Say whose word counts; the next “yumsync reconcile --fix” carries it out.
holds-settle-removed-there = The list's: they are entered again, by a paper where one is needed. The centre's: take them off the list.
holds-settle-two-codes = Two at the centre who are one are merged there. Where only the code changed, take the centre's.
holds-settle-only-there = If they are yours put them on the list; they are recognised next time. If not, leave them alone.
holds-settle-perhaps-there = If it is one person take the centre's, and nobody is created. If they are two, take the list's.
holds-way-ours = take the list's
holds-way-theirs = take the centre's, and correct the list
holds-answer-ours = the list's word
holds-answer-theirs = the centre's word
holds-side-base = confirmed before
holds-side-ours = the list
holds-side-theirs = the centre
help-holds-ours = Of a reconciliation: take the list's word.
help-holds-theirs = Of a reconciliation: take the centre's word, and correct the list.
report-hold-conceded = the centre's word was taken
hold-conceded = { $name }: the centre's word was taken.
finding-conceded = { $name }: the centre's { $field } was taken; correct this cell of the list. Until then the old value is not sent.
finding-conceded-presence = { $name }: no more at the centre, whose word was taken; take this row off the list.
error-hold-no-sides = { $hold } is no question of a reconciliation, so there is no --ours or --theirs.
error-hold-no-such-side = { $hold } takes only: { $choices }.
error-hold-only-centre = { $hold } must be settled at the central system itself.
advice-hold-no-sides = See what to do: yumsync holds show { $hold }
advice-hold-no-such-side = See the commands: yumsync holds show { $hold }
advice-hold-only-centre = Merge the two records at the centre, then run: yumsync reconcile --fix

## reconcile --fix

help-reconcile-fix = Settle differences by [reconcile] and by officers' answers, and send as yumsync sync does; ask about the rest.
fix-nothing = Nothing to settle.
fix-word = { $standing }, { $field }: { $word }, { $count } people
fix-word-ours = the list's word
fix-word-theirs = the centre's word
fix-linked = Linked with people the centre had already: { $count }
fix-taken-back = No more at the centre, their confirmation taken back: { $count }
fix-left = Left for the next time, something of theirs is on its way: { $count }
fix-corrections = To be corrected in “{ $list }”: { $count }, written to { $file }
fix-no-list = on no list yet
fix-asked = Waiting for an officer: { $count }. See them: yumsync holds
error-usage-not-both = { $name } and { $other } do not go together.
advice-usage-not-both = Leave one of the two out.

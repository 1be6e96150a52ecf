### yumsync profile: see a profile's requests beforehand, and check whether the centre does what the profile says.

help-metavar-profile = PROFILE
help-metavar-address = ADDRESS
help-profile = Try a profile, and check the centre by it.
help-profile-profile = A profile's name or file; without it the one of yumsync.toml.
help-profile-check =
    Check a test installation of a central system: what it can promise, and what it cannot.

    Writes a few made-up people called “Kiểm Thử Yumsync …”, changes and moves them, sends twice, sends bad data, reads back, and takes them off again. For an installation to test with, never for the real one.
help-profile-url = Another address than that of yumsync.toml; user and secret are still taken from there.
help-profile-unit = Two units the centre has (given twice), to put the made-up people into and move them to; without them the first two branches that can be read.
help-profile-yes = Agree that made-up people are written there.

error-profile-check-writes = The check writes made-up people to { $url } and takes them off again. Nothing was written yet.
advice-profile-check-writes = If that is a test installation, add: --yes
error-profile-check-units = The centre shows { $count } branches, and the check needs two.
advice-profile-check-units = Name two units the centre has: --unit "…" --unit "…"
error-profile-not-live = The profile “{ $profile }” hands in workbooks; there is no system to ask.
advice-profile-not-live = See the workbook it would hand in: yumsync profile try { $profile } --sample

promised-title = The system at { $url }, by the profile “{ $profile }”:
promised-create-yes = takes new people
promised-create-no = does not take new people
promised-create-unknown = whether it takes new people could not be tried
promised-later-yes = answers when it is done
promised-later-no = accepts now and carries out later: later runs ask what became of it
promised-later-unknown = whether it answers at once is not known
promised-shown-yes = shows whom it was sent
promised-shown-no = does not show whom it was sent, or shows them twice
promised-shown-unknown = whether it shows whom it was sent is not known
promised-update-yes = changes a record
promised-update-no = takes a change, and the record stays
promised-update-unknown = whether it changes a record is not known
promised-keys-yes = what is sent twice under one key takes effect once
promised-keys-no = what is sent twice under one key takes effect twice
promised-keys-unknown = whether sending twice takes effect twice is not known
promised-recall-yes = reading back tells rightly what was done
promised-recall-no = reading back does not tell rightly what was done
promised-recall-unknown = whether reading back tells what was done is not known
promised-verdicts-yes = answers for each person: a bad record does not stop the others
promised-verdicts-no = one bad record and the whole batch is refused: batches are split, which takes longer
promised-verdicts-unknown = whether it answers for each person is not known
promised-fields-yes = keeps every field it was sent
promised-fields-no = drops { $count } fields without a word: { $field }
promised-fields-unknown = whether it drops fields is not known
promised-values-yes = keeps values as they were sent
promised-values-no = changes the values of { $count } fields by itself: { $field }
promised-values-unknown = whether it changes values is not known
promised-enumeration-yes = refuses a value that is not in its code list
promised-enumeration-no = does not refuse a value outside its code list as a bad record
promised-enumeration-unknown = what it does with a value outside its code list is not known
promised-date-yes = refuses a wrong date
promised-date-no = does not refuse a wrong date as a bad record
promised-date-unknown = what it does with a wrong date is not known
promised-pages-yes = shows everybody: { $read } people on { $pages } pages
promised-pages-no = does not show everybody as it should: { $read } people on { $pages } pages
promised-pages-unknown = whether it shows everybody is not known
promised-move-yes = moves people to another unit
promised-move-no = takes a move, and the unit stays
promised-move-unknown = moving: the profile has none, or the receiving unit has not answered
promised-remove-yes = takes people off; the made-up ones are gone from its lists
promised-remove-no = does not take people off
promised-remove-unknown = the profile has no way to take people off

promised-seen-keys-undone = the second time undoes a change made since
promised-seen-keys-doubled = there are two of them
promised-seen-bad-failed = answers 500, as if it were broken
promised-seen-bad-kept = keeps the wrong value
promised-seen-bad-changed = keeps another value
promised-seen-bad-dropped = drops the value without a word
promised-seen-pages-one = all on one page, so its longest page is not known
promised-seen-pages-twice = { $twice } people came twice
promised-seen-pages-announced = announced { $announced } people
promised-seen-pages-cap = asked for { $asked } people a page, gave { $cap }

promised-follows = For every run:
promised-settles-keys = where an answer is lost, the same goes out again under its key: nothing lost, nothing doubled
promised-settles-read-back = where an answer is lost, the centre is read before anything else is sent
promised-settles-officer = where an answer is lost, nobody knows: an officer has to look, by yumsync unanswered
promised-contradicted = The profile says otherwise. Change in its file:
promised-contradicts-keys = the centre does not keep its word about keys
promised-contradicts-fields = the centre does not keep the other fields: they are lost, and reading back does not fit
promised-contradicts-recall = reading back is wrong: mend how a person is found and recognised
promised-contradicts-page-cap = the centre's pages are shorter
promised-hints = Better added to the profile's file:
promised-hints-failed-500 = the centre answers 500 to bad data; put its words into words, and the bad record is known at once
promised-failed = The step “{ $step }” was not finished: { $message }
promised-left = Left behind on that system, to be removed by hand: { $people }
promised-well = The centre does what the profile says.
promised-unfinished = The check is not finished: the centre could not answer, as told above. Check again later.
promised-unwell = The centre does not do what the profile says.

promised-step-create = taking new people
promised-step-recall = reading back
promised-step-update = changing
promised-step-repeat = sending twice
promised-step-move = moving
promised-step-enumeration = a value outside the code list
promised-step-date = a wrong date
promised-step-verdicts = a bad record between good ones
promised-step-pages = reading everybody
promised-step-remove = taking people off

help-metavar-person = PERSON
help-profile-try =
    See exactly what would be sent for one person; nothing is sent.

    Secrets are masked. What only the centre can give stands in braces.
help-profile-person = The member code, the ID or the name of somebody who was sent, or stands on a list. A - reads it from standard input, so that it does not show on the command line.
help-profile-sample = A made-up person, new to the centre; needs no data at all.
help-profile-operation = What to do: upsert (the record), transfer, strike_off, mature, …
help-profile-to = The unit a movement leads to.

tried-title = This would be sent; nothing was.
tried-login = First, and whenever it has run out, a login:
tried-row = A row on the sheet “{ $sheet }”:
tried-nothing = There is nothing to send.

error-profile-try-whom = For whom: --person, or --sample?
advice-profile-try-whom = Choose exactly one: yumsync profile try --sample
error-profile-no-operation = The profile “{ $profile }” has no { $name }.
advice-profile-no-operation = It has: { $choices }
error-person-unknown = Nobody like that was found, neither among those who were sent nor on the lists.
error-person-several = There are { $count } people like that.
advice-person = Give the member code or the ID, or see a made-up person: --sample. A row in error is never sent: see yumsync check

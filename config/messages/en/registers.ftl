### Registers of movements: the words of movements, what officers must mend, the screen of check.

movement-admit = admitted
movement-transfer_out = transferred out
movement-transfer_in = transferred in
movement-transfer_refused = transfer refused
movement-transfer_withdrawn = transfer withdrawn
movement-transfer_expired = transfer expired
movement-temporary_out = elsewhere for a time
movement-temporary_in = here for a time
movement-temporary_end = time elsewhere ended
movement-away = away for work
movement-returned = returned
movement-strike_off = struck off
movement-expel = expelled
movement-mature = matured
movement-extend = stays on
movement-party_admit = admitted to the Party
movement-decease = deceased
movement-readmit = readmitted

finding-movement-unknown = It is not clear which movement this is: “{ $found }”. Each row states exactly one, by a known word.
finding-movement-undated = The movement “{ $found }” has no day. Write a day, a month or a year.
finding-movement-incomplete = The movement “{ $movement }” lacks { $field }. Without it nothing can be carried out.

finding-list-no-movement = There is no column with the type of movement, and neither title nor sheet name says which it is: it looks like a list of people. It is not read. Add a column “Loại biến động”, or give it its own kind in yumsync.toml.
finding-list-movement-unclear = It says “{ $title }”: it is not clear which movement all rows are. It is not read. Add a column “Loại biến động”, or put each movement on a sheet of its own.
finding-list-of-movements = The column “{ $header }” has a movement in most rows: this is a register of movements, not a list of people. It is not read. Put it into a file of its own with kind = "movements".
error-list-no-movement = It looks like a list of people, not like a register of movements.
error-list-movement-unclear = It is not clear which movement this register states.
error-list-of-movements = This is a register of movements, not a list of people.

check-sum-register = { $rows } rows = { $records } movements + { $aside } rows set aside
check-aside-register = Rows set aside, no movements:
check-movement = By the title all rows are: { $movement }
check-movements = Movements, rows of each:

error-config-complete-register = { $key }: a register has no complete, since nobody is absent from it. Delete this line.
error-usage-kind = There is no kind of list called “{ $found }”.
advice-usage-kind = Use one of: { $known }

help-check-kind = Kind of the files: members, youth or movements (a register). Recognised where it is not given.

field-decision_date = date of the decision
field-issued_by = issued by
field-letter_no = number of the letter of introduction
field-certificate_no = number of the certificate
field-dues_paid_to = dues paid to
field-evidence = months of absence
field-recorded_by = recorded by
field-proposal = proposal
field-away_contact = contact while away
field-away_job = job while away
field-returned_on = date of return

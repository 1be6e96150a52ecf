### Movements while a plan is made: papers and lists explain each other, what has to wait, what cannot be.

movement-transfer = Transfer
movement-reorganise = Reorganisation
movement-rebase = Taken from the centre by reconciliation
movement-lately = left in the days before
movement-nothing = no movement

status-nobody = not named yet
status-candidate = a youth
status-active = active
status-transfer_out_pending = waiting for the receiver
status-transferred_out = transferred out
status-transfer_in_pending = waiting to be received
status-matured = matured
status-struck_off = struck off
status-expelled = expelled
status-deceased = deceased
status-merged = merged into another record
overlay-away = away for work
overlay-temporary_out = temporarily elsewhere
overlay-temporary_in = temporarily here
overlay-extended = staying on
overlay-party = in the Party
overlay-deferred = maturity put off
overlay-dues_exempt = exempt from dues
overlay-officer = officer of the Union
overlay-elite = outstanding member
overlay-discipline = under discipline
overlay-record_lost = record lost
overlay-honorary = honorary member

finding-movement-impossible = “{ $movement }” of { $on } does not fit the record, which says { $status }. Possible: { $possible }.
finding-movement-late = “{ $movement }” of { $on } is true and comes late: the upstream is past it, so it is not sent.
finding-movement-repeated = “{ $movement }” of { $on } stands in row { $row } of “{ $list }” too, and says the same.
finding-movement-contradicted = “{ $movement }” of { $on } is written twice with another { $field }: row { $row } of “{ $list }” counts. Delete the wrong one.
finding-decision-refused = The central system refused decision { $decision } (“{ $movement }” of { $on }, { $name }): { $words }. Take it back: yumsync holds withdraw { $decision }
finding-decision-given-up = yumsync tried many times to send decision { $decision } (“{ $movement }” of { $on }, { $name }), and no longer sends it. Send it again: yumsync sync --retry-refused
finding-decision-overtaken = Decision { $decision } (“{ $movement }” of { $on }, { $name }) does not fit the record, which says { $status }. It is not sent. Take it back: yumsync holds withdraw { $decision }
finding-movement-waits = “{ $movement }” of { $on } waits: what was sent of this person before has no verdict yet.
finding-transfer-ended-late = “{ $movement }” of { $on } came after the transfer was sent. Have the receiver refuse it in the central system; once received, write a transfer back.
finding-destination-unclear = It is not clear which unit the destination is: { $words }. Write the units above it too.
finding-joined-not-listed = The register says “{ $movement }” into { $unit }, whose list has not got the name. Put it on the list to send it.
finding-movement-nobody = The register says “{ $movement }”, and nobody is known by this row. Look at name, birth date and ID.
finding-still-listed = { $name } went to another unit, and this list still has the name. Take it off the old list.

hold-gone-but-listed = { $where ->
    [elsewhere] { $name }: went to “{ $old }”, and this list still has them. Which is right?
   *[here] { $name }: the papers say { $status }, and the list still has the name. Which is right?
 }
hold-movement-incomplete = { $name }: “{ $movement }” of { $on } lacks { $lacking }. Add it to the register, or approve with it.
hold-transfer-letter-missing = { $name }: “{ $new }” says received, “{ $old }” does not say sent. Is that right?
hold-movement-corrected = { $name }: “{ $movement }” was sent with { $field } “{ $old }”, the register says “{ $new }” now. Which is right?
hold-many-removals = { $unit }: { $removals } of { $members } people leave at once ({ $what }). Is that right?
hold-many-removals-total = { $removals } of { $members } members leave at once ({ $what }). Is that right?
hold-movement-unsupported = { $who ->
    [person] { $name }: this upstream takes no “{ $movement }” of { $on } from yumsync. Record it in the central system.
   *[all] This upstream takes no “{ $movement }” from yumsync: { $count } cases. Do it in the central system.
 }
hold-reorganisation = { $members } people from “{ $old }” into “{ $new }” by a reorganisation. Is that right?

report-hold-gone-but-listed = left by their papers, still on a list
report-hold-movement-incomplete = movements that lack something
report-hold-transfer-letter-missing = received, and the sender's letter is missing
report-hold-movement-corrected = papers sent, and written otherwise now
report-hold-many-removals = many of one unit leave at once
report-hold-many-removals-total = many leave at once
report-hold-movement-unsupported = movements the upstream does not take
report-hold-reorganisation = pairs of units, old and new, to be approved
report-reorganised = Reorganised units, { $count } pairs: people follow the old unit into the new one, which is no transfer.
report-reorganised-pair = { $old } ({ $old_before } → { $old_after }) → { $new } ({ $new_before } → { $new_after }): { $people } people, { $state }
report-reorganised-asked = waits for approval
report-reorganised-approve = approved
report-reorganised-reject = left as it is
report-reorganised-unsupported = the upstream does not take it

report-movements = Movements by their papers, to be sent: { $count }
report-count-unmatched = papers that fit no list yet

holds-settle-movement-corrected = Mend the register; where it is right, correct the central system by hand.
holds-settle-movement-unsupported = Record the movement in the central system, then approve; or name it in the profile, and yumsync sends it.

field-on = effective day
field-note = note
field-expected_return = expected day of return

### Reports: whom to look at, transfers on their way, who is away, the figures of movements.

help-metavar-workbook = FILE.xlsx
help-metavar-one-unit = UNIT
help-metavar-day = DAY

help-report =
    Lists of whom to look at, and figures. For looking only: nothing is sent and nothing changes.
help-report-due =
    Whom an officer should look at: due for maturity, over age, away or elsewhere for too long, transferred and not received.

    It is a list and no more: nobody leaves the Union by it. Write decisions into the file of --workbook and put it back as a register of movements.
help-report-movements =
    The figures of movements by unit and in all: opening, who came, who went, closing, and whether they balance.
help-report-transit = Transfers on their way: since when, from where, to where, and whether for too long.
help-report-away = Who is away: where, since when, when they mean to return, how to reach them.
help-report-on = As of this day (31/12/2026 or 2026-12-31), if it is not today.
help-report-from = First day of the period (01/01/2026 or 2026-01-01).
help-report-to = Last day of the period, itself counted.
help-report-unit = Only this unit and those under it: its code, name or path.
help-report-workbook = Also write an Excel file, which only you can read.
help-report-force = Write over a file that is there.

error-file-workbook-not-xlsx = A report's file must end in .xlsx, unlike { $file }.
advice-file-workbook-not-xlsx = For example: --workbook to-look-at.xlsx
error-usage-bad-day = { $name } must be a day, and --to not before --from.
advice-usage-bad-day = For example: 31/12/2026

report-workbook-written = Wrote { $rows } rows to { $file }

## due

due-title = To look at on { $day } (charter { $charter }; { $members } members looked at)
due-nobody = There is nobody to look at.
due-next = To fill in decisions, write it as a workbook: yumsync report due --workbook to-look-at.xlsx
due-not-looked-at = Absence and unpaid dues are not looked at: no list states them.
due-more-units = and { $count } more units (--unit for one of them, --workbook for all)
due-sheet = To look at

due-maturity-overdue = Over age
due-maturity-due = Due for maturity
due-transfer-too-long = Transferred long ago and not received
due-away-expired = Away for too long, better transferred
due-away-return-due = Away past the expected return
due-away-expiring = Away, soon for too long
due-temporary-expired = Temporary activity for too long
due-temporary-expiring = Temporary activity, soon for too long
due-under-age = Admitted under age

due-line-maturity-overdue = over age since { $since }
due-line-maturity-due = due for maturity since { $since }
due-line-transfer-too-long = transferred on { $since }, not received for { $days } days
due-line-away-expired = away since { $since }, { $days } days: better transferred
due-line-away-return-due = expected back on { $since }, { $days } days ago
due-line-away-expiring = away since { $since }, { $days } days: soon too long
due-line-temporary-expired = temporary activity since { $since }, { $days } days: too long
due-line-temporary-expiring = temporary activity since { $since }, { $days } days: soon too long
due-line-under-age = too young when admitted (joined: { $since })

## transit

transit-title = Transfers on their way on { $day }: { $count }
transit-line = since { $since } ({ $days } days), { $origin } → { $destination }; { $state }
transit-late = { $count } not received for more than { $most } days: ask the receiving unit.
transit-too-long = too long
transit-sheet = On their way
transit-state-pending = to be sent
transit-state-claimed = being sent
transit-state-sent = being sent
transit-state-accepted = waits for the receiver to confirm
transit-state-unknown = not known whether the upstream has it

## away

away-title = Away on { $day }: { $count }
away-line = { $where }, since { $since } ({ $days } days)
away-return = expected back { $day }
away-contact = contact { $contact }
away-sheet = Away

## movements

figures-title = Movements of members from { $since } to { $until }
figures-sheet = Movements
figures-total = All together
figures-opening = opening
figures-admitted = admitted
figures-readmitted = readmitted
figures-transferred-in = transferred in
figures-reorganised-in = in by reorganisation
figures-reconciled-in = in by reconciliation
figures-listed = came onto a list without a paper
figures-transferred-out = transferred out
figures-matured = matured
figures-struck-off = struck off
figures-expelled = expelled
figures-deceased = deceased
figures-reorganised-out = out by reorganisation
figures-reconciled-out = out by reconciliation
figures-closing = closing
figures-difference = difference
figures-balanced-units = Units that balance: { $share }
figures-more-units = and { $count } more units (--unit for one of them, --workbook for all)
finding-movements-unbalanced = The figures of “{ $unit }” do not balance: opening { $opening }, by its movements { $expected } should remain, there are { $closing }. Look at the runs of the period with “yumsync runs”, and tell the administrator.

column-number = No.
column-name = Name
column-birth = Born
column-unit = Unit
column-origin = From
column-destination = To
column-decision = Decision
column-since = Since
column-days = Days
column-state = State
column-too-long = Too long
column-return = Expected back
column-contact = Contact
column-remark = Remark

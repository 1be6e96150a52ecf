### Refused by the centre: why, how many, where, what to do next; and what is still open.

rejections-title = The centre refused { $count } changes, by reason:
rejections-words = “{ $words }”
rejections-silent = (the centre gave no reason)
rejections-unsent = (yumsync sent nothing to the centre)
rejections-more-reasons = … and { $reasons } more reasons, { $count } changes
rejections-earlier = The centre now also refused { $count } changes of an earlier run: see yumsync run { $run }
rejections-next =
    Mend those rows in the list and run again. All of them, row by row, in Excel:
    yumsync run { $run } --rejected rejected.xlsx
rejections-written = Wrote { $rows } refused changes to { $file }, which only you can read. Mend the list, not this file.
rejections-none = Nothing of this run was refused: no file is written.

unsettled-sent =
    Not known whether the centre took it. Do not enter it by hand; the next run asks again:
    yumsync sync
unsettled-unknown =
    Not known whether the centre took it. Do not enter it by hand; the next run asks again:
    yumsync sync
    Where it was asked and is still not known, an officer looks at the centre:
    yumsync unanswered
unsettled-accepted =
    The centre has yet to confirm; the next run asks again. A transfer that takes long:
    yumsync report transit
unsettled-dead =
    Sent many times without success, and no longer sent. Look at the row, then send it again:
    yumsync sync --retry-refused
unsettled-title-sent = Sent, no answer yet:
unsettled-title-unknown = Outcome not known:
unsettled-title-accepted = Waiting for the centre to confirm:
unsettled-title-dead = Tried too often, given up:
run-more = … and { $count } more changes. All of them: yumsync run { $run } --all

help-run-rejected = Write the refused changes to this workbook, one a row; only you can read the file.
help-run-force = Replace a file that stands there.
help-run-all = Tell of every change, not only of the first 200.

rejected-sheet = Refused
rejected-column-list = List
rejected-column-unit = Unit
rejected-column-file = File
rejected-column-sheet = Sheet
rejected-column-row = Row
rejected-column-name = Full name
rejected-column-member_code = Member code
rejected-column-national_id = National ID
rejected-column-field = Refused field
rejected-column-sent = Sent
rejected-column-words = The centre's words
rejected-column-meaning = What it means, what to do
rejected-column-code = Reason code

rejection-national-id-taken = There this number is somebody else's. Look at the papers; mend a typing error, else tell the centre.
rejection-unknown-member = The centre has nobody with this code. Check the member code, or clear it for somebody new.
rejection-member-code-mismatch = There this member code is somebody else's. Check the code in the list.
rejection-member-code-invalid = The member code has a wrong form. Check the code in the list.
rejection-member-code-taken = There this member code is somebody else's. Check the code in the list.
rejection-national-id-invalid = The national ID has neither 9 nor 12 digits. Look at the papers, mend the cell.
rejection-date-invalid = The centre does not take this date. Look at the papers, mend the cell.
rejection-phone-invalid = The centre does not take this phone number. Mend the cell, or leave it empty.
rejection-email-invalid = The centre does not take this address. Mend the cell, or leave it empty.
rejection-gender-invalid = The centre does not take this gender. Write Nam or Nữ.
rejection-person-gone = The centre says this person has left. Look at the papers; if they have not, tell the centre.
rejection-precondition-failed = The record was changed elsewhere just now. Compare both, then send it again: yumsync sync --retry-refused
rejection-unit-missing = The unit is missing, or the centre has not exactly one of that name. Check the column of units against the centre's tree.
rejection-field-missing = A cell the centre requires is empty. Fill it in in the list.
rejection-field-invalid = The centre does not take this value. Mend the cell in the list.
rejection-field-unknown = The centre has no such field. Ask who looks after this machine to check the profile.
rejection-movement-incomplete = The movement lacks facts. Add them to the register.
rejection-movement-impossible = The movement does not fit the record there. Compare the papers with that record.
rejection-transfer-refused = The receiver does not take this person. Ask the receiver; the person stays in the old unit.
rejection-operation-id-reused = The centre says this change was sent before with other content. Tell who looks after this machine.
rejection-operation-invalid = The centre does not understand this change. Ask who looks after this machine to check the profile.
rejection-upstream-failed = The centre failed on this row alone, usually over a wrong cell. Look at the whole row.
rejection-upstream-refused = The centre did not take this row alone. Look at the whole row.
rejection-upstream-too-large = This row is too long for the centre. Shorten its long cells.
rejection-other = Follow the centre's words; if they are not clear, ask who looks after it.

### What an officer should know about a row or a cell. { $found } is what the cell says.

## Required, repeated, not agreeing

finding-required-missing = The { $field } is missing.
finding-columns-both-filled = { $field }: only one of the columns { $columns } may be filled, and more are.
finding-columns-disagree = { $field }: the columns { $columns } differ.
finding-mark-unreadable = { $field }: the cell in column { $columns } holds “{ $found }”. Only mark it with x, or leave it blank.
finding-mark-header-unknown = { $field }: the header “{ $found }” is not in the centre's code list, so marks in this column are not used. Change the header cell to one of: { $words }
finding-marked-twice = { $field }: marked in several columns ({ $columns }): { $found }. Leave one mark.
finding-implied-disagrees = { $field } says “{ $found }”, but the birth date's column says { $implied ->
    [male] male
    [female] female
   *[other] otherwise
}.
finding-row-repeated = This person stands on the list in another row too, with the same content.
finding-row-on-two-lists = This person stands on the list “{ $list }” too, with the same content.
finding-still-refused = This content was not taken before, and the row was not mended since: { $words }
finding-given-up = yumsync tried to send this many times, the centre never took it, and it is no longer sent. Look at the row, then: yumsync sync --retry-refused
finding-list-other-unit = The file names the unit “{ $found }”, which is not this list's. The file is not used.
finding-list-unknown-column = The column “{ $found }” was not recognised and is not used.
finding-list-unread-column = The column “{ $found }” has no field in the central system; it is not read.
finding-list-typo-header = The header “{ $found }” was taken for “{ $proposed }”. If that is wrong, mend the header, or save the layout and mend it there.
finding-list-unnamed-column = A column without a header is not used.
finding-list-split-name = The column without a header after the family name is read as the given name.
finding-list-legacy-font = Columns { $columns } were typed in an old font ({ $font }) and are read as Unicode: “{ $found }” → “{ $proposed }”.
finding-list-shown-zeros = This column shows its numbers with zeros in front; they are read as shown.
finding-list-old-encoding = The CSV file is in an old encoding ({ $encoding }) and is read as Unicode. Better save it as “CSV UTF-8”.
finding-list-sheet-set-aside = The sheet “{ $sheet }” has { $rows } rows and no header; it is not read.
finding-list-manual-calc = The file is calculated by hand only: results of formulas may be old. Press F9 in Excel and save.
finding-list-external-links = The file links to other files; only what is stored in this one is read.
finding-list-macros = The file holds macros; they are never run.
finding-list-open-elsewhere = The file is open in Excel or LibreOffice; what was saved last is read.
finding-list-as-configured = This file belongs to the list “{ $name }” of yumsync.toml and is read by its unit, kind and layout.
finding-list-skipped-file = This file is passed over ({ $reason ->
    [lock] Excel's lock file
    [hidden] hidden file
    [temporary] temporary file
   *[folder] folder
}).

## Names

finding-name-not-text = The name “{ $found }” is no text.
finding-name-characters = The name “{ $found }” holds strange characters.
finding-name-damaged = The name “{ $found }” has damaged letters.
finding-name-incomplete = The name is only “{ $found }”; the family name is missing.

## Cells in general

finding-letters-lost = { $field }: accented letters in “{ $found }” have turned into “?”; they cannot be restored.
finding-legacy-font-mixed = { $field }: “{ $found }” is not in the same encoding as the rest of its column. Turn the whole column into Unicode.
finding-number-rounded = { $field }: Excel has rounded the number “{ $found }”; digits are lost.
finding-cell-error = { $field }: the cell holds an Excel error ({ $found }).
finding-zero-shown-wrong = { $field }: the cell shows “{ $shown }”, which no such number can be; read as { $found }. Check it.
finding-cell-ditto = { $field }: “{ $found }” means “as above”, but rows move. Write the value in the cell.
finding-text-is-date = { $field }: Excel has turned the cell into a date ({ $found }).
finding-text-too-long = { $field }: the content is too long.
finding-code-unknown = { $field }: “{ $found }” is not in the centre's code list.

## Dates

finding-date-unreadable = { $field }: “{ $found }” is not a date.
finding-date-impossible = { $field }: there is no day “{ $found }”.
finding-date-month-first = { $field }: “{ $found }” seems to give the month before the day.
finding-date-zero = { $field }: “{ $found }” is a machine's empty date.
finding-date-two-digit-year = { $field }: the year in “{ $found }” has two digits only.
finding-date-too-early = { $field }: “{ $found }” is too long ago.
finding-date-future = { $field }: “{ $found }” lies in the future.
finding-date-before-birth = { $field }: “{ $found }” is before the birth.
finding-date-serial-1904 = { $field }: “{ $found }” is a number, and this workbook counts days from 1904. Format the cell as a date.
finding-join-too-young = Joined the Union at { $age }: under the age of the rules.
finding-join-too-old = Joined the Union at { $age }: over the age of the rules.
finding-join-young = Joined the Union at { $age }.
finding-join-old = Joined the Union at { $age }.

## Identifiers, phones, e-mail

finding-national-id-length = The national ID “{ $found }” must have 12 or 9 digits.
finding-national-id-not-digits = The national ID “{ $found }” holds other characters than digits.
finding-national-id-rounded = Excel has rounded the national ID “{ $found }”; digits are lost.
finding-national-id-zero-lost = The national ID “{ $found }” seems to have lost its leading zero.
finding-national-id-placeholder = The national ID “{ $found }” is a placeholder.
finding-national-id-province = The first three digits of the national ID “{ $found }” are no province's code.
finding-national-id-birth-year = The birth year in the national ID does not agree with the list's birth date.
finding-national-id-gender = The gender in the national ID does not agree with the list's.
finding-member-code-shape = The member code “{ $found }” does not have 7 digits.
finding-member-code-rounded = Excel has rounded the member code “{ $found }”; digits are lost.
finding-phone-invalid = The phone number “{ $found }” is not a mobile number.
finding-phone-rounded = Excel has rounded the phone number “{ $found }”; digits are lost.
finding-phone-several = The cell holds several phone numbers: “{ $found }”.
finding-email-invalid = “{ $found }” is not an e-mail address.

### What waits for an officer. Nothing in here is sent before a person has looked.

hold-missing = Absent without a reason: { $name }, { $unit }. Transferred, struck off or left out?
hold-duplicate = { $name }: on the list twice, with different content. Which row is right?
hold-lists-disagree = { $name }: this list and “{ $list }” differ. Which is right?
hold-ambiguous-identity = { $name }: could be { $candidates ->
    [one] 1 known person
   *[other] { $candidates } known people
}. Who is it?
hold-contradicting-identity = { $name }: the identifiers lead to different people. Who is it?
hold-unit-changed = { $name }: is in “{ $old }”, the list says “{ $new }”. Was there a transfer?
hold-other-unit = { $name }: this row names another unit than its list. Is it the right list?
hold-kind-changed = { $name }: the central system says { $old ->
    [members] member
   *[youth] youth
}, the list says { $new ->
    [members] member
   *[youth] youth
}. Was there an admission?
hold-list-empty = This list is empty; it had { $before } people. Is it the right file?
hold-list-shrunken = This list lacks { $missing } of { $before } people. Is it the right file?

### What cleaning did to a cell: same content, different typing.

step-d-stroke = letter Ð turned into Đ
step-line-breaks = line breaks removed
step-nbsp = special spaces replaced
step-invisible = hidden characters removed
step-lost = damaged character marked
step-nfc = Unicode composed
step-spaces = extra spaces removed
step-separators = separators removed
step-text-mark = leading apostrophe removed
step-digits = full-width digits turned into plain ones
step-number-text = number turned into text
step-zero-restored = leading zero put back
step-zero-shown = leading zeros, as the cell shows them
step-legacy-font = old font turned into Unicode
step-country-code = +84 turned into 0
step-prefix-mapped = retired prefix replaced
step-date-separator = date separator replaced
step-date-serial = Excel date number read
step-date-words = date in words read
step-time-dropped = time of day dropped
step-code-label = written as in the code list
step-code-synonym = replaced by the code list's word
step-empty-word = taken as empty

### Why a row is not a person.

aside-blank = blank row
aside-title = page title
aside-header = column header
aside-group = name of a group or unit
aside-total = total
aside-signature = date line, signature
aside-page = page number
aside-unread = rows of a file that could not be read to its end
aside-note = note
aside-undecided = proposed, not decided

### Names of fields.

field-row_no = row number
field-member_code = member code
field-student_code = student code
field-full_name = full name
field-family_name = family name
field-given_name = given name
field-date_of_birth = birth date
field-gender = gender
field-ethnicity = ethnicity
field-religion = religion
field-hometown = home town
field-permanent_address = permanent address
field-birth_place = birth place
field-national_id = national ID
field-id_issue_date = ID issue date
field-id_issue_place = ID issue place
field-education_level = education
field-professional_level = professional level
field-political_theory_level = political theory level
field-it_level = computer skills
field-language_level = foreign language
field-union_join_date = date of joining the Union
field-union_join_place = place of joining the Union
field-admission_resolution_no = admission resolution number
field-card_no = card number
field-book_no = book number
field-party_join_date = date of joining the Party
field-occupation = occupation
field-membership_type = membership type
field-training_status = training status
field-rating = rating
field-reward = reward
field-discipline = discipline
field-position = position
field-association = association
field-honorary = honorary member
field-email = e-mail
field-phone = phone number
field-unit = unit
field-movement_type = movement
field-movement_date = movement date
field-decision_no = decision number
field-reason = reason
field-destination = destination
field-origin = origin
field-transfer_in_place = transfer in: place
field-transfer_in_date = transfer in: date
field-transfer_in_reason = transfer in: reason
field-transfer_in_decision = transfer in: decision
field-transfer_out_place = transfer out: place
field-transfer_out_date = transfer out: date
field-transfer_out_reason = transfer out: reason
field-transfer_out_decision = transfer out: decision
field-strike_off_date = striking off: date
field-strike_off_reason = striking off: reason
field-strike_off_decision = striking off: decision
field-maturity_date = maturity: date or year
field-maturity_decision = maturity: decision
field-away_reason = reason of being away
field-away = away for work
field-away_place = place of work away
field-away_from = away from
field-away_return = expected return

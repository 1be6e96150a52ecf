### All that is kept of one person, handed out to that person.

help-metavar-export = FILE
help-person = One person's data.
help-person-export =
    Write out all that is kept of one person, to be given to that person.

    It tells where each value came from, what was sent, what was decided, and who looked. What is about others is not in it. Whoever does this is journalled.
help-person-out = The file to write: .json, .html or .xlsx.

person-exported = { $file } is written, and only you can read it. Give it to the person, then delete it.
person-column-when = When
person-column-part = Part
person-column-item = Item
person-column-value = Content
person-column-note = Note

event-person-exported = One person's data handed out

error-person-export-form = { $file } cannot be written: its name must end in one of { $choices }.
advice-person-export-form = For example: yumsync person export "…" data.html

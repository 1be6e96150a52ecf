hold-list-older = This may be an older list: { $back } of { $updates } changes put back what stood before; { $missing } people are not on it. Is it the right file?
hold-list-gone = This list is no longer in the configuration. { $people } of { $before } people stood on it alone. Is it given up?
hold-column-emptied = { $field } was blanked for { $people } of { $records } people. Is that right?
hold-column-changed = { $field } changes at once for { $people } of { $records } people; perhaps a column was shifted. Is that right?

report-hold-list-older = perhaps an older list
report-hold-list-gone = list no longer in the configuration
report-hold-column-emptied = a column was blanked
report-hold-column-changed = a column changes for most people

holds-settle-list-older = Copy the latest list. If it is right to put things back, approve it.
holds-settle-list-gone = Put the list back into the configuration. If it is given up, approve it: everybody stays at the centre, nobody is removed.
holds-settle-column-emptied = Fill the column in again. If it is right to blank it, approve it.
holds-settle-column-changed = See whether the column was sorted alone or shifted, and mend it. If the change is right, approve it.

finding-list-renamed = This is the list “{ $list }” under a new name.

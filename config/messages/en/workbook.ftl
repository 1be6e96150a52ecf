### An upstream that takes import workbooks an officer uploads (profile "workbook").

error-profile-not-a-folder-name = { $key } must be the name of a folder, without slashes.
error-profile-not-confirmed = { $key }: no export of the centre shows whether this is done, so it cannot go by import workbook.
error-upstream-not-a-folder = { $key } must be "folder:PATH" where the centre takes import workbooks.
error-upstream-folder = The folder { $folder } cannot be used ({ $reason }). Nothing could be written.
error-upstream-no-export = There is no export of the centre in { $folder } yet.
error-upstream-export-unread = The centre's export { $file } cannot be read.
advice-profile-not-confirmed = Take that line out of the profile: it will wait for an officer.
advice-upstream-not-a-folder = For example: url = "folder:centre".
advice-upstream-folder = See to upstream.url, the right to write there and the room on the disk; the next run goes on.
advice-upstream-no-export = Export the list of members at the centre and copy the file into that folder.
advice-upstream-export-unread = Export it from the centre again, copy the new file there and delete the old one.
doctor-upstream-folder = import workbooks go into { $outgoing }, exports into { $incoming }
report-outcome-carried = yumsync's part is done. { $count } changes wait for you to upload workbooks and bring an export back.
report-status-carried = { $count } changes wait for you to upload workbooks and bring an export back.
rejection-only-members = yumsync did not send it: by its profile this centre takes no list of youths. Take the list out of the configuration, or enter them at the centre by hand.
rejection-workbook-refused = You moved the workbook to those not taken. Mend the list and run again; to hand the same in once more: yumsync sync --retry-refused
handover-title = To be done at the centre:
handover-upload = Upload (import) each of these files, in { $folder }:
handover-file = { $file }: { $count } changes not confirmed yet
handover-export = Then export the list of members of those units again, copy the export into { $folder } and run yumsync sync.
handover-refused = A workbook the centre did not take, or not whole: move it to { $folder }; the next run then takes what is not confirmed of it as refused.
handover-newest = Newest export there: { $file }, of { $when }.
handover-unread = This export cannot be used:
handover-in-error = { $count } rows of the export are in error and confirm nothing.
handover-differing = { $count } people stand in the export otherwise than in the uploaded workbook:
handover-unrecorded = The export tells what became of { $count } changes: run yumsync sync to record it.

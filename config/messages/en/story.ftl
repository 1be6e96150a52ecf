# The story of yumsync demo.

story-begin = A fabricated province, no real people: { $branches } branches. Everything lies in the folder { $folder }.
story-province = Wrote { $people } members and youth into { $files } files of { $lists } lists (Excel and CSV, several layouts). The stand-in for the central system: { $url }
story-first = The first sync: the whole province goes to the centre.
story-month = A month passes on the lists…
story-month-facts = In this month: { $admitted } new people, { $updated } with changed data, { $missing } missing without a reason (one file lost its lower half), { $cosmetic } rows only typed differently.
story-preview = A preview, nothing is sent:
story-second = Sync: only what changed is sent, what needs a person is held.
story-third = Sync once more, the lists unchanged: nothing is sent.
story-end = The end after { $seconds } seconds: the last run sent { $sent } changes, every figure came out as told.
story-differs = The end after { $seconds } seconds, but a figure did not come out as told (the last run sent { $sent }).
story-next =
    Look further, in the folder { $folder }:
      yumsync status                      what waits for a person
      yumsync runs                        the runs; yumsync run ID for one of them
      yumsync check lists/…/file.xlsx     read a list without touching anything
      yumsync standin --db standin.db     start the stand-in, look at it in a browser
    Edit a file in lists/ and run yumsync plan again.
error-demo-folder-in-use = The folder { $folder } holds something that yumsync demo did not make.
advice-demo-folder-in-use = Choose another: yumsync demo --folder NAME
error-demo-standin-failed = The stand-in did not start.
error-demo-step-failed = The step "yumsync { $command }" ended with exit code { $outcome }.

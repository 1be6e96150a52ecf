# The story of yumsync demo.

story-begin = A fabricated province, no real people: { $branches } branches. Everything lies in the folder { $folder }.
story-province = Wrote { $people } members and youth into { $files } files of { $lists } lists (Excel and CSV, several layouts). The stand-in for the central system: { $url }
story-first = The first sync: the whole province goes to the centre.
story-month = A month passes on the lists and in the registers of movements…
story-month-lists = The lists: { $created } new people without a paper yet, { $updated } with changed data, { $cosmetic } rows only typed differently.
story-month-papers = The registers hold { $papers } rows. With all their papers need: { $movements }.
story-month-trouble =
    The rest is not decided by a machine:
      { $missing } missing without a reason; one file cut short, { $cut } people lost; one branch sent an empty file ({ $vanished } people)
      { $movement_incomplete } decisions without their number; { $transfer_letter_missing } written down by the receiver and not by the sender; { $unit_changed } on another branch's list without a paper
      { $gone_but_listed } matured by a paper and still listed; { $impossible } rows say "returned" of people who never left; { $unlisted } admitted and on no list yet
      { $withdrawn } asked for a transfer and took the letter back: nobody moved
story-preview = A preview, nothing is sent:
story-second = What was looked at is sent: each movement reaches the centre as what it is; what is not clear is held.
story-transit = { $count } transfers: the centre has taken them, the receivers have yet to confirm. Not confirmed is not transferred.
story-holds = What waits for an officer:
story-decide = The officer decides about two of the missing: one was struck off by a decision, one is still a member.
story-review = The rest is reviewed in Excel: the plan is written to { $file } …
story-review-filled = … the officer writes "approve" in { $approved } rows and "reject" in { $rejected }, saves, and then:
story-merger = The receivers confirm. Meanwhile { $communes } become { $union }: { $branches } branches, { $people } people. Sync: what was approved is carried out; of the merger nothing is sent until it is approved:
story-merger-approved = There is a decision on the merger: all of it is approved at once.
story-figures = The figures of the month: opening + coming − going = closing.
story-due = Whom to look at on { $day }:
story-last = The last sync, nothing is new: nothing is sent.
story-more = … { $count } more lines
story-figure = ! A figure did not come out as told: { $what }. Told: { $told }. Found: { $found }.
story-end = The end after { $seconds } seconds: the last run sent nothing, every figure came out as told.
story-differs = The end after { $seconds } seconds, but a figure did not come out as told; see the lines with "!" above.
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

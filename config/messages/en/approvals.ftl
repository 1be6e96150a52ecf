### Approving and rejecting what waits: holds approve, holds reject, the review workbook.

help-metavar-number = NUMBER
help-metavar-on = DAY
help-metavar-movement = MOVEMENT
help-metavar-of-unit = UNIT

help-holds-approve =
    Approve: let what waits be carried out.

    Name the questions by their ids, or choose with --unit, --code, --list. For somebody missing say by which movement (--as), from which day, by which decision. Several at once are shown first; add --yes then.
help-holds-reject =
    Reject: leave everything as it is.

    It is not asked again while the question is the same. Name the questions, or choose with --unit, --code, --list.
help-holds-as = By which movement: strike_off, mature, decease, expel, transfer_out; or a register's word for it.
help-holds-on = The day it took effect, such as 15/11/2026.
help-holds-decision-no = Number of the decision.
help-holds-destination = Where somebody moved to.
help-holds-origin = Where somebody came from.
help-holds-unit = All questions of this unit and those below it.
help-holds-code = All questions of one kind, such as many-removals.
help-holds-of-list = All questions of one list.
help-holds-yes = Answer several at once without a preview.
help-plan-workbook = Also write the plan as this workbook (.xlsx), to be reviewed and answered.
help-plan-force = Replace a workbook that stands there.
help-apply-review = A workbook written by “yumsync plan --workbook” and filled in: carries out that plan with what was answered.

holds-answer-approve = approved
holds-answer-reject = rejected, left as it is
holds-replaces = in place of decision { $decision } by { $who }
holds-way-approve = approve
holds-way-reject = reject: leave it as it is; not asked again while it is the same
holds-would-answer = Would answer { $count } questions; nothing is taken down yet:
holds-would-yes = If that is right, give the command again with --yes.
holds-answered = Took down { $count } decisions:
holds-numbers = Numbers { $first } to { $last }. Take one back: yumsync holds withdraw NUMBER
holds-left = { $count } questions cannot be answered so and are left:

error-hold-only-who = Question { $hold } asks who somebody is: it cannot be approved or rejected.
error-hold-only-list = Question { $hold } cannot be approved or rejected: it goes away when the list is mended.
error-hold-movement-needed = Question { $hold }: an approval must say by which movement ({ $choices }).
error-hold-movement-unknown = Question { $hold }: “{ $movement }” is none of { $choices }.
error-hold-movement-superfluous = Question { $hold }: this answer takes no movement.
error-hold-date-wrong = Question { $hold }: “{ $found }” is not a day that can be used.
error-hold-fact-needed = Question { $hold }: { $field } is lacking.
error-hold-facts-needed = Question { $hold }: an approval must tell what the paper lacks.
error-hold-choose-which = Which question is answered?
error-hold-chosen-twice = Name the questions, or choose with --unit, --code, --list; not both.
error-hold-none-such = No such question waits.
error-hold-answers = { $count } things are wrong, nothing was taken down:
advice-hold-only-list = See what to do: yumsync holds show { $hold }
advice-hold-only-who = See the commands: yumsync holds show { $hold }
advice-hold-movement-needed = On the command line --as, in the workbook the column “Movement”.
advice-hold-movement-unknown = Choose one of the movements above.
advice-hold-movement-superfluous = Leave the movement out.
advice-hold-date-wrong = Write day/month/year, not in the future, such as 15/11/2026.
advice-hold-fact-needed = On the command line { $option } "…", in the workbook its column.
advice-hold-facts-needed = Such as --decision-no "…"
advice-hold-choose-which = Name it, such as yumsync holds approve a1b2 --reason "…"; or --unit, --code, --list.
advice-hold-none-such = See what waits: yumsync holds
advice-hold-answers = See what must be told: yumsync holds show HOLD

## Approve or mend: what makes a question go away

holds-settle-many-removals = Approve it if the papers are right. If not, mend the register.
holds-settle-many-removals-total = Approve it if the papers are right. If not, mend the register.
holds-settle-reorganisation = Approve it if the units were merged or divided by decision. If not, mend the list or the tree of units.
holds-settle-gone-but-listed = Who has left: delete the row from the list. If the paper is wrong, mend the register.
holds-settle-movement-incomplete = Complete the register, or approve it with what is lacking.
holds-settle-transfer-letter-missing = Put the letter into the sender's register, or approve it once you have seen the letter.

## The review workbook

review-sheet-front = How to use
review-sheet-holds = Questions
review-sheet-changes = Changes
review-title = Plan { $run }
review-made = Made on { $when } by { $who }. A preview; nothing was sent.
review-rows = { $changes } rows of changes; { $holds } questions.
review-how =
    How to use:
    1. Sheet “Changes”: what will be sent. It is only shown; with a row edited or deleted there the workbook is refused. What is wrong is mended in the list, and planned again.
    2. Sheet “Questions”: fill in the yellow cells. Decision: approve or reject; Reason: always. What is left empty keeps waiting.
    3. Sort and filter as you like. Add and remove no columns.
    4. Save it, then type: yumsync apply --review FILE
    A workbook can be used once, while plan { $run } is not replaced.
review-personal = This file holds personal data: only you can open it; do not mail it, and delete it when done.
review-column-id = Id
review-column-unit = Unit
review-column-person = Person
review-column-question = Question
review-column-answers = Possible answers
review-column-answer = Decision
review-column-movement = Movement
review-column-on = Day
review-column-decision_no = Decision number
review-column-destination = Destination
review-column-origin = Origin
review-column-reason = Reason
review-column-what = What
review-column-field = Field
review-column-old = Old
review-column-new = New
review-column-from = From
review-column-state = State
review-approve = approve
review-reject = reject
review-plain = approve or reject, with a reason
review-with-paper = approve: movement, day, decision number (transferred out: destination), reason; or reject with a reason
review-with-facts = approve with { $facts }, reason; or reject with a reason
review-elsewhere = not answered here; see: yumsync holds show { $hold }
review-state-sent = will be sent
review-state-held = waits for approval
review-what-new = new person
review-what-change = changed record
review-what-transfer = transfer
review-what-reorganise = unit reorganised
review-written = Workbook to review: { $file }
review-next = When filled in: yumsync apply --review { $file }
review-taken = From the workbook: { $approved } approved, { $rejected } rejected.
review-freed = { $count } changes that waited go out with this run.
review-later = { $count } approvals take effect with the next run: yumsync plan or yumsync sync.

error-review-answers = { $count } things in the workbook are wrong; nothing was taken down or sent:
error-review-foreign = { $file } was not written by “yumsync plan --workbook”, or its hidden sheet was edited.
error-review-sheet-gone = { $file } has no sheet “{ $sheet }” any more.
error-review-altered = this row was edited or added. What the plan says is only shown.
error-review-altered-more = { $count } more rows were edited or added.
error-review-rows-gone = { $count } rows are gone. Deleting rows here does not change the plan.
error-review-columns = the headings lack a column, or have one twice: { $columns }.
error-review-formula = this cell is a formula without a result, or shows an error.
error-review-answered = question { $hold } was answered otherwise since the plan was made (decision { $number }).
error-review-half = question { $hold } is half filled: the decision is lacking.
error-review-no-answer = “{ $found }” is neither approve nor reject.
error-review-twice = question { $hold } is answered twice, before in row { $row }.
error-review-not-xlsx = A review workbook must end in .xlsx, not as { $file } does.
error-plan-other-review = This workbook belongs to another plan.
error-config-holds = The program's holds.toml is damaged: { $reason }.
advice-review = Write the workbook again: yumsync plan --workbook FILE
advice-review-answers = Mend the cells above, save, and run this again.
advice-review-altered = Mend the list and plan again: yumsync plan --workbook FILE
advice-review-altered-more = Mend the list and plan again: yumsync plan --workbook FILE
advice-review-rows-gone = Mend the list and plan again: yumsync plan --workbook FILE
advice-review-columns = Put the headings back as they were. Columns may be moved.
advice-review-formula = Type the value itself into the cell.
advice-review-answered = See: yumsync holds decided. Leave this row empty, or withdraw that decision and run again.
advice-review-half = Fill in the column “Decision”, or clear the row's other cells.
advice-review-no-answer = Choose approve or reject.
advice-review-twice = Delete one of the two rows.
advice-review-not-xlsx = Such as: --workbook review.xlsx

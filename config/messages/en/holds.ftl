### What waits for an officer: holds, and deciding who a row is about.

help-metavar-hold = HOLD
help-metavar-kind = KIND
help-metavar-list = LIST
help-metavar-candidate = CANDIDATE
help-metavar-reason = TEXT
help-metavar-decision = NUMBER

help-holds =
    What waits for an officer, by kind.

    Each question has a short id, the same every time. Who somebody is you decide, what is dangerous you approve or reject; the others go away when the list is mended.
help-holds-kind = Only questions of one kind, such as missing or ambiguous-identity.
help-holds-list = Only questions of one list.
help-holds-all = Name them all, however many there are of a kind.
help-holds-show =
    Look at one question.

    The row of the list stands beside each of the people it could be about.
help-holds-hold = The question's id, as “yumsync holds” prints it; its first characters are enough.
help-holds-decide =
    Decide who a row is about.

    The next run does so, and does not ask again while the row and those people stay the same. Choose one of --same-as, --new, --leave.
help-holds-same-as = It is this known person; “yumsync holds show” prints the ids.
help-holds-new = It is somebody new, none of those it could be.
help-holds-leave = Leave the row alone: nothing is sent, nobody is asked again.
help-holds-reason = Why; kept sealed with the decision. - reads it from standard input, so that it does not show on the command line.
help-holds-decided = The decisions that stand.
help-holds-withdraw = Take a decision back: its question is asked again.
help-holds-decision = The decision's number, as “yumsync holds decided” prints it.

holds-none = Nothing waits for an officer.
holds-title = Waiting for an officer: { $count }
holds-and-more = and { $count } more (--all names them)
holds-next = Look at one: yumsync holds show { $hold }
holds-asked = { $place } · asked since { $when }
holds-the-row = in the list
holds-candidate = { $id } ({ $score }% alike)
holds-youth = youth
holds-unsent = not sent yet
holds-signs = { "  " }= same   ~ nearly   ≠ differs   – not stated
holds-ways = Decide with one of these, and say why:
holds-way-same-as = it is that person; put another id for another person
holds-way-new = it is somebody new, none of those above
holds-way-leave = leave the row alone: nothing is sent, nobody is asked again
holds-answer-same-as = a known person
holds-answer-new = somebody new
holds-answer-leave = left alone
holds-made = { $who }, { $when }. Reason: { $reason }
holds-take-back = Take it back: yumsync holds withdraw { $decision }
holds-takes-effect = The next run does so: yumsync plan to preview, yumsync sync to send.
holds-none-decided = Nothing was decided yet.
holds-withdrawn = Decision { $decision } about { $name } is taken back. The next run asks again.

## What is not decided here: what makes it go away

holds-settle-missing = Forgotten: put the row back into the list. Moved, struck off, matured: follow the procedure; yumsync removes nobody.
holds-settle-duplicate = Keep the right row, remove the other. If they are two people of one name, state the ID of each.
holds-settle-lists-disagree = Ask, then mend the one that is wrong, so that both lists say the same.
holds-settle-unit-changed = A transfer needs its procedure; a unit typed wrongly is mended in the list.
holds-settle-kind-changed = On the wrong list: put the row back into the members' list. A member does not become youth by a list.
holds-settle-list-empty = See whether it is the right file, then copy the whole one.
holds-settle-list-shrunken = See whether it is the right file, then copy the whole one.
holds-settle-other = Mend the list; the question is gone with the next run.

## Errors

error-hold-unknown = No question has the id “{ $hold }”.
error-hold-several = { $count } questions have an id that begins with “{ $hold }”.
error-hold-elsewhere = { $hold } does not ask who somebody is, so it is not decided here.
error-hold-choose-one = Choose exactly one of --same-as, --new, --leave, --ours, --theirs.
error-hold-without-reason = A decision needs a reason: --reason "…".
error-hold-candidate-unknown = Nobody { $hold } could be about has the id “{ $candidate }”.
error-hold-candidate-unsent = Somebody it could be about was not sent to the centre yet.
error-decision-unknown = No decision { $decision } stands.
advice-hold = See what waits: yumsync holds
advice-hold-several = Type a few more characters of the id.
advice-hold-elsewhere = See what to do: yumsync holds show { $hold }
advice-hold-choose-one = Look at it again: yumsync holds show { $hold }
advice-hold-without-reason = Say briefly whom you asked, or which paper you saw.
advice-hold-candidate-unknown = See the ids: yumsync holds show { $hold }
advice-hold-candidate-unsent = Run yumsync sync first, then decide.
advice-decision-unknown = See the decisions: yumsync holds decided

report-count-left = rows left alone as an officer decided

field-previous_id = previous ID

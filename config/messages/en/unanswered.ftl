### Sent, and no answer came: an officer looks at the centre and says what became of it.

help-metavar-numbers = NUMBER...
help-unanswered =
    Changes that were sent and have no answer.

    Where the profile lets nothing be sent again safely, and reading back does not tell either, only an officer can know: look the person up at the centre, then record the result with “yumsync unanswered settle”.
help-unanswered-settle =
    Record what an officer saw at the centre.

    applied: the centre has done it, it is not sent again. untouched: it has not, the next run sends it again.
help-unanswered-numbers = The change's number, as “yumsync unanswered” prints it; several with one result may be given.
help-unanswered-as = Whether the centre has done it (applied) or not (untouched).
help-unanswered-reason = Where it was looked up and what was seen; kept sealed with the change. A - reads it from standard input, so that it does not show on the command line.

unanswered-none = No change lacks an answer.
unanswered-title = { $count } changes were sent and have no answer:
unanswered-record = record
unanswered-next-run =
    Nothing to do by hand: the next run asks again.
    yumsync sync
unanswered-next =
    Run yumsync sync: what can be found out goes away by itself. For the rest, look the person up at the centre, then record whether it was done (applied) or not (untouched):
    yumsync unanswered settle { $number } --as applied --reason "…"
unanswered-settled-applied = Recorded: the centre has done these { $count } changes; they are not sent again.
unanswered-settled-untouched =
    Recorded: the centre has not done these { $count } changes; the next run sends them again.
    yumsync sync

error-unanswered-run-asks = This cannot be recorded by hand: with this upstream the next run asks again and knows for certain.
error-unanswered-without-reason = Say where it was looked up and what was seen: --reason "…".
error-unanswered-choose-which = The result of which change?
error-unanswered-numbers = { $count } numbers are wrong, nothing was recorded:
error-unanswered-unknown = No change with the number { $number } lacks an answer.
advice-unanswered-run-asks = Run: yumsync sync
advice-unanswered = See the numbers: yumsync unanswered

report-delivery-undecided = result unknown, and asking does not tell: an officer has to look at the centre
report-undecided-next =
    → Do not enter them by hand. See each of them, then record what became of it:
      yumsync unanswered

doctor-promises = When an answer is lost
doctor-promises-keys = the same goes out again under its key, and takes effect once
doctor-promises-export = the centre's export tells
doctor-promises-back = the centre is read before anything else is sent
doctor-promises-blind = records are read back; of { $what } nothing tells, and an officer has to look. Add “holds” to the profile where that can be.
guarantee-blind = Where an answer is lost, this profile does not tell whether the centre did it: { $what }. An officer has to look, by yumsync unanswered.

report-outcome-undecided = What could be sent is done. Of some changes only an officer can find out: see yumsync unanswered
report-status-undecided = There are changes of which only an officer can find out: see yumsync unanswered

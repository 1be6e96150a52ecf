"""Getting a plan's operations to the upstream: what is sent next, and what each answer means.

One thread (the caller's) writes the state; a small pool only sends. A batch is durable, with its exact body and key,
before a sender sees it, and its verdicts are recorded in one transaction with the ledger. The rules:

=====================  ==========================================================================================
answer                 consequence
=====================  ==========================================================================================
verdicts               recorded one by one; an operation without one is unknown and its batch is replayed
answer lost            the batch is unknown: the same bytes go out again under the same key, before anything else
                       for those people. Where the upstream does not honour keys it is read back instead: that
                       nothing is to be seen counts once the request can no longer take effect (`Promises.late`).
                       Where neither can be, it stays unknown: nothing is guessed
broken off             what is certain is recorded; the rest is as the cause says. An operation refused in the middle
                       stands alone from then on
unavailable            nothing was taken: pending again; several in a row open the circuit and end the run
too large              halved, and the rest of the run uses the smaller size
refused as a whole     split, until the guilty record stands alone. Several refusals in a row without any batch
                       passing open the circuit
refused on a replay    says nothing of the first sending: still unknown until that can no longer take effect, and the
                       upstream is seen to take others or shows that nothing of it was taken
accepted               on its way: asked about before anything is sent, in this run and later ones
                       (`sync.delivery.polling`)
=====================  ==========================================================================================

A record that was refused standing alone is a suspect until the end of the run. It is rejected, with the upstream's
words, when the upstream was seen to take another batch after refusing it. Of no more than `DeliveryPolicy.suspects`
that are left it is also proof when the last batch that passed is answered again under its key; and for refusals of
content (not: failures), without such a batch or without keys, that the upstream answers at all. Else it was an
outage, and everything stays pending.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import ceil

from sync.delivery.lateness import Lateness
from sync.delivery.pacing import BATCH_SECONDS, Pace
from sync.delivery.polling import Polled, poll
from sync.delivery.suspects import Suspect, Suspects
from sync.errors import AnswerLost, Interrupted, Refused, TooLarge, Unavailable, UpstreamError
from sync.ports import Progress, Store, Upstream
from sync.reports import DeliveryReport
from sync.values import Batch, OperationState, Outcome, Verdict

Answer = tuple[Batch, list[Verdict]]


BUSY = "upstream-busy"

STEP = 1.0
"""Seconds of a wait after which it is asked whether the run is to end."""


@dataclass(frozen=True, slots=True)
class DeliveryPolicy:
    """When to stop trying.

    `circuit` failed batches in a row end the run; so do `refusals` whole-batch refusals in a row without any batch
    passing (more than splitting two poison records out of the largest batch takes). A batch whose answer was lost is
    replayed `replays` times in a run; an operation tried `dead_after` times is dead. At most `polls` accepted
    operations are asked about in a run. `heartbeat` is how many seconds the state may go unwritten while answers are
    awaited, so that the lease does not run out. After `seconds` nothing more is sent; `batch_seconds` is how long one
    batch should take at most (`sync.delivery.pacing`).
    """

    circuit: int = 3
    refusals: int = 24
    suspects: int = 3
    replays: int = 3
    dead_after: int = 60
    polls: int = 2000
    heartbeat: float = 15.0
    seconds: float | None = None
    batch_seconds: float = BATCH_SECONDS


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch that was sent or read back, what came of it and in how many seconds. `pauses` is how often the upstream
    had been busy when it went out."""

    batch: Batch
    answer: Sequence[Verdict] | UpstreamError
    seconds: float
    pauses: int


class Delivery:
    """One run's delivery. Not reusable."""

    def __init__(
        self,
        store: Store,
        upstream: Upstream,
        policy: DeliveryPolicy,
        progress: Progress,
        stop: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._upstream = upstream
        self._policy = policy
        self._progress = progress
        self._stop = stop
        self._clock = clock
        self._sleep = sleep
        self._until = None if policy.seconds is None else clock() + policy.seconds
        self._pace = Pace(upstream.limits, policy.batch_seconds)
        self._report = DeliveryReport()
        self._failures = 0
        self._refusals = 0
        self._passed = 0
        self._pauses = 0
        self._suspects = Suspects()
        self._last: Batch | None = None
        self._untold: dict[int, int] = {}
        """Of batches that were read back: how many operations that told nothing of."""
        self._lateness = Lateness(upstream.promises.late, clock)

    def run(self, polled: Polled | None = None) -> DeliveryReport:
        """Settle what earlier runs left unanswered, then send what is pending; return what became of it.

        `polled` is what was asked about in this run already. An outage is not an error: the report's `stopped` names
        it and everything not sent stays pending.
        """
        report = self._report
        self._begin()
        self._settle_unanswered()
        (polled or self._poll()).add_to(report)
        for _ in range(1 + self._policy.replays):
            if not report.stopped:
                self._send_all()
            if report.stopped or not self._can_settle or not (unanswered := self._unanswered()):
                break
            self._outwait(unanswered)
            self._settle_unanswered()
        self._judge()
        report.dead = self._store.outbox.give_up(self._policy.dead_after)
        counts = self._store.outbox.under_way()
        report.pending = counts.get(OperationState.PENDING, 0)
        report.unknown = counts.get(OperationState.UNKNOWN, 0) + counts.get(OperationState.SENT, 0)
        untold = sum(self._untold.values()) if self._can_settle else report.unknown
        report.undecided = min(report.unknown, untold)
        report.accepted = counts.get(OperationState.ACCEPTED, 0)
        return report

    def _begin(self) -> None:
        waiting = self._store.outbox.under_way()
        self._progress.stage("deliver", sum(waiting.values()) - waiting.get(OperationState.ACCEPTED, 0))

    def settle_leftovers(self) -> Polled:
        """Only replay what an earlier run left unanswered and ask about what was accepted, so that these verdicts
        count before a new plan is made; return what the asking brought."""
        self._settle_unanswered()
        self._judge()
        return self._poll()

    def _poll(self) -> Polled:
        """Ask what became of accepted operations, unless the upstream is away; a failure counts like any other."""
        if self._report.stopped:
            return Polled()
        polled = poll(self._store, self._upstream, self._policy.polls, self._policy.heartbeat, self._stop)
        if polled.failure is not None:
            self._failed(polled.failure)
        return polled

    def _settle_unanswered(self) -> None:
        """Find out about every unanswered batch: send it again, byte for byte, under its key, or read it back."""
        if not self._can_settle:
            return
        ask = self._try if self._upstream.promises.keys else self._recall
        for batch in self._unanswered():
            if self._report.stopped or self._told_to_stop():
                break
            self._take(ask(batch, self._pauses), replayed=True)

    def _outwait(self, unanswered: Sequence[Batch]) -> None:
        """Wait until what nothing was seen of can take effect no more, unless the run is to end."""
        seconds = self._lateness.left(unanswered)
        if seconds <= 0:
            return
        self._progress.stage("outwait", ceil(seconds))
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0 and not self._told_to_stop():
            self._sleep(min(left, STEP))
            self._progress.advance(1)
            with self._store.transaction():
                """Renew the lease."""
        self._begin()

    @property
    def _can_settle(self) -> bool:
        return self._upstream.promises.keys or self._upstream.promises.read_back

    def _unanswered(self) -> list[Batch]:
        return [batch for batch in self._store.outbox.unanswered() if batch not in self._suspects]

    def _told_to_stop(self) -> bool:
        """Whether the run is to end here; the report then says why."""
        if not self._report.stopped:
            self._report.stopped = self._reason_to_stop()
        return bool(self._report.stopped)

    def _reason_to_stop(self) -> str:
        if self._stop():
            return "run-stopped"
        return "run-deadline" if self._until is not None and self._clock() >= self._until else ""

    def _send_all(self) -> None:
        """Keep the senders busy until nothing is pending, the circuit opens, or the run is told to stop."""
        with ThreadPoolExecutor(self._upstream.limits.concurrency, thread_name_prefix="send") as senders:
            try:
                self._keep_busy(senders)
            except BaseException:
                # Whoever took over the lease must not meet what the senders would still carry out.
                self._upstream.close()
                raise

    def _keep_busy(self, senders: ThreadPoolExecutor) -> None:
        under_way: dict[Future[Sent | None], Batch] = {}
        answered: list[Sent] = []
        while True:
            free = 0 if self._told_to_stop() else max(0, self._wanted() - len(under_way))
            for batch in self._settle_and_claim(answered, free):
                under_way[senders.submit(self._send, batch, self._pauses)] = batch
            answered = []
            if not under_way:
                return
            done, _ = wait(under_way, self._policy.heartbeat, return_when=FIRST_COMPLETED)
            if not done:
                with self._store.transaction():
                    """Renew the lease."""
            for future in done:
                batch, sent = under_way.pop(future), future.result()
                if sent is None:
                    self._store.outbox.requeue(batch, "")
                elif isinstance(sent.answer, UpstreamError):
                    self._take(sent)
                else:
                    answered.append(sent)

    def _wanted(self) -> int:
        """How many batches should be under way or wait for a sender: as many as may be under way, and at full pace
        as many again, so that a sender goes on with the next one while the answer it got is recorded. None wait where
        a crash would leave in doubt what was never sent: a key settles that at once, reading back does not."""
        width = self._pace.limits.concurrency
        return 2 * width if self._upstream.promises.keys and width == self._upstream.limits.concurrency else width

    def _settle_and_claim(self, answered: Sequence[Sent], free: int) -> Sequence[Batch]:
        """Record verdicts and take new batches in one transaction: one flush to disk for both."""
        if not answered and not free:
            return []
        outbox = self._store.outbox
        settled = [(sent.batch, sent.answer) for sent in answered if not isinstance(sent.answer, UpstreamError)]
        counted, batches = outbox.settle_and_claim(settled, free, self._pace.limits, self._upstream.encode)
        for sent, (batch, verdicts), counts in zip(answered, settled, counted, strict=True):
            self._lateness.miss(batch, verdicts)
            self._pace.passed(len(batch.operations), sent.seconds)
            self._count(batch, verdicts, counts)
        return batches

    def _send(self, batch: Batch, pauses: int) -> Sent | None:
        """Send one batch; None, and nothing was sent, where the run is to end or the upstream got busy meanwhile.
        Runs in a sender thread."""
        if self._report.stopped or self._reason_to_stop() or pauses < self._pauses:
            return None
        return self._try(batch, pauses)

    def _try(self, batch: Batch, pauses: int) -> Sent:
        """Send one batch, whatever stands against it; touches no state."""
        return self._asked(self._upstream.send, batch, pauses)

    def _recall(self, batch: Batch, pauses: int) -> Sent:
        """Read back what became of a batch."""
        return self._asked(self._upstream.recall, batch, pauses)

    def _asked(self, ask: Callable[[str, bytes], Sequence[Verdict]], batch: Batch, pauses: int) -> Sent:
        began = self._clock()
        try:
            answer: Sequence[Verdict] | UpstreamError = list(ask(batch.key, batch.body))
        except UpstreamError as error:
            answer = error
        return Sent(batch, answer, self._clock() - began, pauses)

    def _take(self, sent: Sent, *, replayed: bool = False) -> None:
        """Carry out what an answer means, outside the main loop's shared transaction."""
        batch, answer = sent.batch, sent.answer
        recalled = replayed and not self._upstream.promises.keys
        if not isinstance(answer, UpstreamError):
            if recalled:
                told = {one.operation for one in answer}
                self._untold[batch.number] = len(set(batch.ids) - told)
                seen = [one for one in answer if one.outcome is not Outcome.UNTOUCHED]
                answer = answer if len(seen) == len(answer) or self._lateness.is_over(batch) else seen
            self._count(batch, answer, self._store.outbox.settle(batch, answer), recalled=recalled)
            return
        if isinstance(answer, Interrupted):
            self._take_part(sent, answer, replayed=replayed)
            return
        self._report.requests += 1
        outbox, words = self._store.outbox, str(answer)
        # What fails while a batch is read back is the question; of what was sent it says nothing.
        refused = (
            isinstance(answer, TooLarge | Refused) and not recalled and (not replayed or self._was_never_taken(batch))
        )
        if refused and len(batch.operations) > 1:
            outbox.split(batch, words)
            if isinstance(answer, TooLarge):
                self._pace.too_large(len(batch.operations))
            self._refused(answer)
        elif refused:
            self._suspects.add(batch, answer, self._passed)
            self._refused(answer)
        elif isinstance(answer, AnswerLost) or replayed:
            if not replayed:
                self._lateness.miss(batch)
            outbox.unknown(batch, words)
            self._failed(answer, sent)
        else:
            outbox.requeue(batch, words)
            self._failed(answer, sent)

    def _was_never_taken(self, batch: Batch) -> bool:
        """Whether a batch that is refused when it comes again was surely not taken the first time, and will not be:
        its time is over, and the upstream takes others or shows nothing of it. Else a poison record would keep its
        batch unknown while nothing else is to be sent."""
        return (self._passed > 0 or self._is_untouched(batch)) and self._lateness.is_over(batch)

    def _is_untouched(self, batch: Batch) -> bool:
        """Whether nothing of a batch stands at the upstream, by its own words."""
        if not self._upstream.promises.read_back:
            return False
        try:
            told = self._upstream.recall(batch.key, batch.body)
        except UpstreamError:
            return False
        untouched = {one.operation for one in told if one.outcome is Outcome.UNTOUCHED}
        return untouched.issuperset(batch.ids)

    def _take_part(self, sent: Sent, answer: Interrupted, *, replayed: bool) -> None:
        """Record what is certain of a batch that broke off, and let the guilty operation stand alone.

        Where a key lets the batch go out again it goes out whole: while anything of it is in doubt, what was not
        touched stays with it, so that the verdicts of then count. That it was not touched this time says nothing of
        the times before.
        """
        batch, verdicts = sent.batch, list(answer.verdicts)
        self._lateness.miss(batch, verdicts)
        in_doubt = replayed or not {one.operation for one in verdicts}.issuperset(batch.ids)
        if self._upstream.promises.keys and in_doubt:
            verdicts = [one for one in verdicts if one.outcome is not Outcome.UNTOUCHED]
        with self._store.transaction():
            counts = self._store.outbox.settle(batch, verdicts)
            named = zip(batch.operations, batch.ids, strict=True)
            guilty = [number for number, ident in named if ident == answer.guilty]
            for number in guilty:
                self._store.outbox.set_apart(batch, number)
        # Where nothing was taken, nothing passed: an outage is to open the circuit.
        taken = [verdict for verdict in verdicts if verdict.outcome is not Outcome.UNTOUCHED]
        self._count(batch, taken, counts, recalled=not taken)
        self._suspects.blame(guilty, self._passed)
        if isinstance(answer.cause, Refused):
            self._refused(answer.cause)
        else:
            self._failed(answer.cause, sent)

    def _judge(self) -> None:
        """Tell the guilty records from an outage: see the module's text."""
        for suspect, guilty in self._suspects.judged(self._passed, self._takes_others):
            if guilty:
                self._reject(suspect.batch, suspect.answer)
            else:
                self._store.outbox.requeue(suspect.batch, str(suspect.answer))
                if not self._report.stopped:
                    self._open_circuit(suspect.answer)

    def _takes_others(self, suspects: Sequence[Suspect]) -> bool:
        """Whether the upstream takes anything at all just now, as far as that can be told without a new batch. That
        it can be read is no proof of it."""
        if self._report.stopped or len(suspects) > self._policy.suspects:
            return False
        try:
            if self._last is not None and self._upstream.promises.keys:
                return bool(self._upstream.send(self._last.key, self._last.body))
            if any(one.failed for one in suspects):
                return False
            self._upstream.reach()
        except UpstreamError:
            return False
        return True

    def _reject(self, batch: Batch, answer: UpstreamError) -> None:
        words = answer.words or answer.code
        verdict = Verdict(batch.ids[0], Outcome.REJECTED, code=answer.code, words=words)
        self._store.outbox.settle(batch, [verdict])
        self._report.sent += 1
        self._report.rejected += 1
        self._progress.advance(1, rejected=1)

    def _refused(self, answer: UpstreamError) -> None:
        self._refusals += 1
        if self._refusals >= self._policy.refusals:
            self._open_circuit(answer)

    def _failed(self, answer: UpstreamError, sent: Sent | None = None) -> None:
        """Count a failure towards the circuit. Of the batches that were under way when the upstream said that it is
        busy only one counts: the next ones go out at another pace."""
        if sent is not None and answer.code == BUSY:
            if sent.pauses < self._pauses:
                return
            self._pauses += 1
            self._pace.busy()
        elif sent is not None and isinstance(answer, AnswerLost):
            self._pace.lost(len(sent.batch.operations))
        self._failures += 1
        if self._failures >= self._policy.circuit:
            self._open_circuit(answer)

    def _open_circuit(self, answer: UpstreamError | Unavailable) -> None:
        self._report.stopped = answer.code
        self._report.stopped_details = dict(answer.details)

    def _count(
        self, batch: Batch, verdicts: Sequence[Verdict], counts: Mapping[str, int], *, recalled: bool = False
    ) -> None:
        """Count an answer: `counts` are the operations it changed, by outcome. An answer to a batch that was sent has
        verdicts. Reading one back may tell nothing, and never that the upstream takes anything just now."""
        report, applied, rejected = self._report, counts.get(Outcome.APPLIED, 0), counts.get(Outcome.REJECTED, 0)
        report.requests += 1
        settled = applied + rejected + counts.get(Outcome.ACCEPTED, 0)
        report.sent += settled
        report.applied += applied
        report.rejected += rejected
        if not recalled and any(one.operation in batch.ids for one in verdicts):
            self._passed += 1
            self._refusals = self._failures = 0
            if {one.operation for one in verdicts if one.outcome is not Outcome.UNTOUCHED}.issuperset(batch.ids):
                self._last = batch
        elif not recalled:
            self._failed(AnswerLost("upstream-garbled"))
        self._progress.advance(settled, applied=applied, accepted=settled - applied - rejected, rejected=rejected)

### The silence alarm: messages, status --max-age, status --notify. Nothing personal.

notice-title = yumsync ({ $machine }): needs a look
notice-title-over = yumsync ({ $machine }): well again
notice-never = ever
notice-silent = No run came to its end since { $when }. Look at cron or systemd, then: yumsync doctor
notice-failed = Run { $run } broke off. See: yumsync doctor
notice-upstream = The upstream could not take it. Nothing is lost, the next run goes on. See: yumsync status
notice-unread = Run { $run } could not read a list. Mend the file. See: yumsync check
notice-held = { $count } questions wait for an officer. See: yumsync holds
notice-stale = List { $list } was not brought up to date since { $when }. Remind the unit; if nothing changed, open the file and save it.
notice-silent-over = Runs come to their end again, since { $when }.
notice-failed-over = The failed run is over, since { $when }.
notice-upstream-over = The upstream takes it again, since { $when }.
notice-unread-over = Every list can be read again, since { $when }.
notice-held-over = No question waits any more, since { $when }.
notice-stale-over = List { $list } was brought up to date, since { $when }.

age-well = The last run came to its end: { $when }.
age-silent = No run came to its end within { $most }; the last one: { $when }. See: yumsync doctor
age-never = No run ever came to its end. See: yumsync doctor
notify-told = { $count ->
    [0] Nothing new to tell.
   *[other] Told { $count } changes.
}

doctor-notify = Notices
doctor-notify-ok = { $count } receivers
doctor-notify-off = no [notify]: nobody is told when nothing runs

error-notify-not-set = The configuration has no table [notify].
error-notify-address = { $key } is no address for notices.
error-notify-plain = { $key }: no notices go unencrypted beyond this machine.
error-notify-unreached = Could not be told: { $keys }.
advice-notify-not-set = Add that table to yumsync.toml: docs/operations.md.
advice-notify-address = How addresses are written: “Supported Notifications” of apprise.
advice-notify-plain = Use the encrypted form ({ $secure }://…).
advice-notify-unreached = Look at the network and that address. What was not told is kept, and told next time.
error-config-not-a-span = { $key } must be a span of time: 90m, 26h, 2d.
error-usage-bad-span = { $name } must be a span of time: 90m, 26h, 2d.

help-status-max-age = Look at the last completed run alone: exit code 2 where it is older than that (90m, 26h, 2d).
help-status-notify = Write the state file and tell the receivers of [notify] what changed.
help-metavar-span = SPAN

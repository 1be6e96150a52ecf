### Command line: help, init, doctor.

## Frame

word-usage = Usage
word-arguments = Arguments
word-options = Options
word-commands = Commands
word-required = required
word-default = default
help-metavar-options = [OPTIONS]
help-metavar-command = COMMAND [ARGUMENTS]...
help-metavar-file = FILE
help-metavar-files = FILE
help-metavar-folder = FOLDER
help-metavar-run = RUN

help-yumsync =
    Keeps the central member system in step with the branches' own lists.

    Reads lists in Excel, CSV or a database, compares them with what the centre confirmed last, and sends only what differs. Nobody is removed for being absent; what is doubtful waits for an officer.
help-epilog =
    The first time: yumsync init, copy the lists into the folder lists, then yumsync doctor, yumsync check, yumsync plan.

    Exit codes: 0 in step; 1 some rows in error or refused; 2 usage or configuration; 3 something waits for an officer; 4 the centre could not take it, the next run goes on; 5 another run is at work; 6 the journal does not verify; 7 a list could not be read.
help-config = The configuration file, where it is not the working folder's yumsync.toml (or the variable YUMSYNC_CONFIG).
help-lang = The program's language: vi or en (or the variable YUMSYNC_LANG).
help-json = Answer in JSON, for a machine to read.
help-verbose = Tell more: everything in the technical log, and the way an unexpected error came.
help-version = Say the version.
help-help = This help.
help-install-completion = Install completion of commands with the Tab key.
help-show-completion = Print the completion code, to install it yourself.

## init and doctor

help-init =
    Make a working folder, or complete one.

    That is an annotated configuration, the encryption key, the database and the folder lists.

    What is there already is kept; a database of an earlier version is upgraded. It may be run as often as you like.
help-init-folder = The working folder; the one you are in where none is given.
init-made-config = Made the configuration { $name }
init-kept-config = Kept the configuration { $name }
init-made-key = Made the encryption key { $name } (yours alone to open; keep a copy somewhere else)
init-kept-key = Kept the key { $name }
init-made-database = Made the database { $name }
init-kept-database = The database { $name } is ready
init-next =
    What comes next:
      1. Copy the lists into the folder lists.
      2. Open yumsync.toml and enter the central system's address and each list.
      3. yumsync doctor   see whether everything is there
         yumsync check    read the lists, send nothing
         yumsync plan     see beforehand what would be sent

help-doctor =
    See whether everything is there for a run.

    Looks at key, database, lists, disk, clock and the central system. Sends nothing and mends nothing.
doctor-key = Key and secrets
doctor-database = Database
doctor-lists = Lists
doctor-disk = Disk
doctor-upstream = Central system
doctor-key-ok = complete
doctor-database-ok = opens; the centre has confirmed { $people } people
doctor-lists-ok = { $lists } lists, { $files } files
doctor-disk-ok = { $free } MB free
doctor-upstream-ok = { $name } { $version } answers at { $url }
doctor-well = Everything is ready.
doctor-unwell = Something is to be mended, as above.
error-doctor-disk-readonly = the folder { $folder } cannot be written to.
error-doctor-disk-low = the disk of { $folder } has only { $free } MB left.
error-doctor-clock-skew = this machine's clock differs from the central system's by { $seconds } seconds.
advice-doctor-disk-readonly = Check the folder's permissions.
advice-doctor-disk-low = Make room on the disk.
advice-doctor-clock-skew = Let the machine set its clock by the network.

## The other verbs

help-check =
    Read lists to see what is wrong; send and write nothing.

    Tells which columns were recognised, which rows are wrong, and how to mend them. Without a file, all lists of the configuration are read.
help-check-files = Files to read: .xlsx .xlsm .xlsb .xls .ods .csv
help-check-youth = These files list youth, not members.
help-plan =
    Preview what would be added, changed and held.

    Nothing is sent. The plan is sealed; “yumsync apply” sends exactly what was reviewed.
help-plan-all = Name everybody and everything, not only the first examples.
help-apply =
    Send exactly what was reviewed in a plan.

    If the centre has changed since, the plan is refused and has to be made again.
help-apply-run = The plan's number, as “yumsync plan” prints it; its first characters are enough.
help-sync =
    Read the lists and send what differs; for cron, each night.

    What a person must decide is held. Cut off half-way, nothing is lost and nothing sent twice: the next run goes on.
help-sync-retry = Send once more those who were refused and whose rows were not mended since.
help-status =
    Where things stand.

    How many people are in step, what waits to be sent, what waits for an officer, the last run.
help-runs = The latest runs, newest first.
help-runs-limit = How many runs to tell of.
help-run =
    One run, change by change.

    With the central system's words, and what waits for an officer.
help-run-run = The run's number, as “yumsync runs” prints it; its first characters are enough.
help-standin =
    Start a stand-in for the central system on this machine.

    To practise, and to try lists and a configuration without touching the real one.

    Open the address it prints in a browser to see whom it holds. Stop it with Ctrl-C.
help-standin-host = The address to listen at; this machine's own only.
help-standin-port = The port; 0 takes a free one.
help-standin-mode = “batch” takes batches, as the profile standin sends them; “rest” takes members one by one over /api, for the user officer with the password standin.
help-standin-units = A JSON file with the tree of units to begin with; for “rest” the units at its ends are the branches.
help-standin-db = The file to keep its data in; in memory where none is given.
help-demo =
    Tell the whole story on fabricated data.

    A province, a first sync, a month of changes, a preview, a sync, and a last sync that has nothing to send. Nobody in it is real. It takes less than two minutes.
help-demo-folder = The folder to tell it in; made anew.

### Roles and permissions.

error-access-refused = The account { $account } may not { $permission }. Roles that may: { $roles }.
error-access-elsewhere = The account { $account } may not { $permission } outside of its own unit. Roles that may: { $roles }, there or above.
error-access-whole = This is about all units: the account { $account } may not { $permission } for all of them. Roles that may: { $roles }, without a unit.
advice-access = Ask somebody who has such a role. Whoever keeps yumsync.toml gives roles by tables [[role]].

error-config-roles = The program's table of roles is damaged: { $reason }
advice-config-roles = Install yumsync again.

access-hidden = { $count } items of other units: not shown here.

doctor-access = Roles
doctor-access-ok = account { $account }: { $roles }
doctor-access-open = none are set: whoever can run yumsync may do everything
error-doctor-access-nobody = The account { $account } has no role in yumsync.toml.
advice-doctor-access-nobody = Add a table [[role]] for this account: docs/roles.md.
error-doctor-access-unit = The unit "{ $unit }" of a role fits { $count } units of the tree; it must be exactly one.
advice-doctor-access-unit = Write the unit's whole path, smallest first, into the table [[role]]. Until then the role holds for nothing.

permission-look = see how things stand
permission-people = see people
permission-preview = check lists and make plans
permission-sync = run a sync
permission-decide = answer questions
permission-remove = approve that people leave the lists
permission-settle = settle differences and changes without an answer
permission-audit = read the journal
permission-names = name people in what is handed on
permission-export = export one person's data
permission-erase = erase one person
permission-keys = replace keys
permission-backup = back up and restore
permission-trial = write trial people into the upstream

role-officer = officer
role-approver = approver
role-auditor = auditor
role-administrator = administrator
role-service = service

event-access-refused = An attempt without permission was refused
audit-fact-permission = permission
audit-fact-unit = unit number
audit-fact-whole = all units

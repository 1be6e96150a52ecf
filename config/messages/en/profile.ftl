### Profiles: how an upstream is spoken to.

error-profile-invalid = { $file } has { $count ->
    [one] 1 problem
   *[other] { $count } problems
}. Nothing was started.
error-profile-unknown-placeholder = { $key }: nothing is called {"{"}{ $name }{"}"} here.
error-profile-unknown-placeholder-near = { $key }: nothing is called {"{"}{ $name }{"}"} here; did you mean {"{"}{ $nearest }{"}"}?
error-profile-unknown-field = { $key }: yumsync has no field “{ $name }”, so it would never be sent.
error-profile-unknown-field-near = { $key }: yumsync has no field “{ $name }”; did you mean “{ $nearest }”?
error-profile-not-an-expression = { $key } is no JMESPath expression.
error-profile-not-a-pattern = { $key } is no regular expression.
error-profile-not-a-name = { $key } is no name of a field, such as "a", "a.b" or "a[0].b".
error-profile-not-a-date = { $key } must be a form of dates with %d, %m and %Y.
error-profile-bulk-steps = { $key }: with [bulk], an operation takes one step in each case.

rejection-person-exists = The centre has somebody with this code or number already, perhaps not the same person. Look there, then mend the list or tell the centre.
rejection-already-so = yumsync did not send it: the centre shows it so already, or does not have the destination. Look at this person there; enter it by hand where it is needed.

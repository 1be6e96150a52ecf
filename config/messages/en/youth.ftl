### Youth, and youth who are members.

finding-youth-is-member = A member already, in the list “{ $list }”: nothing is sent from this row of youth.
report-count-known-members = rows of youth who are members already, not sent
field-kind = kind
value-kind-members = member
value-kind-youth = youth

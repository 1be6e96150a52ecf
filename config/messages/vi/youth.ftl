### Thanh niên, và thanh niên đã là đoàn viên.

finding-youth-is-member = Đã là đoàn viên trong danh sách “{ $list }”: dòng thanh niên này không gửi gì.
report-count-known-members = dòng thanh niên của người đã là đoàn viên, không gửi
field-kind = loại
value-kind-members = đoàn viên
value-kind-youth = thanh niên

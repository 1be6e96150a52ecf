## Đối chiếu: việc chờ cán bộ nói theo bên nào

hold-theirs-changed = { $name }: trung tâm đã đổi { $field } sau lần xác nhận trước. Theo bên nào?
hold-both-changed = { $name }: { $field } ở danh sách và ở trung tâm khác nhau. Theo bên nào?
hold-removed-there = { $name }: có trong danh sách, trung tâm không còn. Theo bên nào?
hold-two-codes = { $name }: trung tâm đổi mã, hoặc ghi thành hai người. Là thế nào?
hold-only-there = { $name }: trung tâm có, không danh sách nào có. Là ai?
hold-perhaps-there = { $name }: danh sách sắp tạo mới, mà trung tâm có thể đã có người này. Có phải không?
report-hold-theirs-changed = trung tâm đã tự đổi
report-hold-both-changed = hai bên đổi khác nhau
report-hold-removed-there = trung tâm không còn
report-hold-two-codes = đổi mã hoặc ghi hai lần ở trung tâm
report-hold-only-there = chỉ trung tâm có
report-hold-perhaps-there = có thể trung tâm đã có
holds-settle-theirs-changed = Chọn theo bên nào; lần “yumsync reconcile --fix” sau sẽ làm theo.
holds-settle-both-changed = Chọn theo bên nào; lần “yumsync reconcile --fix” sau sẽ làm theo.
holds-settle-removed-there = Theo danh sách: ghi lại ở trung tâm, có giấy tờ thì kèm giấy tờ. Theo trung tâm: gạch tên khỏi danh sách.
holds-settle-two-codes = Hai người ở trung tâm là một thì gộp ở trung tâm. Chỉ đổi mã thì theo trung tâm.
holds-settle-only-there = Của mình thì ghi vào danh sách, lần sau tự khớp. Không phải của mình thì để yên.
holds-settle-perhaps-there = Là một người thì theo trung tâm, không tạo mới. Là hai người thì theo danh sách.
holds-way-ours = theo danh sách
holds-way-theirs = theo trung tâm, và sửa lại danh sách
holds-answer-ours = theo danh sách
holds-answer-theirs = theo trung tâm
holds-side-base = lần trước
holds-side-ours = danh sách
holds-side-theirs = trung tâm
help-holds-ours = Việc đối chiếu: theo danh sách.
help-holds-theirs = Việc đối chiếu: theo trung tâm, và sửa lại danh sách.
report-hold-conceded = đã theo trung tâm
hold-conceded = { $name }: đã theo trung tâm.
finding-conceded = { $name }: { $field } đã theo trung tâm; sửa ô này trong danh sách. Đến khi sửa, giá trị cũ không gửi đi.
finding-conceded-presence = { $name }: trung tâm không còn, đã theo trung tâm; gạch dòng này khỏi danh sách.
error-hold-no-sides = Việc { $hold } không phải việc đối chiếu, nên không có --ours hay --theirs.
error-hold-no-such-side = Việc { $hold } chỉ nhận: { $choices }.
error-hold-only-centre = Việc { $hold } phải xử lý ngay ở hệ thống trung tâm.
advice-hold-no-sides = Xem phải làm gì: yumsync holds show { $hold }
advice-hold-no-such-side = Xem các lệnh: yumsync holds show { $hold }
advice-hold-only-centre = Gộp hai hồ sơ ở trung tâm, rồi chạy lại: yumsync reconcile --fix

## reconcile --fix

help-reconcile-fix = Giải quyết chỗ khác nhau theo [reconcile] và theo câu trả lời của cán bộ, rồi gửi như yumsync sync; còn lại thì hỏi.
fix-nothing = Không có gì phải giải quyết.
fix-word = { $standing }, { $field }: { $word }, { $count } người
fix-word-ours = theo danh sách
fix-word-theirs = theo trung tâm
fix-linked = Đã khớp với người trung tâm có sẵn: { $count } người
fix-taken-back = Trung tâm không còn; bỏ xác nhận cũ: { $count } người
fix-left = Đang có thay đổi gửi dở, để lần sau: { $count } người
fix-corrections = Cần sửa trong “{ $list }”: { $count } chỗ, ghi ở { $file }
fix-no-list = chưa thuộc danh sách nào
fix-asked = Chờ cán bộ: { $count } việc. Xem: yumsync holds
error-usage-not-both = { $name } và { $other } không dùng cùng một lúc.
advice-usage-not-both = Bỏ bớt một trong hai.

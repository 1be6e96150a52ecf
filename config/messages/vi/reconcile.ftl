### Đối chiếu: danh sách, lần trung tâm xác nhận trước, trung tâm hiện nay.

field-status = tình trạng

reconcile-title = Đối chiếu danh sách, lần xác nhận trước và trung tâm hiện nay
reconcile-title-centre = Đối chiếu lần xác nhận trước và trung tâm hiện nay (không đọc danh sách)

reconcile-standing-in-step = khớp
reconcile-standing-ours-newer = danh sách mới hơn
reconcile-standing-theirs-changed = trung tâm đã đổi
reconcile-standing-both-changed = hai bên cùng đổi
reconcile-standing-only-here = chỉ có ở đây
reconcile-standing-only-there = chỉ có ở trung tâm
reconcile-standing-removed-there = trung tâm đã bỏ
reconcile-standing-two-codes = một người hai mã
reconcile-means-in-step = mọi bên ghi như nhau
reconcile-means-ours-newer = trung tâm chưa nhận
reconcile-means-theirs-changed = không theo danh sách
reconcile-means-both-changed = mỗi bên ghi một khác
reconcile-means-only-here = trung tâm chưa có tên
reconcile-means-only-there = ở đây chưa ai biết
reconcile-means-removed-there = trước đây đã xác nhận, nay không còn
reconcile-means-two-codes = trung tâm đổi mã, hoặc ghi thành hai người

reconcile-line = { $standing }: { $means }
reconcile-units = Đơn vị chưa khớp: { $differing } trong { $units }
reconcile-more-units = còn { $count } đơn vị chưa khớp
reconcile-differences = Chỗ khác nhau (trước → danh sách | trung tâm):
reconcile-differences-centre = Chỗ khác nhau (trước → trung tâm):
reconcile-more = còn { $count } người. Kể hết: --all; ghi ra Excel: --workbook TỆP.xlsx
reconcile-more-page = Còn { $count } người, không kể hết trong trang này. Ghi ra Excel: --workbook TỆP.xlsx
reconcile-code = mã { $code }
reconcile-field = { $name }: { $base } → { $ours } | { $theirs }
reconcile-field-centre = { $name }: { $base } → { $theirs }
reconcile-kept = (như trước)
reconcile-absent = (không có)
reconcile-other-codes = mã khác ở trung tâm: { $codes }
reconcile-settled = đã rõ vì: { $by }
reconcile-by-upsert = thay đổi đang gửi, trung tâm chưa trả lời xong
reconcile-place = trong danh sách: { $place }
progress-compare = So với trung tâm
progress-compared = đã so { $count } người

reconcile-empty = Không có ai để đối chiếu.
reconcile-in-step = Khớp: không ai khác nhau.
reconcile-in-step-but = Ở các trường đã so thì khớp: không ai khác nhau.
reconcile-left-out = Chưa so đủ: { $fields }. Trung tâm không cho xem lại; hãy mở vài người ở đó mà xem.
reconcile-next-sync = { $sigils }  yumsync sync sẽ gửi đi; muốn xem trước: yumsync plan
reconcile-next-fix = { $sigils }  Sửa trong danh sách, hoặc quyết định từng người: yumsync reconcile --fix
reconcile-unguarded = Trung tâm không báo lần sửa của từng người, nên --fix không biết có ai vừa sửa ở đó và sẽ ghi đè. Nhờ mọi người tạm ngừng sửa ở đó rồi mới chạy.
fix-unguarded = Trung tâm không báo lần sửa của từng người: chỗ ai sửa ở đó trong lúc chạy lệnh này có thể đã bị ghi đè. Hỏi người sửa ở đó; có thì sửa lại trong danh sách.
reconcile-unread = Có danh sách không đọc được; người trong đó chỉ so với lần xác nhận trước:
reconcile-stopped = Mới đối chiếu được { $people } người thì dừng; số trên chưa đủ.
reconcile-page-written = Đã ghi { $file }; chỉ mình bạn đọc được tệp.
reconcile-book-written = Đã ghi { $file }, { $rows } dòng; chỉ mình bạn đọc được tệp.

error-reconcile-nobody = Không bên nào có người ấy.
advice-reconcile-nobody = Ghi đủ họ tên, mã định danh hoặc số CMND/CCCD.

## Trang và tệp Excel

reconcile-sheet-overview = Tổng hợp
reconcile-sheet-units = Đơn vị
reconcile-sheet-differences = Khác nhau
reconcile-column-sigil = Dấu
reconcile-column-standing = Tình trạng
reconcile-column-count = Số người
reconcile-column-means = Nghĩa là
reconcile-column-unit = Đơn vị
reconcile-column-differing = Chưa khớp
reconcile-column-name = Họ và tên
reconcile-column-born = Ngày sinh
reconcile-column-code = Mã định danh
reconcile-column-field = Trường
reconcile-column-base = Xác nhận trước
reconcile-column-ours = Danh sách
reconcile-column-theirs = Trung tâm
reconcile-column-changed = Bên đã đổi
reconcile-column-place = Danh sách › dòng
reconcile-column-note = Ghi chú
reconcile-changed-ours = danh sách
reconcile-changed-theirs = trung tâm
reconcile-changed-both = cả hai bên
reconcile-changed-alike = cả hai bên, như nhau
reconcile-made = Lúc { $when }
reconcile-personal = Tệp có dữ liệu cá nhân: giữ kín, xong việc thì xóa.

## Tệp sửa danh sách

correction-sheet = Cần sửa
correction-sheet-people = Cần thêm
correction-column-number = STT
correction-column-file = Tệp
correction-column-sheet = Trang tính
correction-column-row = Dòng
correction-column-unit = Đơn vị
correction-column-name = Họ và tên
correction-column-task = Việc cần làm
correction-column-field = Trường
correction-column-old = Đang ghi
correction-column-new = Phải ghi
correction-column-done = Đã làm
correction-task-changed-there = sửa ô này theo trung tâm
correction-task-removed-there = bỏ dòng này khỏi danh sách

event-reconcile-begun = Bắt đầu đối chiếu ba bên
audit-fact-left-out = chưa so đủ
audit-fact-ours-newer = danh sách mới hơn
audit-fact-theirs-changed = trung tâm đã đổi
audit-fact-both-changed = hai bên cùng đổi
audit-fact-only-here = chỉ có ở đây
audit-fact-only-there = chỉ có ở trung tâm
audit-fact-removed-there = trung tâm đã bỏ
audit-fact-two-codes = một người hai mã

help-reconcile =
    Đối chiếu danh sách, lần xác nhận trước và trung tâm.

    Ai đã đổi gì, từng người, từng ô. Không có --fix thì chỉ xem, không gửi và không sửa gì. Ai xem cũng được ghi vào nhật ký.
help-reconcile-unit = Chỉ một đơn vị và các đơn vị dưới nó: mã hoặc tên.
help-reconcile-person = Chỉ một người: mã định danh, số CMND/CCCD hoặc họ tên. Dấu - là đọc từ bàn phím hoặc tệp đưa vào.
help-reconcile-no-lists = Không đọc danh sách: chỉ xem trung tâm có đổi gì sau lần xác nhận trước không.
help-reconcile-html = Ghi thêm thành một trang để mở bằng trình duyệt hay in; chỉ mình bạn đọc được tệp.
help-reconcile-workbook = Ghi thêm ra Excel, mỗi ô khác nhau một dòng; chỉ mình bạn đọc được tệp.
help-reconcile-force = Ghi đè tệp đã có.
help-reconcile-all = Kể hết mọi người, mọi đơn vị; bảng tổng hợp đứng cuối.

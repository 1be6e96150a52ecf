### Việc chờ cán bộ: holds, và quyết định về một dòng là ai.

help-metavar-hold = VIỆC
help-metavar-kind = LOẠI
help-metavar-list = DANH_SÁCH
help-metavar-candidate = NGƯỜI
help-metavar-reason = LÝ_DO
help-metavar-decision = SỐ

help-holds =
    Việc chờ cán bộ quyết định, chia theo loại.

    Mỗi việc có một mã ngắn, lần nào cũng thế. Câu hỏi “là ai?” thì decide, việc nguy hiểm thì approve hoặc reject; việc khác tự hết khi danh sách được sửa.
help-holds-kind = Chỉ kể một loại, ví dụ missing, ambiguous-identity.
help-holds-list = Chỉ kể việc của một danh sách.
help-holds-all = Kể hết, không rút gọn loại nào.
help-holds-show =
    Xem một việc.

    Dòng trong danh sách đặt cạnh từng người có thể là người ấy.
help-holds-hold = Mã của việc, như “yumsync holds” in ra; vài ký tự đầu cũng đủ.
help-holds-decide =
    Quyết định một dòng là ai.

    Lần chạy sau làm theo, và không hỏi lại khi dòng ấy và những người ấy không đổi. Chọn một trong ba: --same-as, --new, --leave.
help-holds-same-as = Là người đã biết này; mã của người ấy do “yumsync holds show” in ra.
help-holds-new = Là người mới, không phải ai trong những người nêu ra.
help-holds-leave = Để yên dòng này: không gửi gì, không hỏi lại.
help-holds-reason = Vì sao; được giữ kín cùng quyết định. Dấu - là đọc từ bàn phím hoặc tệp đưa vào, để không lộ trên dòng lệnh.
help-holds-decided = Các quyết định đang có hiệu lực.
help-holds-withdraw = Rút lại một quyết định: câu hỏi sẽ được hỏi lại.
help-holds-decision = Số của quyết định, như “yumsync holds decided” in ra.

holds-none = Không có việc nào chờ cán bộ.
holds-title = Việc chờ cán bộ quyết định: { $count }
holds-and-more = và { $count } việc nữa (--all để xem hết)
holds-next = Xem một việc: yumsync holds show { $hold }
holds-asked = { $place } · hỏi từ { $when }
holds-the-row = trong danh sách
holds-candidate = { $id } (giống { $score }%)
holds-youth = thanh niên
holds-unsent = chưa gửi
holds-signs = { "  " }= giống   ~ gần giống   ≠ khác   – không ghi
holds-ways = Quyết định bằng một trong các lệnh sau, ghi rõ lý do:
holds-way-same-as = là người ấy; thay mã bằng mã của người khác nếu là người khác
holds-way-new = là người mới, không phải ai ở trên
holds-way-leave = để yên dòng này: không gửi gì, không hỏi lại
holds-answer-same-as = là người đã biết
holds-answer-new = là người mới
holds-answer-leave = để yên
holds-made = { $who }, { $when }. Lý do: { $reason }
holds-take-back = Rút lại: yumsync holds withdraw { $decision }
holds-takes-effect = Lần chạy sau làm theo: yumsync plan để xem trước, yumsync sync để gửi.
holds-none-decided = Chưa có quyết định nào.
holds-withdrawn = Đã rút lại quyết định { $decision } về { $name }. Lần chạy sau sẽ hỏi lại.

## Việc không quyết định ở đây: làm gì thì hết

holds-settle-missing = Bị sót thì ghi lại vào danh sách. Chuyển đi, xóa tên, trưởng thành: làm thủ tục theo quy định; yumsync không tự xóa ai.
holds-settle-duplicate = Giữ dòng đúng, xóa dòng kia. Nếu là hai người trùng tên, ghi số CCCD cho từng người.
holds-settle-lists-disagree = Hỏi lại, rồi sửa bên ghi sai cho hai danh sách giống nhau.
holds-settle-unit-changed = Có chuyển sinh hoạt thì làm thủ tục; ghi nhầm đơn vị thì sửa lại trong danh sách.
holds-settle-kind-changed = Nhầm danh sách thì ghi lại người ấy vào danh sách đoàn viên. Đoàn viên không tự thành thanh niên.
holds-settle-list-empty = Xem có đúng tệp không, rồi chép lại tệp đủ.
holds-settle-list-shrunken = Xem có đúng tệp không, rồi chép lại tệp đủ.
holds-settle-other = Sửa trong danh sách; lần chạy sau câu hỏi tự hết.

## Lỗi

error-hold-unknown = Không có việc nào mang mã “{ $hold }”.
error-hold-several = Có { $count } việc có mã bắt đầu bằng “{ $hold }”.
error-hold-elsewhere = Việc { $hold } không phải câu hỏi “là ai?”, nên không quyết định ở đây.
error-hold-choose-one = Phải chọn đúng một: --same-as, --new, --leave, --ours hoặc --theirs.
error-hold-without-reason = Quyết định phải có lý do: --reason "…".
error-hold-candidate-unknown = Việc { $hold } không có người nào mang mã “{ $candidate }”.
error-hold-candidate-unsent = Trong những người có thể là người ấy có người chưa được gửi lên trung tâm.
error-decision-unknown = Không có quyết định số { $decision } đang có hiệu lực.
advice-hold = Xem các việc đang chờ: yumsync holds
advice-hold-several = Gõ thêm vài ký tự của mã.
advice-hold-elsewhere = Xem phải làm gì: yumsync holds show { $hold }
advice-hold-choose-one = Xem lại việc ấy: yumsync holds show { $hold }
advice-hold-without-reason = Ghi ngắn gọn đã hỏi ai, xem giấy tờ gì.
advice-hold-candidate-unknown = Xem mã từng người: yumsync holds show { $hold }
advice-hold-candidate-unsent = Chạy yumsync sync trước, rồi quyết định.
advice-decision-unknown = Xem các quyết định: yumsync holds decided

report-count-left = dòng để yên theo quyết định của cán bộ

field-previous_id = số CMND cũ

### Chuyện của một người: trung tâm đang giữ gì, và vì sao.

why-title = { $name }
why-title-code = { $name }, mã { $code }
why-now = Trung tâm đang giữ
why-now-standing = { $kind }, { $status }
why-now-since = { $kind }, { $status }, từ { $when }
why-now-nothing = Trung tâm chưa ghi nhận gì về người này.
why-confirmed = Xác nhận lần cuối
why-unit = Đơn vị
why-left = Rời đơn vị
why-questions = Đang chờ cán bộ
why-question = { $question }  Xem: yumsync holds show { $hold }
why-question-decided = { $question }  Đã có quyết định số { $decision }; lần chạy sau làm theo.

why-operation-new = Hồ sơ mới
why-operation-changed = Sửa hồ sơ
why-state-planned = mới là kế hoạch, chưa gửi
why-state-held = giữ lại, không gửi
why-state-pending = chờ gửi
why-state-claimed = đang chuẩn bị gửi
why-state-sent = đã gửi, chưa có trả lời
why-state-accepted = trung tâm đã nhận, chưa ghi nhận
why-state-unknown = chưa rõ trung tâm đã nhận hay chưa
why-state-applied = trung tâm đã ghi nhận
why-state-rejected = trung tâm từ chối
why-state-dead = thử quá nhiều lần, đã ngừng
why-state-superseded = được thay bằng thay đổi sau

why-from = Đọc từ
why-matched = Nhận ra nhờ
why-matched-first = trước đó chưa biết ai như thế
why-matched-decision = quyết định số { $decision }
why-matched-name_birth = họ tên và ngày sinh
why-changed = { $old } → { $new }
why-unchanged = { $value } (coi như không đổi)
why-cell = ô ghi “{ $found }”: { $steps }
why-status = Sau đó
why-paper = Giấy tờ
why-paper-fact = { $fact }: { $value }
why-behind = Phải hỏi trước
why-sent = Đã gửi
why-sent-batch = gói { $batch }, { $attempts ->
    [1] lần thử đầu
   *[other] lần thử thứ { $attempts }
    }
why-said = Trung tâm trả lời
why-said-words = “{ $words }”
why-said-note = Ghi nhận kèm lời
why-run = Lần chạy
why-run-line = { $run }, bắt đầu { $when }, thay đổi số { $number }
why-journal = Nhật ký
why-journal-entry = mục { $number }: { $event }, { $when }
why-journal-run = của cả lần chạy: mục { $numbers }

why-decision = Quyết định số { $decision }: { $answer }
why-decision-ended = Quyết định số { $decision }: { $answer } (không còn hiệu lực)
why-decision-question = Câu hỏi
why-decision-who = Người quyết định
why-decision-reason = Lý do
why-decision-ended-by = Hết hiệu lực
why-decision-ended-when = { $when }, { $who }
why-decision-other = chọn một người khác, hoặc hỏi chung cho cả đơn vị
why-looked = Ai đã xem
why-look = { $when }, { $who }, mục { $number } của nhật ký

why-several = Có { $count } người như thế. Chọn một người:
why-several-line = { $id }  { $name }, sinh { $birth }, { $unit }, { $status }
why-several-code = { $id }  { $name }, sinh { $birth }, { $unit }, { $status }, mã { $code }
why-several-unsent = trung tâm chưa ghi nhận
why-several-next = Ví dụ: yumsync why "…" --which { $id }
why-page-written = Đã ghi { $file }; chỉ mình bạn đọc được tệp.

error-why-nobody = Chưa cho biết là ai.
advice-why-nobody = Ghi mã định danh, số CMND/CCCD hoặc họ tên.
error-why-unknown = Chưa có thay đổi nào về người ấy, đã gửi hay chờ gửi.
advice-why-unknown = Ghi đủ họ tên, mã định danh hoặc số CMND/CCCD. Dòng có lỗi thì không gửi: xem yumsync check
error-why-which = Không có đúng một người mang mã “{ $name }”.
advice-why-which = Xem lại các mã: chạy yumsync why không có --which.
error-file-page-not-html = Tên tệp phải tận cùng bằng .html: { $file }

help-why =
    Kể hết chuyện của một người, và vì sao.

    Từ ô trong danh sách, qua làm sạch, kế hoạch và lần gửi, đến lời của trung tâm; mới nhất trước. Ai xem cũng được ghi vào nhật ký.
help-why-person = Mã định danh, số CMND/CCCD hoặc họ tên. Dấu - là đọc từ bàn phím hoặc tệp đưa vào, để không lộ trên dòng lệnh.
help-why-which = Một trong nhiều người cùng tên, theo mã được kể.
help-why-html = Ghi thêm thành một trang để mở bằng trình duyệt hay in; chỉ mình bạn đọc được tệp.
help-why-force = Ghi đè tệp đã có.
help-metavar-page = TỆP.html
help-metavar-which = MÃ

### Nhật ký: kể lại, kiểm tra, lấy dấu vân tay.

help-metavar-event = SỰ_KIỆN
help-metavar-who = TÀI_KHOẢN
help-metavar-fingerprint = DẤU_VÂN_TAY

help-audit =
    Xem nhật ký, và kiểm tra nó có bị sửa không.

    Nhật ký ghi mọi việc đã làm thay đổi trạng thái: số lượng và mã, không ghi tên hay giấy tờ của ai.
help-audit-log = Kể các mục của nhật ký, mục mới ở cuối.
help-audit-run = Chỉ một lần chạy: số của nó, như “yumsync runs” in ra; vài ký tự đầu cũng đủ.
help-audit-since = Từ ngày này, ví dụ 31/12/2026.
help-audit-until = Đến hết ngày này.
help-audit-event = Chỉ một loại sự kiện, ví dụ hold.decided, hoặc cả nhóm, ví dụ run.
help-audit-who = Chỉ việc của tài khoản này; không cần ghi tên máy.
help-audit-limit = Kể nhiều nhất bấy nhiêu mục, lấy các mục mới nhất.
help-audit-verify =
    Xem nhật ký có bị sửa, bớt, chèn, đổi chỗ hay cắt đuôi không.

    Đọc lại toàn bộ và nói rõ chỗ sai. Mã thoát 6 khi có chỗ không khớp.
help-audit-fingerprint = Dấu vân tay đã chép vào biên bản lần trước: xem nhật ký hôm nay có nối tiếp đúng nhật ký hôm ấy không.
help-audit-head =
    Lấy dấu vân tay của nhật ký lúc này và của khóa, để chép vào biên bản.

    Nó đại diện cho mọi mục từ đầu đến đây. Giữ nó ở ngoài máy này thì về sau không ai viết lại được nhật ký mà không lộ, kể cả người giữ khóa.

audit-none = Nhật ký chưa có mục nào như vậy.
audit-in-run = [lần chạy { $run }]
audit-limited = Chỉ kể { $count } mục mới nhất; muốn xem thêm: --limit
audit-walked = Đã đọc { $entries } mục và { $heads } chữ ký.
audit-whole = Nhật ký nguyên vẹn.
audit-continues = Đúng là phần nối tiếp của nhật ký mang dấu vân tay ấy.
audit-now = Dấu vân tay lúc này: { $fingerprint }
audit-broken = Nhật ký không khớp. Báo người kiểm tra, giữ nguyên cơ sở dữ liệu, không sửa gì.
audit-end = Nhật ký đến mục { $number }, lúc { $at }. Dấu vân tay:
audit-signed = Đã ký đến mục { $number }.
audit-unsigned = Chưa có chữ ký nào; lần chạy tới sẽ ký.
audit-key = Dấu vân tay của khóa kiểm chữ ký:
audit-end-next =
    Chép cả hai dấu vân tay vào biên bản. Lần sau kiểm tra bằng:
    yumsync audit verify --since { $fingerprint }

## Chỗ không khớp

audit-flaw-edited = Mục { $first } đã bị sửa.
audit-flaw-removed = Thiếu các mục từ { $first } đến { $last }.
audit-flaw-unlinked = Mục { $first } không nối tiếp mục trước nó: một trong hai đã bị thay.
audit-flaw-inserted = Có một mục mang số { $first }, đứng trước mục đầu tiên: chương trình không ghi mục nào như vậy.
audit-flaw-rewritten = Các mục trong khoảng { $first } đến { $last } đã bị viết lại: chữ ký ở mục { $last } là của một nhật ký khác.
audit-flaw-cut-off = Đuôi nhật ký bị cắt: không còn mục { $first } trở đi, dù đã có chữ ký ở mục { $last }.
audit-flaw-end-changed = Phần cuối, từ mục { $first } trở đi, không như chương trình đã ghi: có mục bị bớt, thêm hay viết lại, hoặc chữ ký cuối bị lấy mất.
audit-flaw-head-forged = Chữ ký ở mục { $first } đã bị sửa, hoặc không phải của nơi này.
audit-flaw-head-removed = Mất chữ ký ở mục { $first }.
audit-flaw-other-history = Mục { $last } không còn là mục mang dấu vân tay ấy: nhật ký đến đó đã bị viết lại.
audit-flaw-not-reached = Nhật ký dừng trước mục { $last } của dấu vân tay: không còn mục { $first } trở đi, hoặc đây là nhật ký khác.

error-audit-fingerprint = Dấu vân tay này chép chưa đúng.
advice-audit-fingerprint = So lại từng nhóm với biên bản: một số, sáu nhóm bốn chữ, một nhóm hai chữ.
error-state-journal-damaged = Mục { $number } của nhật ký không đọc được nữa.
advice-state-journal-damaged = Xem chỗ sai bằng “yumsync audit verify”; giữ nguyên cơ sở dữ liệu và báo người kiểm tra.

## Sự kiện

event-run-started = Bắt đầu lần chạy
event-run-planned = Lập xong kế hoạch
event-run-released = Đem kế hoạch ra thực hiện
event-run-finished = Kết thúc lần chạy
event-run-failed = Lần chạy hỏng hoặc dở dang
event-run-superseded = Bỏ kế hoạch, đã có kế hoạch mới
event-batch-sent = Gửi một gói
event-batch-settled = Trung tâm trả lời một gói
event-batch-unknown = Mất trả lời của một gói
event-batch-requeued = Gói chưa được nhận, để gửi lại
event-batch-split = Chia đôi một gói
event-operation-dead = Ngừng gửi sau quá nhiều lần thử
event-operation-decided = Cán bộ ghi kết quả của thay đổi không có trả lời
event-refusal-forgotten = Cho gửi lại những người đã bị từ chối
event-hold-decided = Cán bộ trả lời một việc chờ
event-hold-decision-withdrawn = Cán bộ rút một câu trả lời
event-person-looked-up = Tra cứu chuyện của một người
event-units-imported = Cập nhật cây đơn vị
event-reconciled = Đối chiếu ba bên xong
event-ledger-rebased = Lấy theo Trung tâm khi đối chiếu
event-lease-taken-over = Tiếp quản từ một lần chạy đã chết

## Điều được ghi trong sự kiện

audit-fact-kind = loại
audit-fact-lists = danh sách
audit-fact-list = danh sách
audit-fact-outcome = kết quả
audit-fact-operations = thay đổi
audit-fact-superseded = bỏ
audit-fact-batch = gói
audit-fact-bytes = số byte
audit-fact-people = người
audit-fact-gone = không còn ở Trung tâm
audit-fact-fields = trường
audit-fact-decision = câu trả lời số
audit-fact-replaces = thay cho câu trả lời số
audit-fact-code = việc
audit-fact-answer = trả lời
audit-fact-person = người mang mã
audit-fact-host = máy
audit-fact-pid = tiến trình
audit-fact-units = đơn vị
audit-fact-changed = thay đổi
audit-fact-rows = dòng
audit-fact-created = người mới
audit-fact-updated = người có thay đổi
audit-fact-unchanged = dòng không đổi
audit-fact-in-step = dòng đã khớp
audit-fact-cosmetic = dòng chỉ khác cách gõ
audit-fact-in-error = dòng có lỗi
audit-fact-set-aside = dòng không phải người
audit-fact-repeated = dòng lặp lại
audit-fact-still-refused = dòng còn bị từ chối
audit-fact-waiting = dòng chờ trả lời lần trước
audit-fact-in-transit = dòng chờ trung tâm xác nhận
audit-fact-known-members = dòng thanh niên đã là đoàn viên
audit-fact-left = dòng để yên
audit-fact-missing = người vắng tên
audit-fact-moved = biến động
audit-fact-unmatched = giấy chưa khớp
audit-fact-unread = tệp không đọc được
audit-fact-held = dòng chờ quyết định
audit-fact-holds = việc chờ
audit-fact-sent = đã gửi
audit-fact-applied = được ghi nhận
audit-fact-accepted = chờ xác nhận
audit-fact-rejected = bị từ chối
audit-fact-unknown = chưa rõ
audit-fact-untouched = trung tâm chưa làm
audit-fact-undecided = cần cán bộ nói kết quả
audit-fact-dead = đã ngừng
audit-fact-pending = chờ gửi

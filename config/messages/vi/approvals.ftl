### Duyệt và bác việc chờ: holds approve, holds reject, bảng tính để duyệt.

help-metavar-number = SỐ
help-metavar-on = NGÀY
help-metavar-movement = BIẾN_ĐỘNG
help-metavar-of-unit = ĐƠN_VỊ

help-holds-approve =
    Duyệt: cho thực hiện điều đang chờ.

    Kể mã từng việc, hoặc chọn bằng --unit, --code, --list. Duyệt người vắng tên thì nói biến động gì (--as), từ ngày nào, theo quyết định số mấy. Nhiều việc một lúc thì xem trước, rồi thêm --yes.
help-holds-reject =
    Bác: để nguyên như đang có.

    Không hỏi lại khi câu hỏi vẫn như cũ. Kể mã từng việc, hoặc chọn bằng --unit, --code, --list.
help-holds-as = Biến động gì: strike_off (xóa tên), mature (trưởng thành), decease (từ trần), expel (khai trừ), transfer_out (chuyển đi).
help-holds-on = Ngày có hiệu lực, ví dụ 15/11/2026.
help-holds-decision-no = Số quyết định.
help-holds-destination = Nơi chuyển đến.
help-holds-origin = Nơi chuyển đi.
help-holds-unit = Mọi việc của đơn vị này và các đơn vị bên dưới.
help-holds-code = Mọi việc của một loại, ví dụ many-removals.
help-holds-of-list = Mọi việc của một danh sách.
help-holds-yes = Trả lời nhiều việc một lúc, không xem trước.
help-plan-workbook = Ghi thêm kế hoạch ra bảng tính này (.xlsx) để xem và duyệt.
help-plan-force = Ghi đè bảng tính đã có.
help-apply-review = Bảng tính do “yumsync plan --workbook” ghi, đã điền: gửi kế hoạch ấy cùng những gì đã duyệt.

holds-answer-approve = duyệt
holds-answer-reject = bác, để nguyên
holds-replaces = thay quyết định số { $decision } của { $who }
holds-way-approve = duyệt
holds-way-reject = bác: để nguyên như đang có, không hỏi lại khi vẫn như cũ
holds-would-answer = Sẽ trả lời { $count } việc, chưa ghi gì:
holds-would-yes = Đúng thì gõ lại lệnh, thêm --yes.
holds-answered = Đã ghi { $count } quyết định:
holds-numbers = Số { $first } đến { $last }. Rút lại từng quyết định: yumsync holds withdraw SỐ
holds-left = { $count } việc không trả lời được như thế, để lại:

error-hold-only-who = Việc { $hold } là câu hỏi “là ai?”: không duyệt hay bác được.
error-hold-only-list = Việc { $hold } không duyệt hay bác được: sửa trong danh sách thì tự hết.
error-hold-movement-needed = Việc { $hold }: duyệt thì phải nói biến động gì ({ $choices }).
error-hold-movement-unknown = Việc { $hold }: “{ $movement }” không phải một trong { $choices }.
error-hold-movement-superfluous = Việc { $hold }: trả lời này không cần loại biến động.
error-hold-date-wrong = Việc { $hold }: “{ $found }” không phải là một ngày dùng được.
error-hold-fact-needed = Việc { $hold }: thiếu { $field }.
error-hold-facts-needed = Việc { $hold }: duyệt thì phải cho điều giấy ấy còn thiếu.
error-hold-choose-which = Trả lời việc nào?
error-hold-chosen-twice = Kể mã từng việc, hoặc chọn bằng --unit, --code, --list; không cả hai.
error-hold-none-such = Không có việc nào như thế đang chờ.
error-hold-answers = { $count } điều chưa đúng, chưa ghi gì:
advice-hold-only-list = Xem phải làm gì: yumsync holds show { $hold }
advice-hold-only-who = Xem các lệnh: yumsync holds show { $hold }
advice-hold-movement-needed = Dòng lệnh: --as; bảng tính: cột “Loại biến động”.
advice-hold-movement-unknown = Chọn một trong các biến động nêu trên.
advice-hold-movement-superfluous = Bỏ loại biến động đi.
advice-hold-date-wrong = Ghi ngày/tháng/năm, không ở tương lai, ví dụ 15/11/2026.
advice-hold-fact-needed = Dòng lệnh: { $option } "…"; bảng tính: điền vào cột ấy.
advice-hold-facts-needed = Ví dụ: --decision-no "…"
advice-hold-choose-which = Kể mã, ví dụ: yumsync holds approve a1b2 --reason "…"; hoặc --unit, --code, --list.
advice-hold-none-such = Xem các việc đang chờ: yumsync holds
advice-hold-answers = Xem phải cho biết gì: yumsync holds show VIỆC

## Duyệt hay sửa: làm gì thì việc tự hết

holds-settle-many-removals = Đúng như giấy tờ thì duyệt. Sai thì sửa sổ biến động.
holds-settle-many-removals-total = Đúng như giấy tờ thì duyệt. Sai thì sửa sổ biến động.
holds-settle-reorganisation = Có quyết định sáp nhập, chia tách thì duyệt. Sai thì sửa danh sách hoặc cây đơn vị.
holds-settle-gone-but-listed = Đã rời thì xóa dòng khỏi danh sách. Giấy tờ sai thì sửa sổ biến động.
holds-settle-movement-incomplete = Bổ sung vào sổ biến động, hoặc duyệt kèm điều còn thiếu.
holds-settle-transfer-letter-missing = Có giấy giới thiệu thì ghi vào sổ của nơi chuyển đi, hoặc duyệt khi đã xem giấy.

## Bảng tính để duyệt

review-sheet-front = Hướng dẫn
review-sheet-holds = Việc chờ duyệt
review-sheet-changes = Thay đổi
review-title = Kế hoạch { $run }
review-made = Lập lúc { $when }, { $who }. Mới xem trước, chưa gửi gì.
review-rows = { $changes } dòng thay đổi; { $holds } việc chờ duyệt.
review-how =
    Cách dùng:
    1. Trang “Thay đổi”: xem những gì sẽ gửi. Chỉ để xem; sửa hoặc xóa dòng ở đây thì bảng tính bị từ chối. Sai thì sửa trong danh sách rồi lập lại kế hoạch.
    2. Trang “Việc chờ duyệt”: điền các ô màu vàng. Quyết định: duyệt hoặc bác; Lý do: luôn phải ghi. Việc để trống thì vẫn chờ.
    3. Được sắp xếp và lọc tùy ý. Không thêm, bớt cột.
    4. Lưu lại, rồi gõ: yumsync apply --review TỆP
    Mỗi bảng tính dùng được một lần, khi kế hoạch { $run } chưa bị thay thế.
review-personal = Tệp này có dữ liệu cá nhân: chỉ mình bạn mở được, đừng gửi qua thư; dùng xong thì xóa.
review-column-id = Mã
review-column-unit = Đơn vị
review-column-person = Người
review-column-question = Câu hỏi
review-column-answers = Trả lời được
review-column-answer = Quyết định
review-column-movement = Loại biến động
review-column-on = Ngày
review-column-decision_no = Số quyết định
review-column-destination = Nơi đến
review-column-origin = Nơi đi
review-column-reason = Lý do
review-column-what = Việc
review-column-field = Mục
review-column-old = Cũ
review-column-new = Mới
review-column-from = Lấy từ
review-column-state = Tình trạng
review-approve = duyệt
review-reject = bác
review-plain = duyệt hoặc bác, kèm lý do
review-with-paper = duyệt: loại biến động, ngày, số quyết định (chuyển đi: nơi đến), lý do; hoặc bác kèm lý do
review-with-facts = duyệt kèm { $facts }, lý do; hoặc bác kèm lý do
review-elsewhere = không trả lời ở đây; xem: yumsync holds show { $hold }
review-state-sent = sẽ gửi
review-state-held = chờ duyệt
review-what-new = thêm người
review-what-change = sửa thông tin
review-what-transfer = chuyển sinh hoạt
review-what-reorganise = sắp xếp lại đơn vị
review-written = Bảng tính để duyệt: { $file }
review-next = Điền xong: yumsync apply --review { $file }
review-taken = Từ bảng tính: duyệt { $approved } việc, bác { $rejected } việc.
review-freed = { $count } thay đổi chờ duyệt được gửi cùng lần này.
review-later = { $count } việc đã duyệt có hiệu lực từ lần chạy sau: yumsync plan hoặc yumsync sync.

error-review-answers = Bảng tính có { $count } chỗ chưa đúng; chưa ghi và chưa gửi gì:
error-review-foreign = { $file } không phải bảng tính do “yumsync plan --workbook” ghi, hoặc trang ẩn đã bị sửa.
error-review-sheet-gone = { $file } không còn trang “{ $sheet }”.
error-review-altered = dòng này đã bị sửa hoặc thêm vào. Những gì kế hoạch ghi chỉ để xem.
error-review-altered-more = { $count } dòng nữa cũng bị sửa hoặc thêm vào.
error-review-rows-gone = thiếu { $count } dòng. Xóa dòng ở đây không làm thay đổi kế hoạch.
error-review-columns = dòng tiêu đề thiếu cột, hoặc có cột hai lần: { $columns }.
error-review-formula = ô này là công thức chưa có kết quả, hoặc đang báo lỗi.
error-review-answered = việc { $hold } đã được trả lời khác đi từ khi lập kế hoạch (quyết định số { $number }).
error-review-half = việc { $hold } đã điền dở: thiếu quyết định.
error-review-no-answer = “{ $found }” không phải là duyệt hay bác.
error-review-twice = việc { $hold } được trả lời hai lần, lần trước ở dòng { $row }.
error-review-not-xlsx = Bảng tính để duyệt phải có đuôi .xlsx, không phải { $file }.
error-plan-other-review = Bảng tính này là của một kế hoạch khác.
error-config-holds = Tệp holds.toml của chương trình hỏng: { $reason }.
advice-review = Ghi lại bảng tính: yumsync plan --workbook TỆP
advice-review-answers = Sửa các ô nêu trên, lưu lại rồi chạy lại lệnh này.
advice-review-altered = Sai thì sửa trong danh sách rồi lập lại: yumsync plan --workbook TỆP
advice-review-altered-more = Sai thì sửa trong danh sách rồi lập lại: yumsync plan --workbook TỆP
advice-review-rows-gone = Sai thì sửa trong danh sách rồi lập lại: yumsync plan --workbook TỆP
advice-review-columns = Ghi lại dòng tiêu đề như cũ. Đổi chỗ các cột thì được.
advice-review-formula = Ghi thẳng giá trị vào ô.
advice-review-answered = Xem: yumsync holds decided. Bỏ trống dòng này, hoặc rút quyết định kia rồi chạy lại.
advice-review-half = Điền cột “Quyết định”, hoặc xóa các ô khác của dòng.
advice-review-no-answer = Chọn duyệt hoặc bác.
advice-review-twice = Xóa một trong hai dòng.
advice-review-not-xlsx = Ví dụ: --workbook duyet.xlsx

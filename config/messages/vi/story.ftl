# Câu chuyện của yumsync demo.

story-begin = Một tỉnh bịa đặt, không có người thật: { $branches } chi đoàn. Mọi thứ nằm trong thư mục { $folder }.
story-province = Đã viết { $people } đoàn viên, thanh niên vào { $files } tệp của { $lists } danh sách (Excel và CSV, nhiều kiểu trình bày). Hệ thống trung tâm giả lập: { $url }
story-first = Lần đồng bộ đầu: cả tỉnh lên trung tâm.
story-month = Một tháng trôi qua trên các danh sách và các sổ biến động…
story-month-lists = Danh sách: { $created } người mới chưa có giấy, { $updated } người đổi thông tin, { $cosmetic } dòng chỉ gõ lại khác đi.
story-month-papers = Sổ biến động ghi { $papers } dòng. Đúng và đủ giấy: { $movements }.
story-month-trouble =
    Còn lại là việc máy không tự quyết:
      { $missing } người vắng tên không rõ lý do; một tệp bị cắt, thiếu { $cut } người; một chi đoàn nộp tệp trống ({ $vanished } người)
      { $movement_incomplete } quyết định thiếu số; { $transfer_letter_missing } người nơi nhận đã ghi mà nơi đi chưa ghi; { $unit_changed } người sang chi đoàn khác, không giấy
      { $gone_but_listed } người có giấy trưởng thành mà danh sách còn tên; { $impossible } dòng trở về của người chưa hề đi; { $unlisted } người kết nạp chưa vào danh sách
      { $withdrawn } người xin chuyển rồi rút giấy: không ai chuyển đi đâu
story-preview = Xem trước, chưa gửi:
story-second = Gửi đúng những gì đã xem: mỗi biến động đến trung tâm đúng tên của nó; việc chưa rõ được giữ lại.
story-transit = { $count } người chuyển sinh hoạt: trung tâm đã nhận, còn chờ nơi đến xác nhận. Chưa xác nhận thì chưa phải đã chuyển.
story-holds = Việc chờ cán bộ quyết định:
story-decide = Cán bộ quyết định hai người vắng tên: một người có quyết định xóa tên, một người vẫn sinh hoạt.
story-review = Phần còn lại duyệt trong Excel: ghi kế hoạch ra { $file } …
story-review-filled = … cán bộ điền { $approved } dòng “duyệt”, { $rejected } dòng “bác”, lưu lại, rồi:
story-merger = Các nơi đến xác nhận. Cùng lúc { $communes } nhập thành { $union }: { $branches } chi đoàn, { $people } người. Đồng bộ: điều đã duyệt được thực hiện; việc sáp nhập chưa duyệt thì chưa gửi gì:
story-merger-approved = Có quyết định sáp nhập: duyệt tất cả một lần.
story-figures = Số liệu trong tháng: đầu kỳ + tăng − giảm = cuối kỳ.
story-due = Ai sẽ cần xem vào ngày { $day }:
story-last = Đồng bộ lần cuối, không có gì mới: không gửi gì.
story-more = … còn { $count } dòng
story-figure = ! Con số không đúng như đã kể: { $what }. Đã kể: { $told }. Có: { $found }.
story-end = Hết chuyện sau { $seconds } giây: lần cuối không gửi gì, mọi con số đúng như đã kể.
story-differs = Hết chuyện sau { $seconds } giây, nhưng có con số không đúng như đã kể; xem các dòng “!” ở trên.
story-next =
    Xem tiếp, trong thư mục { $folder }:
      yumsync status                      còn gì chờ người quyết định
      yumsync runs                        các lần chạy; yumsync run MÃ xem từng lần
      yumsync check lists/…/tệp.xlsx      đọc thử một danh sách
      yumsync standin --db standin.db     mở hệ thống giả lập, xem bằng trình duyệt
    Sửa một tệp trong lists/ rồi chạy lại yumsync plan.
error-demo-folder-in-use = Thư mục { $folder } đã có nội dung khác, không phải của yumsync demo.
advice-demo-folder-in-use = Chọn thư mục khác: yumsync demo --folder TÊN
error-demo-standin-failed = Không khởi động được hệ thống giả lập.
error-demo-step-failed = Bước "yumsync { $command }" kết thúc với mã { $outcome }.

# Câu chuyện của yumsync demo.

story-begin = Một tỉnh bịa đặt, không có người thật: { $branches } chi đoàn. Mọi thứ nằm trong thư mục { $folder }.
story-province = Đã viết { $people } đoàn viên, thanh niên vào { $files } tệp của { $lists } danh sách (Excel và CSV, nhiều kiểu trình bày). Hệ thống trung tâm giả lập: { $url }
story-first = Lần đồng bộ đầu: cả tỉnh lên trung tâm.
story-month = Một tháng trôi qua trên các danh sách…
story-month-facts = Trong tháng: { $admitted } người mới, { $updated } người đổi thông tin, { $missing } người vắng tên không rõ lý do (một tệp bị cắt mất nửa dưới), { $cosmetic } dòng chỉ gõ lại khác đi.
story-preview = Xem trước, chưa gửi:
story-second = Đồng bộ: chỉ phần thay đổi được gửi, việc cần người quyết định được giữ lại.
story-third = Đồng bộ lần nữa, danh sách không đổi: không gửi gì.
story-end = Hết chuyện sau { $seconds } giây: lần cuối gửi { $sent } thay đổi, mọi con số đúng như đã kể.
story-differs = Hết chuyện sau { $seconds } giây, nhưng có con số không đúng như đã kể (lần cuối gửi { $sent }).
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

### Khóa của máy, và việc thay khóa.

event-key-rotated = Đã thay khóa; khóa trước ký giới thiệu khóa mới
event-key-resealed = Mọi thứ niêm phong đã niêm phong lại bằng khóa mới
event-state-restored = Đã khôi phục từ bản sao lưu
event-state-compared = Đã đối chiếu với trung ương lần đầu sau khi khôi phục

audit-fact-public-key = khóa công khai mới
audit-fact-before = khóa công khai trước
audit-fact-made = lập lúc
audit-fact-entries = số mục

error-state-key-changed = Khóa được thay trong lúc lệnh này đang chạy; từ đó không ghi gì thêm bằng khóa cũ.
advice-state-key-changed = Chạy lại đúng lệnh vừa rồi.

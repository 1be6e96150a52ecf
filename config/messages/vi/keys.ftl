### Khóa của máy, và việc thay khóa.

event-key-rotated = Đã thay khóa; khóa trước ký giới thiệu khóa mới
event-key-resealed = Mọi thứ niêm phong đã niêm phong lại bằng khóa mới
event-state-restored = Đã khôi phục từ bản sao lưu
event-state-compared = Đã đối chiếu với trung tâm lần đầu sau khi khôi phục

audit-fact-public-key = khóa công khai mới
audit-fact-before = khóa công khai trước
audit-fact-made = lập lúc
audit-fact-nothing-sent = được khẳng định là chưa gửi gì từ đó
audit-fact-entries = số mục

error-state-key-changed = Khóa được thay trong lúc lệnh này đang chạy; từ đó không ghi gì thêm bằng khóa cũ.
advice-state-key-changed = Chạy lại đúng lệnh vừa rồi.

help-key =
    Thay khóa; lập mã khôi phục.
help-key-rotate =
    Thay khóa của máy bằng khóa mới; mọi thứ niêm phong trong cơ sở dữ liệu được niêm phong lại.

    Dừng giữa chừng lúc nào cũng được: chạy lại đúng lệnh này là làm tiếp. Tệp khóa cũ giữ lại với đuôi .old cho đến khi bạn hủy.
help-key-recovery =
    Lập mã khôi phục: mã duy nhất mở được các bản sao lưu. Chỉ in ra một lần.
help-key-recovery-force = Lập mã khác thay mã đang dùng; các bản sao lưu đã có vẫn cần mã cũ.

progress-reseal = Niêm phong lại

key-resumed = Làm tiếp lần thay khóa bị dừng giữa chừng.
key-rotated = Đã thay khóa: niêm phong lại { $count } mục, không còn gì mở được bằng khóa cũ.
key-unpurged = Dấu vết cũ chưa xóa hết khỏi ổ đĩa: có lệnh khác đang đọc, hoặc ổ đĩa thiếu chỗ. Lần xóa dữ liệu hay thay khóa sau sẽ xóa nốt.
key-destroy = Khóa cũ còn ở { $file }. Không cần nữa; hủy nó: shred -u { $file }
key-next = Chép dấu vân tay khóa ký mới vào biên bản, rồi làm một bản sao lưu mới: yumsync backup

recovery-code = Mã khôi phục. Chép ra giấy ngay, mã này không hiện lại và không lưu trên máy:
recovery-next = Cất tờ giấy ở nơi khác với máy này, ví dụ két của văn phòng. Mất mã là không mở được bản sao lưu nào. Bước sau: yumsync backup TỆP
recovery-ask = Mã khôi phục (trên giấy, gõ vào không hiện):{" "}

event-backup-made = Đã làm bản sao lưu
event-backup-code-made = Đã lập mã khôi phục

error-key-not-a-file = { $key } không chỉ vào một tệp, nên không thay khóa được.
advice-key-not-a-file = Ghi khóa đang dùng vào một tệp chỉ chủ máy đọc được, đặt { $key } = "file:TÊN-TỆP", rồi chạy lại.
error-key-old-exists = Khóa cũ của lần thay trước còn ở { $file }.
advice-key-old-exists = Hủy nó trước (shred -u), rồi chạy lại.

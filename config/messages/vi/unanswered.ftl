### Đã gửi mà không có trả lời: cán bộ xem trên trung tâm rồi nói kết quả.

help-metavar-numbers = SỐ...
help-unanswered =
    Những thay đổi đã gửi mà không có trả lời.

    Khi hồ sơ kết nối không cho gửi lại an toàn, và đọc lại trên trung tâm cũng không rõ, chỉ cán bộ biết được: tìm người ấy trên trung tâm, rồi ghi kết quả bằng “yumsync unanswered settle”.
help-unanswered-settle =
    Ghi kết quả mà cán bộ đã xem trên trung tâm.

    applied: trung tâm đã làm, không gửi nữa. untouched: trung tâm chưa làm, lần chạy sau gửi lại.
help-unanswered-numbers = Số của thay đổi, như “yumsync unanswered” in ra; nhiều số cùng một kết quả cũng được.
help-unanswered-as = Trung tâm đã làm (applied) hay chưa (untouched).
help-unanswered-reason = Đã xem ở đâu, thấy gì; được giữ kín cùng thay đổi. Dấu - là đọc từ bàn phím hoặc tệp đưa vào, để không lộ trên dòng lệnh.

unanswered-none = Không có thay đổi nào thiếu trả lời.
unanswered-title = { $count } thay đổi đã gửi mà không có trả lời:
unanswered-record = hồ sơ
unanswered-next-run =
    Không cần làm gì bằng tay: lần chạy sau hỏi lại.
    yumsync sync
unanswered-next =
    Chạy yumsync sync: rõ được việc nào thì việc ấy tự hết. Việc còn lại, tìm người ấy trên trung tâm, rồi ghi đã làm (applied) hay chưa (untouched):
    yumsync unanswered settle { $number } --as applied --reason "…"
unanswered-settled-applied = Đã ghi: trung tâm đã làm { $count } thay đổi này; không gửi nữa.
unanswered-settled-untouched =
    Đã ghi: trung tâm chưa làm { $count } thay đổi này; lần chạy sau gửi lại.
    yumsync sync

error-unanswered-run-asks = Không ghi kết quả bằng tay được: với trung tâm này, lần chạy sau hỏi lại và biết chắc.
error-unanswered-without-reason = Phải nói đã xem ở đâu và thấy gì: --reason "…".
error-unanswered-choose-which = Ghi kết quả của thay đổi nào?
error-unanswered-numbers = { $count } số không đúng, chưa ghi gì:
error-unanswered-unknown = Không có thay đổi nào mang số { $number } đang thiếu trả lời.
advice-unanswered-run-asks = Chạy: yumsync sync
advice-unanswered = Xem các số: yumsync unanswered

report-delivery-undecided = chưa rõ kết quả, hỏi lại cũng không rõ: chờ cán bộ xem trên trung tâm
report-undecided-next =
    → Đừng nhập lại bằng tay. Xem từng thay đổi, rồi ghi kết quả:
      yumsync unanswered

doctor-promises = Khi mất trả lời
doctor-promises-keys = gửi lại cùng khóa, trung tâm chỉ làm một lần
doctor-promises-export = chờ tệp xuất của trung tâm
doctor-promises-back = đọc lại trên trung tâm rồi mới gửi tiếp
doctor-promises-blind = đọc lại được hồ sơ; riêng { $what } thì không rõ, phải chờ cán bộ. Thêm “holds” vào hồ sơ kết nối nếu được.
guarantee-blind = Khi mất trả lời, hồ sơ kết nối này không cho biết trung tâm đã làm hay chưa: { $what }. Cán bộ phải xem, bằng yumsync unanswered.

report-outcome-undecided = Xong phần gửi được. Chỉ cán bộ biết được kết quả của vài thay đổi: xem yumsync unanswered
report-status-undecided = Có thay đổi chỉ cán bộ biết được kết quả: xem yumsync unanswered

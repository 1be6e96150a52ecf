### Báo động khi im lặng: tin nhắn, status --max-age, status --notify. Không có dữ liệu cá nhân.

notice-title = yumsync ({ $machine }): có việc cần xem
notice-title-over = yumsync ({ $machine }): đã ổn
notice-never = trước tới nay
notice-silent = Chưa có lần chạy nào xong kể từ { $when }. Xem cron hoặc systemd, rồi: yumsync doctor
notice-failed = Lần chạy { $run } hỏng giữa chừng. Xem: yumsync doctor
notice-upstream = Hệ thống trung tâm chưa nhận được. Không mất gì, lần chạy sau gửi tiếp. Xem: yumsync status
notice-unread = Lần chạy { $run } có danh sách không đọc được. Sửa tệp. Xem: yumsync check
notice-held = { $count } việc chờ cán bộ quyết định. Xem: yumsync holds
notice-stale = Danh sách { $list } chưa cập nhật kể từ { $when }. Nhắc đơn vị; nếu không có gì đổi thì mở tệp và lưu lại.
notice-silent-over = Đã chạy xong trở lại, lúc { $when }.
notice-failed-over = Lần chạy hỏng đã qua, lúc { $when }.
notice-upstream-over = Hệ thống trung tâm nhận trở lại, lúc { $when }.
notice-unread-over = Đã đọc được mọi danh sách, lúc { $when }.
notice-held-over = Không còn việc chờ cán bộ, lúc { $when }.
notice-stale-over = Danh sách { $list } đã cập nhật, lúc { $when }.

age-well = Lần chạy xong gần nhất: { $when }.
age-silent = Quá { $most } không có lần chạy nào xong; gần nhất: { $when }. Xem: yumsync doctor
age-never = Chưa có lần chạy nào xong. Xem: yumsync doctor
notify-told = { $count ->
    [0] Không có gì mới để báo.
   *[other] Đã báo { $count } thay đổi.
}

doctor-notify = Báo tin
doctor-notify-ok = { $count } nơi nhận
doctor-notify-off = chưa đặt [notify]: không ai được báo khi không có lần chạy nào

error-notify-not-set = Cấu hình chưa có bảng [notify].
error-notify-address = { $key } không phải một địa chỉ báo tin.
error-notify-plain = { $key }: không báo tin không mã hóa ra ngoài máy này.
error-notify-unreached = Chưa báo được đến: { $keys }.
advice-notify-not-set = Thêm bảng ấy vào yumsync.toml: docs/operations.md.
advice-notify-address = Cách viết địa chỉ: mục “Supported Notifications” của apprise.
advice-notify-plain = Dùng dạng có mã hóa ({ $secure }://…).
advice-notify-unreached = Xem mạng và địa chỉ ấy. Điều chưa báo được giữ lại, lần sau báo tiếp.
error-config-not-a-span = { $key } phải là một khoảng thời gian: 90m, 26h, 2d.
error-usage-bad-span = { $name } phải là một khoảng thời gian: 90m, 26h, 2d.

help-status-max-age = Chỉ xem lần chạy xong gần nhất: mã thoát 2 khi lâu hơn chừng này (90m, 26h, 2d).
help-status-notify = Ghi tệp trạng thái và báo cho [notify] những gì đã thay đổi.
help-metavar-span = THỜI_GIAN

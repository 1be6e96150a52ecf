### Bước tiếp theo. advice-<mã lỗi>, hoặc advice-<họ> cho mọi lỗi cùng họ.

advice-config = Sửa yumsync.toml rồi chạy: yumsync doctor
advice-config-no-file = Chạy “yumsync init” để tạo, hoặc chỉ tệp khác bằng --config.
advice-config-unreadable = Xem lại đường dẫn và quyền của tệp.
advice-config-not-text = Lưu lại tệp dưới dạng UTF-8.
advice-config-syntax = Xem dòng ấy: thường là thiếu dấu nháy hoặc dấu ngoặc.
advice-config-plain-http = Dùng địa chỉ https://.
advice-config-secret-in-clear = Ghi nơi để bí mật: "env:TÊN" hoặc "file:ĐƯỜNG_DẪN", và đổi mật khẩu đã lộ.
advice-config-secret-not-set = Đặt biến môi trường ấy cho tài khoản chạy yumsync (cron cũng cần).
advice-config-secret-too-open = Chạy: chmod 600 { $file }
advice-config-key-no-file = Chép tệp khóa từ bản sao lưu về. Chỉ chạy “yumsync init” khi chưa từng có trạng thái.
advice-config-key-too-open = Chạy: chmod 600 { $file }
advice-config-key-malformed = Chép đúng tệp khóa từ bản sao lưu về.
advice-config-key-exists = Giữ tệp khóa đang có. Mất nó là mất trạng thái.
advice-config-key-unwritable = Xem lại quyền ghi và chỗ trống của thư mục.

advice-key = Chép đúng tệp khóa từ bản sao lưu về.
advice-profile = Sửa tệp hồ sơ kết nối mà upstream.profile chỉ tới.
advice-profile-no-file = Ghi vào upstream.profile đường dẫn tính từ thư mục của yumsync.toml, hoặc tên một hồ sơ có sẵn như "standin".
advice-config-headers = Cài lại yumsync.

advice-config-charter = Cài lại yumsync.

advice-policy = Sửa bảng [policy] của yumsync.toml.

advice-state = Chạy “yumsync doctor” để xem rõ hơn.
advice-state-locked = Đóng chương trình đang mở cơ sở dữ liệu, hoặc đợi rồi chạy lại.
advice-state-disk-full = Dọn chỗ trống trên ổ đĩa rồi chạy lại; yumsync làm tiếp từ chỗ dừng.
advice-state-damaged = Không sửa tay. Chép cơ sở dữ liệu từ bản sao lưu về.
advice-state-unreachable = Xem lại state.url, mạng và máy chủ cơ sở dữ liệu.
advice-state-readonly = Xem lại quyền ghi của tệp và thư mục.
advice-state-outdated = Sao lưu rồi chạy “yumsync init” trong thư mục ấy để nâng cấp.
advice-state-key-wrong = Chép đúng tệp khóa của cơ sở dữ liệu này từ bản sao lưu về.
advice-state-missing = Chạy “yumsync init” trong thư mục ấy.
advice-state-io = Kiểm tra ổ đĩa, sao lưu ngay nếu còn đọc được.
advice-state-url = Sửa state.url trong yumsync.toml.
advice-run-busy = Đợi lần chạy ấy xong; xem “yumsync status”.
advice-run = Xem các lần chạy bằng “yumsync runs”.
advice-run-stopped = Lần chạy sau làm tiếp.
advice-lease-lost = Không cần làm gì: lần chạy sau làm tiếp.
advice-lease = Đợi lần chạy ấy xong; xem “yumsync status”.

advice-plan = Lập lại kế hoạch bằng “yumsync plan” rồi xem lại trước khi thực hiện.
advice-plan-unknown = Xem các lần chạy bằng “yumsync runs”.
advice-plan-broken-seal = Lập lại kế hoạch, và tìm xem ai đã sửa cơ sở dữ liệu.
advice-rows = Chưa gửi gì. Hãy báo lời này và tên danh sách cho người phụ trách chương trình.

advice-list = Mở tệp bằng Excel, sửa, lưu rồi chạy lại “yumsync check”.
advice-list-no-file = Xem lại path của danh sách trong yumsync.toml.
advice-list-empty = Xem lại có phải đúng tệp không.
advice-list-not-a-workbook = Mở bằng Excel, chọn Lưu thành (Save As), loại “Excel Workbook (.xlsx)”. Chỉ đổi đuôi tệp thì không đủ.
advice-list-not-a-csv = Lưu lại thành “CSV UTF-8”, hoặc đổi đuôi tệp cho đúng.
advice-list-not-a-file = Xem lại path của danh sách trong yumsync.toml.
advice-list-format = Lưu lại thành .xlsx hoặc .csv.
advice-list-permission = Xem lại quyền đọc tệp.
advice-list-encrypted = Bỏ mật khẩu mở tệp trong Excel rồi lưu lại.
advice-list-damaged = Xin lại tệp gốc, hoặc mở bằng Excel và lưu lại thành .xlsx.
advice-list-bomb = Không mở tệp này; hỏi lại người gửi.
advice-list-too-large = Tách thành nhiều tệp và dùng mẫu (*) trong path.
advice-list-nul = Xuất lại danh sách từ nơi lập ra nó.
advice-list-encoding = Trong Excel chọn Lưu thành “CSV UTF-8”.
advice-list-lost-letters = Xuất lại từ tệp gốc, chọn “CSV UTF-8” hoặc .xlsx.
advice-list-legacy-font-mixed = Chọn cả cột, chuyển sang Unicode (Unikey: Ctrl+Shift+F6), lưu rồi chạy lại.
advice-list-legacy-font-unclear = Chọn cả cột, chuyển sang Unicode (Unikey: Ctrl+Shift+F6), lưu rồi chạy lại.
advice-list-month-first = Sửa cả cột thành ngày/tháng/năm, lưu rồi chạy lại.
advice-list-mixed-dates = Sửa cả cột thành ngày/tháng/năm, lưu rồi chạy lại.
advice-list-swapped-dates = Lấy lại cột này từ nơi lập danh sách, để dạng chữ ngày/tháng/năm.
advice-list-no-header = Thêm một dòng tiêu đề với tên cột thông dụng.
advice-list-mark-twice = Xem cột nào gõ nhầm tên rồi sửa tiêu đề cột ấy; cột thừa thì xóa.
advice-list-duplicate-column = Xóa hoặc đổi tên một trong hai cột.
advice-list-second-table = Tách mỗi bảng ra một trang hay một tệp.
advice-list-group-row = Ghi đủ tên đơn vị (“Chi đoàn …”) ở mỗi dòng nhóm, kể cả phía trên người đầu tiên; hoặc thêm cột đơn vị.
advice-list-no-identity-column = Thêm cột còn thiếu rồi chạy lại.
advice-list-unknown-column = Nếu cột ấy cần gửi, đổi tên cột theo mẫu của Trung ương.
advice-list-hidden-sheet = Nếu trang ấy là danh sách, bỏ ẩn trong Excel.
advice-list-changing = Đóng tệp trong Excel rồi chạy lại.
advice-list-formula-empty = Mở tệp bằng Excel, lưu lại rồi chạy lại.
advice-list-formula-stale = Mở tệp bằng Excel, lưu lại rồi chạy lại.
advice-list-cell-error = Sửa ô ấy trong Excel, lưu rồi chạy lại.
advice-list-far-cell = Xóa hết các dòng và cột thừa ngoài danh sách trong Excel, lưu rồi chạy lại.
advice-list-link-outside = Chép chính tệp ấy vào thư mục, hoặc ghi đường dẫn thật của nó vào path.
advice-list-cut-short = Chép lại tệp cho đủ rồi chạy lại.
advice-list-unreadable = Xem lại quyền đọc tệp; đóng tệp nếu đang mở ở nơi khác.
advice-list-database = Xem lại url của danh sách, mạng và máy chủ cơ sở dữ liệu.
advice-list-query = Sửa query của danh sách trong yumsync.toml.
advice-list-database-kind = Dùng SQLite, PostgreSQL, MySQL hoặc MariaDB, hoặc xuất danh sách ra tệp.
advice-list-database-busy = Chạy lại sau; nếu vẫn vậy, rút gọn query hoặc tăng query_seconds.
advice-list-database-tls = Hỏi người quản trị máy chủ; xem khóa tls của danh sách trong yumsync.toml.
advice-list-database-text = Báo người quản trị cơ sở dữ liệu, hoặc xuất danh sách ra tệp.
advice-list-url-option = Bỏ tùy chọn ấy khỏi url; kết nối mã hóa đặt bằng khóa tls.
advice-list-query-writes = Sửa query thành một câu SELECT chỉ đọc.

advice-upstream = Không cần gửi lại tay: lần chạy sau gửi tiếp phần còn lại.
advice-upstream-unreachable = Xem lại mạng và upstream.url; lần chạy sau gửi tiếp.
advice-upstream-tls = Xem lại upstream.url và chứng chỉ của máy chủ; không bỏ qua kiểm tra.
advice-upstream-unauthorised = Xin mã truy cập mới rồi cập nhật nơi upstream.token chỉ tới.
advice-upstream-not-an-endpoint = Xem lại upstream.url và upstream.profile.
advice-upstream-plain-http = Dùng địa chỉ https://.
advice-upstream-answer-lost = Lần chạy sau hỏi lại bằng đúng gói ấy; không ai bị ghi hai lần.
advice-upstream-refused = Xem lời từ chối bằng “yumsync run” rồi sửa danh sách.

advice-usage = Xem “yumsync --help”.
advice-disk-full = Dọn chỗ trống rồi chạy lại.
advice-file = Xem lại đường dẫn và quyền.
advice-not-built-in = Cài lại yumsync.
advice-unexpected = Chạy lại với --verbose và gửi những gì hiện ra cho người phụ trách kỹ thuật.
advice-demo = Chạy lại “yumsync demo”; nếu vẫn hỏng, xem lời báo ở trên.

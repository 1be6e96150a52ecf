### Dòng lệnh: lời giúp, init, doctor.

## Khung

word-usage = Cách dùng
word-arguments = Tham số
word-options = Tùy chọn
word-commands = Lệnh
word-required = bắt buộc
word-default = mặc định
help-metavar-options = [TÙY CHỌN]
help-metavar-command = LỆNH [THAM SỐ]...
help-metavar-file = TỆP
help-metavar-files = TỆP
help-metavar-folder = THƯ MỤC
help-metavar-run = LẦN_CHẠY

help-yumsync =
    Giữ hệ thống đoàn viên của trung tâm khớp với danh sách của các chi đoàn.

    Đọc danh sách Excel, CSV hay cơ sở dữ liệu, so với những gì trung tâm đã xác nhận lần trước, rồi chỉ gửi phần khác. Không ai bị xóa vì vắng tên; điều chưa chắc được giữ lại chờ cán bộ.
help-epilog =
    Lần đầu: yumsync init, chép danh sách vào thư mục lists, rồi yumsync doctor, yumsync check, yumsync plan.

    Mã thoát: 0 đã khớp; 1 có dòng lỗi hoặc bị từ chối; 2 sai lệnh hoặc cấu hình; 3 có việc chờ cán bộ; 4 trung tâm chưa nhận được, lần sau gửi tiếp; 5 một lần chạy khác đang làm; 6 nhật ký không khớp; 7 có danh sách không đọc được.
help-config = Tệp cấu hình, nếu không phải yumsync.toml của thư mục đang đứng (hoặc biến YUMSYNC_CONFIG).
help-lang = Tiếng nói của chương trình: vi hoặc en (hoặc biến YUMSYNC_LANG).
help-json = Trả lời bằng JSON, cho máy đọc.
help-verbose = Kể nhiều hơn: mọi việc trong nhật ký kỹ thuật, và đường đi của lỗi ngoài dự kiến.
help-version = Cho biết phiên bản.
help-help = Lời giúp này.
help-install-completion = Cài gợi ý lệnh khi bấm phím Tab.
help-show-completion = In mã gợi ý lệnh, để tự cài.

## init và doctor

help-init =
    Tạo một thư mục làm việc, hoặc làm cho đủ.

    Gồm cấu hình có chú giải, khóa mã hóa, cơ sở dữ liệu và thư mục lists.

    Cái gì đã có thì giữ nguyên; cơ sở dữ liệu của phiên bản cũ được nâng cấp. Chạy lại bao nhiêu lần cũng được.
help-init-folder = Thư mục làm việc; không nói thì là thư mục đang đứng.
init-made-config = Đã tạo cấu hình { $name }
init-kept-config = Giữ cấu hình đang có { $name }
init-made-key = Đã tạo khóa mã hóa { $name } (chỉ mình bạn mở được; hãy cất một bản sao ở nơi khác)
init-kept-key = Giữ khóa đang có { $name }
init-made-database = Đã tạo cơ sở dữ liệu { $name }
init-kept-database = Cơ sở dữ liệu { $name } đã sẵn sàng
init-next =
    Việc tiếp theo:
      1. Chép danh sách vào thư mục lists.
      2. Mở yumsync.toml, ghi địa chỉ hệ thống trung tâm và từng danh sách.
      3. yumsync doctor   xem đã đủ chưa
         yumsync check    đọc thử danh sách, không gửi gì
         yumsync plan     xem trước sẽ gửi gì

help-doctor =
    Xem đã đủ mọi thứ để chạy chưa.

    Xem khóa, cơ sở dữ liệu, danh sách, ổ đĩa, đồng hồ và hệ thống trung tâm. Không gửi gì và không sửa gì.
doctor-key = Khóa và bí mật
doctor-database = Cơ sở dữ liệu
doctor-lists = Danh sách
doctor-disk = Ổ đĩa
doctor-upstream = Hệ thống trung tâm
doctor-key-ok = đủ
doctor-database-ok = mở được, trung tâm đã xác nhận { $people } người
doctor-lists-ok = { $lists } danh sách, { $files } tệp
doctor-disk-ok = còn { $free } MB
doctor-upstream-ok = { $name } { $version } trả lời tại { $url }
doctor-well = Mọi thứ đã sẵn sàng.
doctor-unwell = Còn việc phải sửa, như trên.
error-doctor-disk-readonly = không ghi được vào thư mục { $folder }.
error-doctor-disk-low = ổ đĩa chứa { $folder } chỉ còn { $free } MB.
error-doctor-clock-skew = đồng hồ máy này lệch { $seconds } giây so với hệ thống trung tâm.
advice-doctor-disk-readonly = Xem lại quyền ghi của thư mục.
advice-doctor-disk-low = Dọn bớt ổ đĩa.
advice-doctor-clock-skew = Bật tự chỉnh giờ trên máy.

## Các lệnh khác

help-check =
    Đọc thử danh sách, không gửi gì, không ghi gì.

    Cho biết cột nào nhận ra, dòng nào sai, sửa ra sao. Không nói tệp nào thì đọc mọi danh sách của cấu hình.
help-check-files = Tệp cần đọc thử: .xlsx .xlsm .xlsb .xls .ods .csv
help-check-youth = Các tệp này là danh sách thanh niên, không phải đoàn viên.
help-plan =
    Xem trước sẽ gửi gì: thêm ai, sửa gì, việc gì chờ cán bộ.

    Chưa gửi gì. Kế hoạch được niêm phong; “yumsync apply” gửi đúng những gì đã xem.
help-plan-all = Kể đủ mọi người, mọi việc, thay vì vài ví dụ đầu.
help-apply =
    Gửi đúng những gì đã xem trong một kế hoạch.

    Nếu từ lúc xem đến nay trung tâm đã thay đổi, kế hoạch bị từ chối và phải lập lại.
help-apply-run = Số của kế hoạch, do “yumsync plan” in ra; vài ký tự đầu cũng đủ.
help-sync =
    Đọc danh sách và gửi phần khác; dùng cho cron mỗi đêm.

    Việc cần người quyết định được giữ lại. Bị ngắt giữa chừng cũng không mất và không gửi hai lần: lần chạy sau làm tiếp.
help-sync-retry = Gửi lại cả những người lần trước bị từ chối mà dòng chưa sửa.
help-status =
    Hiện đang thế nào.

    Bao nhiêu người đã khớp, còn gì chờ gửi, việc gì chờ cán bộ, lần chạy gần nhất.
help-runs = Các lần chạy gần đây, mới nhất trước.
help-runs-limit = Số lần chạy được kể.
help-run =
    Một lần chạy, kể từng thay đổi.

    Kèm lời của hệ thống trung tâm và việc chờ cán bộ.
help-run-run = Số của lần chạy, như “yumsync runs” in ra; vài ký tự đầu cũng đủ.
help-standin =
    Mở một hệ thống đóng thế trên máy này để tập dùng.

    Thử danh sách và cấu hình mà không đụng tới hệ thống thật.

    Mở địa chỉ được in ra bằng trình duyệt để xem nó đang giữ những ai. Dừng bằng Ctrl-C.
help-standin-host = Địa chỉ lắng nghe; chỉ địa chỉ của chính máy này.
help-standin-port = Cổng; 0 là chọn một cổng trống.
help-standin-mode = “batch” nhận theo lô như hồ sơ standin; “rest” nhận từng đoàn viên một qua /api, đăng nhập bằng officer, mật khẩu standin.
help-standin-units = Tệp JSON chứa cây đơn vị lúc bắt đầu; với “rest”, đơn vị cuối cành là chi đoàn.
help-standin-db = Tệp lưu dữ liệu; không nói thì chỉ giữ trong bộ nhớ.
help-demo =
    Kể trọn câu chuyện trên dữ liệu bịa.

    Một tỉnh, lần gửi đầu, một tháng biến động, xem trước, gửi, và lần gửi sau cùng không còn gì phải gửi. Mọi người trong đó đều không có thật. Mất chưa đến hai phút.
help-demo-folder = Thư mục để kể; tạo mới.

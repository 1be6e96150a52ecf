### Điều gì đã hỏng. Bước tiếp theo của mỗi lỗi nằm trong advice.ftl.

## Cấu hình

error-config-no-file = Không tìm thấy tệp cấu hình { $file }.
error-config-unreadable = Không mở được tệp cấu hình { $file }.
error-config-not-text = { $file } không phải văn bản UTF-8.
error-config-syntax = { $file } sai cú pháp ở dòng { NUMBER($line, useGrouping: 0) }, cột { NUMBER($column, useGrouping: 0) }.
error-config-invalid = { $file } có { $count } chỗ phải sửa. Chưa có gì được thực hiện.
error-config-unknown-key = { $key }: không có khóa này.
error-config-unknown-key-near = { $key }: không có khóa này; có phải { $nearest }?
error-config-unknown-variable = Biến môi trường { $key } không ứng với khóa nào.
error-config-unknown-variable-near = Biến môi trường { $key } không ứng với khóa nào; có phải { $nearest }?
error-config-variable = Biến môi trường { $key } có giá trị không đọc được.
error-config-missing-key = { $key }: bắt buộc nhưng chưa có.
error-config-wrong-type = { $key } phải là { $wanted ->
    [text] chữ, đặt trong dấu nháy
    [truth] true hoặc false
    [number] số nguyên
    [figure] một số
    [table] một bảng [{ $key }]
    [tables] các bảng [[{ $key }]]
   *[other] giá trị khác
}.
error-config-wrong-choice = { $key } chỉ nhận: { $choices }.
error-config-too-small = { $key } phải từ { $limit } trở lên.
error-config-too-large = { $key } không được quá { $limit }.
error-config-empty = { $key } đang để trống.
error-config-duplicate-list = { $key } trùng tên với { $other }.
error-config-list-without-source = { $key }: chưa nói danh sách nằm ở đâu (path, hoặc url và query).
error-config-list-two-sources = { $key }: chỉ được có path hoặc url, không được có cả hai.
error-config-query-without-url = { $key }: query cần có url đi cùng, không đi với path.
error-config-list-database = { $key }: danh sách chỉ đọc được từ SQLite, PostgreSQL, MySQL hay MariaDB.
error-config-path-is-a-url = { $key }: địa chỉ cơ sở dữ liệu ghi vào url, không ghi vào path.
error-config-needs-url = { $key } chỉ dùng cho danh sách nằm trong cơ sở dữ liệu (url).
error-config-not-a-url = { $key } không phải một địa chỉ cơ sở dữ liệu.
error-config-not-a-web-address = { $key } không phải một địa chỉ web (https://…).
error-config-plain-http = { $key }: không gửi dữ liệu cá nhân qua http ra ngoài máy này.
error-config-secret-in-clear = { $key }: mật khẩu, mã truy cập không được ghi thẳng vào cấu hình.
error-config-state-url = { $key }: trạng thái chỉ lưu được trong một tệp SQLite hoặc PostgreSQL.
error-config-policy-value = { $key }: quy định chỉ nhận chữ, số, true hoặc false.
error-config-headers = Bảng từ tiêu đề cột của chương trình bị sai: { $reason }
error-config-charter = Bảng điều lệ của chương trình bị sai: { $reason }
error-policy-invalid = Bảng [policy] có quy định phải sửa. Chưa có gì được thực hiện.
error-policy-unknown = { $key }: không có quy định này.
error-policy-value = { $key } chỉ nhận: { $allowed }.
error-config-secret-not-set = { $key }: biến môi trường { $name } chưa được đặt.
error-config-secret-empty = { $key }: { $where } đang trống.
error-config-secret-no-file = { $key }: không có tệp { $file }.
error-config-secret-unreadable = { $key }: không đọc được tệp { $file }.
error-config-secret-too-open = { $key }: người khác trên máy cũng mở được tệp { $file } (quyền { $mode }).
error-config-key-no-file = { $key }: không có tệp khóa { $file }.
error-config-key-too-open = { $key }: người khác trên máy cũng mở được tệp khóa { $file } (quyền { $mode }).
error-config-key-malformed = { $key }: { $where } không chứa một khóa do yumsync tạo.
error-config-key-exists = Đã có tệp khóa { $file }; không ghi đè.
error-config-key-unwritable = Không tạo được tệp khóa { $file }.
error-key-unreadable = Khóa mã hóa không đúng dạng.
error-profile-no-file = { $key }: không có tệp hồ sơ kết nối { $file }.
error-profile-field-twice = { $key }: trường { $field } được ghi hai lần.
error-profile-path-without-id = { $key } phải có đúng một {"{id}"}, chỗ của mã thao tác.

## Trạng thái và khóa chạy

error-state-locked = Cơ sở dữ liệu đang bị chương trình khác giữ.
error-state-disk-full = Ổ đĩa chứa cơ sở dữ liệu đã đầy. Phần đang ghi dở đã được hủy.
error-state-damaged = Cơ sở dữ liệu trạng thái bị hỏng hoặc không phải của yumsync.
error-state-unreachable = Không kết nối được cơ sở dữ liệu trạng thái.
error-state-readonly = Không ghi được vào cơ sở dữ liệu trạng thái.
error-state-outdated = Cơ sở dữ liệu trạng thái không cùng phiên bản với chương trình.
error-state-key-wrong = Khóa mã hóa này không mở được cơ sở dữ liệu trạng thái.
error-state-missing = Chưa có cơ sở dữ liệu trạng thái { $url }.
error-state-io = Ổ đĩa chứa cơ sở dữ liệu gặp lỗi đọc ghi.
error-state-url = state.url không phải địa chỉ SQLite hay PostgreSQL.
error-state-failed = Cơ sở dữ liệu trạng thái báo lỗi ({ $reason }).
error-state-doomed = Một phần của giao dịch đã hỏng nên cả giao dịch được hủy.
error-run-busy = Một lần chạy khác đang làm việc.
error-run-stopped = Đã dừng theo yêu cầu giữa hai gói.
error-run-deadline = Đã hết thời gian gửi của lần chạy này.
error-run-unknown = Không có lần chạy nào mang số { $run }.
error-lease-held = Một lần chạy khác đang làm việc trên máy { $host } (tiến trình { NUMBER($pid, useGrouping: 0) }), giữ chỗ đến { $until }.
error-lease-lost = Lần chạy này đã quá hạn và một lần chạy khác đã thay thế. Nó dừng, không ghi thêm gì.
error-lease-not-held = Lần chạy này chưa giữ chỗ nên không được ghi.

## Kế hoạch

error-plan-moved = Kế hoạch này lập từ sổ đối chiếu cũ; từ đó đến nay hệ thống trung tâm đã có thay đổi. Lần này chưa ghi và chưa gửi gì.
error-plan-used = Kế hoạch này đã được thực hiện hoặc đã bị kế hoạch sau thay thế. Lần này chưa ghi và chưa gửi gì.
error-plan-superseded = Kế hoạch này đã có kế hoạch mới hơn thay thế. Lần này chưa ghi và chưa gửi gì.
error-plan-closed = Kế hoạch này đã lập xong, không thêm được nữa.
error-plan-unknown = Không có lần chạy nào mang số này.
error-plan-broken-seal = Niêm phong của kế hoạch không khớp: nội dung đã bị sửa sau khi lập.
error-rows-lost = Đã đọc { $rows } dòng mà không giải trình được hết: chương trình có lỗi. Không dùng gì của kế hoạch này.
error-reading-ended = Chưa đọc hết danh sách: tiến trình đọc đã bị dừng giữa chừng. Không dùng gì của kế hoạch này.

## Danh sách

error-list-no-file = Không có tệp nào ứng với { $path }.
error-list-empty = Tệp không có dòng nào.
error-list-not-a-workbook = { $found ->
    [html] Tệp là trang web (HTML) mang đuôi Excel, thường do một phần mềm xuất ra.
    [xml] Tệp là bảng tính XML đời cũ, mang đuôi Excel.
    [text] Tệp là văn bản, mang đuôi Excel.
   *[other] Tệp không phải bảng tính Excel, ODS hay CSV như tên của nó nói.
}
error-list-not-a-csv = Tệp không phải văn bản CSV như tên của nó nói.
error-list-not-a-file = Đường dẫn này không phải một tệp thường.
error-list-format = Không đọc được tệp có đuôi “{ $suffix }”.
error-list-permission = Không được phép mở tệp.
error-list-encrypted = Bảng tính đặt mật khẩu mở tệp.
error-list-damaged = Bảng tính bị hỏng hoặc chép chưa xong.
error-list-bomb = Tệp nén này bung ra quá lớn, không giống một danh sách.
error-list-too-large = Tệp quá lớn.
error-list-nul = Tệp CSV có ký tự rỗng (NUL), không phải văn bản.
error-list-quote = Dấu nháy trong dòng CSV không đóng, hoặc đóng sai chỗ.
error-list-extra-cells = Dòng có nhiều ô hơn dòng tiêu đề.
error-list-encoding = Tệp CSV không theo bảng mã UTF-8 hay UTF-16.
error-list-lost-letters = Chữ có dấu trong tệp đã biến thành dấu “?”; không thể khôi phục.
error-list-legacy-font-mixed = Cột này lẫn chữ Unicode và chữ gõ bằng phông cũ ({ $font }), ví dụ dòng { $rows }: “{ $found }” có lẽ là “{ $proposed }”. Hãy chuyển cả cột sang Unicode (Unikey: Ctrl+Shift+F6) rồi lưu lại.
error-list-legacy-font-unclear = Không chắc cột này gõ bằng phông cũ ({ $font }) hay Unicode: “{ $found }” hay “{ $proposed }”? Hãy chuyển cả cột sang Unicode (Unikey: Ctrl+Shift+F6) rồi lưu lại.
error-list-month-first = Cột ngày này ghi tháng trước ngày ({ $count } ô chỉ đọc được như thế), nên không dùng dòng nào của tệp. Hãy sửa cả cột thành ngày/tháng/năm.
error-list-mixed-dates = Cột ngày này lẫn lộn: { $count } ô ghi tháng trước ngày, nên không đoán được { $doubtful } ngày khác, như kiểu 05/06/2004. Tệp không được dùng. Hãy sửa cả cột thành ngày/tháng/năm.
error-list-swapped-dates = Có lẽ Excel đã đổi chỗ ngày và tháng: ô kiểu ngày nào cũng có ngày từ 12 trở xuống, ô kiểu chữ nào cũng trên 12. Tệp không được dùng. Hãy lấy lại cột này từ nơi lập danh sách.
error-list-no-header = Không tìm thấy dòng tiêu đề (Họ và tên, Ngày sinh…).
error-list-mark-twice = Cột { $first } và cột { $second } cùng tên “{ $second_header }”: dấu x ở mỗi cột có thể mang nghĩa khác nhau.
error-list-duplicate-column = Cột { $first } và cột { $second } cùng ghi { $field }.
error-list-second-table = Có một dòng tiêu đề thứ hai, khác dòng đầu: hai bảng trong một trang.
error-list-group-row = Dòng này giống tên một đơn vị xen giữa danh sách; không rõ các dòng dưới thuộc đơn vị nào.
error-list-no-identity-column = Thiếu cột để nhận ra từng người: cần họ tên và ngày sinh, hoặc mã định danh, hoặc CCCD.
error-list-unknown-column = Có cột mà yumsync không hiểu.
error-list-hidden-sheet = Trang tính đang ẩn, không được đọc.
error-list-changing = Tệp đang được sửa trong lúc đọc.
error-list-formula-empty = Ô này là công thức mà tệp không lưu kết quả.
error-list-formula-stale = Ô này là công thức, và tệp chưa được Excel tính lại: kết quả lưu trong tệp có thể sai.
error-list-cell-error = Ô này là một lỗi của Excel (#N/A, #REF!…), không phải dữ liệu.
error-list-far-cell = Ô này nằm quá xa danh sách, làm trang tính rộng quá mức đọc được.
error-list-link-outside = Tệp này là liên kết dẫn ra ngoài thư mục danh sách; không đọc.
error-list-cut-short = Dòng cuối của tệp CSV bị cắt ngang: tệp chép hoặc lưu chưa xong.
error-list-unreadable = Không mở được tệp.
error-list-database = Cơ sở dữ liệu của danh sách không trả lời.
error-list-query = Câu truy vấn của danh sách bị cơ sở dữ liệu từ chối.
error-list-database-kind = yumsync không đọc danh sách từ loại cơ sở dữ liệu “{ $kind }”.
error-list-database-busy = Cơ sở dữ liệu của danh sách đang bị khóa, hoặc trả lời quá lâu.
error-list-database-tls = Máy chủ cơ sở dữ liệu không có kết nối mã hóa (TLS), hoặc chứng chỉ của nó không đáng tin.
error-list-database-text = Chữ trong cơ sở dữ liệu của danh sách không theo bảng mã UTF-8.
error-list-url-option = Địa chỉ cơ sở dữ liệu có tùy chọn “{ $option }” mà yumsync không nhận.
error-list-query-writes = Câu truy vấn của danh sách không chỉ đọc. yumsync không ghi gì vào cơ sở dữ liệu của danh sách.

## Hệ thống trung tâm

error-upstream-unreachable = Không kết nối được hệ thống trung tâm ({ $host }). Chưa gửi được gì.
error-upstream-tls = Chứng chỉ của hệ thống trung tâm ({ $host }) không tin được. Chưa gửi gì.
error-upstream-unauthorised = Hệ thống trung tâm ({ $host }) không nhận mã truy cập này.
error-upstream-token-malformed = Mã truy cập ({ $key }) có ký tự không dùng được, ví dụ dấu cách hoặc chữ có dấu.
error-upstream-not-an-endpoint = { $host } có trả lời nhưng không phải hệ thống đoàn viên.
error-upstream-failed = Hệ thống trung tâm đang gặp sự cố.
error-upstream-busy = Hệ thống trung tâm yêu cầu gửi chậm lại.
error-upstream-plain-http = Không gửi dữ liệu cá nhân qua http ra ngoài máy này.
error-upstream-timeout = Hệ thống trung tâm không trả lời trong thời gian chờ.
error-upstream-answer-lost = Đã gửi nhưng không nhận được trả lời; chưa biết hệ thống trung tâm đã nhận hay chưa.
error-upstream-garbled = Hệ thống trung tâm trả lời dở dang hoặc không đọc được.
error-upstream-too-large = Hệ thống trung tâm đòi gói gửi nhỏ hơn.
error-upstream-refused = Hệ thống trung tâm từ chối cả gói (HTTP { $status }, { $problem }).

## Dòng lệnh và máy

error-usage-unknown-command = Không có lệnh “{ $name }”.
error-usage-unknown-command-near = Không có lệnh “{ $name }”; có phải “{ $nearest }”?
error-usage-unknown-option = Không có tùy chọn { $name }.
error-usage-unknown-option-near = Không có tùy chọn { $name }; có phải { $nearest }?
error-usage-missing = Thiếu { $name }.
error-usage-needs-value = { $name } cần có giá trị theo sau.
error-usage-twice = { $name } chỉ được ghi một lần.
error-usage-wrong-choice = { $name } chỉ nhận: { $choices }.
error-usage-bad-value = { $name } không nhận giá trị này.
error-usage-too-many = Thừa tham số trên dòng lệnh.
error-usage-wrong = Dòng lệnh không hiểu được.
error-disk-full = Ổ đĩa đã đầy.
error-file-forbidden = Không được phép mở hoặc ghi { $file }.
error-file-missing = Không có { $file }.
error-not-built-in = Bản cài đặt này thiếu phần “{ $name }”.
error-interrupted = Đã dừng theo yêu cầu. Việc đã ghi vẫn còn; lần chạy sau làm tiếp.
error-unexpected = Lỗi ngoài dự kiến ({ $kind }, { $where }).

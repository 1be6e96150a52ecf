### Sổ biến động: từ của các biến động, những gì cán bộ phải sửa, màn hình check.

movement-admit = Kết nạp
movement-transfer_out = Chuyển đi
movement-transfer_in = Tiếp nhận
movement-transfer_refused = Từ chối tiếp nhận
movement-transfer_withdrawn = Rút giới thiệu
movement-transfer_expired = Giới thiệu quá hạn
movement-temporary_out = Sinh hoạt tạm thời nơi khác
movement-temporary_in = Tiếp nhận sinh hoạt tạm thời
movement-temporary_end = Hết sinh hoạt tạm thời
movement-away = Đi làm ăn xa
movement-returned = Trở về
movement-strike_off = Xóa tên
movement-expel = Khai trừ
movement-mature = Trưởng thành
movement-extend = Ở lại sinh hoạt
movement-party_admit = Kết nạp Đảng
movement-decease = Từ trần
movement-readmit = Kết nạp lại

finding-movement-unknown = Không rõ biến động nào: “{ $found }”. Mỗi dòng ghi đúng một biến động, bằng từ đã biết.
finding-movement-undated = Chưa có ngày của biến động “{ $found }”. Ghi ngày, tháng hoặc năm.
finding-movement-incomplete = Biến động “{ $movement }” còn thiếu { $field }. Chưa đủ giấy tờ thì chưa thực hiện được.

finding-list-no-movement = Không có cột loại biến động; tiêu đề và tên trang cũng không nói là biến động gì: trông như một danh sách người. Không đọc. Thêm cột “Loại biến động”, hoặc khai đúng loại (kind) trong yumsync.toml.
finding-list-movement-unclear = Trang ghi “{ $title }”: không rõ mọi dòng là biến động nào. Không đọc. Thêm cột “Loại biến động”, hoặc tách mỗi biến động một trang.
finding-list-of-movements = Cột “{ $header }” có biến động ở hầu hết các dòng: đây là sổ biến động, không phải danh sách người đang sinh hoạt. Không đọc. Để vào tệp riêng với kind = "movements".
error-list-no-movement = Trông như một danh sách người, không phải sổ biến động.
error-list-movement-unclear = Không rõ sổ này ghi biến động nào.
error-list-of-movements = Đây là sổ biến động, không phải danh sách người.

check-sum-register = { $rows } dòng = { $records } biến động + { $aside } dòng để riêng
check-aside-register = Dòng để riêng, không phải là biến động:
check-movement = Tiêu đề cho biết mọi dòng là: { $movement }
check-movements = Biến động, số dòng:

error-config-complete-register = { $key }: sổ biến động không có complete, vì không ai vắng tên trong sổ. Bỏ dòng này.
error-usage-kind = Không có loại danh sách “{ $found }”.
advice-usage-kind = Dùng một trong: { $known }

help-check-kind = Loại của các tệp: members (đoàn viên), youth (thanh niên) hay movements (sổ biến động). Không ghi thì tự nhận ra.

field-decision_date = ngày quyết định
field-issued_by = đơn vị ban hành
field-letter_no = số giấy giới thiệu
field-certificate_no = số giấy chứng nhận
field-dues_paid_to = đóng đoàn phí đến
field-evidence = các tháng không sinh hoạt
field-recorded_by = người ghi
field-proposal = đề xuất
field-away_contact = liên hệ khi đi làm ăn xa
field-away_job = công việc nơi làm ăn xa
field-returned_on = ngày trở về

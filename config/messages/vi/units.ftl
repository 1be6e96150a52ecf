### Cây đơn vị: đơn vị ghi trong danh sách, danh sách đơn vị, lệnh units.

## Đơn vị của một dòng

finding-unit-ambiguous = Chưa rõ “{ $found }” là đơn vị nào. Có thể là: { $candidates }. Ghi đủ đơn vị và cấp trên của nó, cách nhau bằng dấu phẩy, hoặc ghi mã.
finding-unit-closed = Đơn vị “{ $found }” không còn (hoặc chưa) hoạt động{ $count ->
    [0] , và không ghi đã nhập vào đâu. Ghi đơn vị hiện nay.
   *[other] . Đã nhập vào: { $candidates }. Ghi đơn vị hiện nay.
}
finding-unit-name-only = “{ $found }” chỉ là tên, chưa đủ để biết đơn vị nào. Ghi cả cấp trên, ví dụ: “{ $proposed }”.
finding-unit-unknown = Không có đơn vị “{ $found }” trong cây đơn vị. { $count ->
    [0] Xem các đơn vị bằng “yumsync units”.
   *[other] Gần nhất là: “{ $proposed }”.
}
finding-unit-succeeded = “{ $found }” là tên hoặc nơi trước đây; nay là “{ $proposed }”.
step-unit-resolved = ghi theo cây đơn vị
step-unit-completed = ghi thêm đơn vị của danh sách

error-config-units = Bảng từ về đơn vị của chương trình bị sai: { $reason }
advice-config-units = Cài lại yumsync.

## Danh sách đơn vị

finding-unit-no-name = Dòng này không có tên đơn vị (ghi “{ $found }”).
finding-unit-ends-first = Đơn vị kết thúc trước ngày thành lập.
finding-unit-code-sign = Mã “{ $found }” có dấu @. Ghi mã vào một cột, bộ mã vào cột khác.
finding-unit-two-units = Các mã ở dòng này đang là của nhiều đơn vị: { $names }. Tách thành từng dòng.
finding-unit-duplicate-code = Mã “{ $found }” đã dùng cho “{ $name }” ở dòng { $row }. Dòng này không được dùng.
finding-unit-repeated = Đơn vị này đã ghi ở dòng { $row }, cùng nội dung.
finding-unit-parent-ambiguous = Chưa rõ đơn vị cấp trên “{ $found }” là đơn vị nào: { $candidates }. Ghi mã của nó.
finding-unit-orphan = Không có đơn vị cấp trên “{ $found }”, hoặc dòng của nó không dùng được{ $count ->
    [0] . Thêm đơn vị ấy hoặc sửa lại.
   *[other] . Gần nhất là: “{ $proposed }”.
}
finding-unit-circle = Các đơn vị này đứng dưới chính mình: { $names }. Sửa cột cấp trên.
finding-unit-two-roots = “{ $found }” không có cấp trên, như “{ $other }”. Nếu có cấp trên thì ghi vào.
finding-unit-under-closed = “{ $name }” vẫn đứng dưới “{ $found }”, đơn vị không còn hoạt động. Ghi cấp trên hiện nay.
finding-unit-open-with-successor = “{ $found }” đã nhập vào đơn vị khác nhưng chưa ghi ngày kết thúc, nên vẫn được coi là đang hoạt động.
finding-unit-link-unclear = { $count ->
    [0] Không tìm thấy đơn vị “{ $found }”; chưa nối hai đơn vị.
   *[other] Chưa rõ “{ $found }” là đơn vị nào: { $candidates }; chưa nối hai đơn vị.
}
finding-unit-not-listed = “{ $found }” không còn trong danh sách đơn vị. Vẫn giữ; nếu đã giải thể thì ghi ngày kết thúc.

field-unit-name = tên đơn vị
field-unit-code = mã đơn vị
field-unit-vintage = bộ mã
field-unit-level = cấp
field-unit-parent = đơn vị cấp trên
field-unit-valid_from = từ ngày
field-unit-valid_to = đến ngày
field-unit-old_code = mã cũ
field-unit-old_vintage = bộ mã cũ
field-unit-successors = sáp nhập vào
field-unit-predecessors = sáp nhập từ
field-unit-row_no = số thứ tự

## Từ hệ thống trung tâm

error-profile-no-units = Hồ sơ kết nối “{ $profile }” không nói cách đọc cây đơn vị của hệ thống trung tâm.
error-profile-not-a-path = { $key } phải bắt đầu bằng dấu /.
advice-profile-no-units = Nhập đơn vị từ một danh sách: [[list]] với kind = "units".

## yumsync units

help-units =
    Xem cây đơn vị; hoặc cập nhật nó.

    Không nói gì: cả cây. Nói một mã hay một đường dẫn (“Chi đoàn 1, Đoàn phường Phú Thủy”): đơn vị ấy, mã, thời hạn, tiền thân và kế thừa.

    “yumsync units import” đọc các danh sách kind = "units" trong cấu hình; thêm --upstream thì đọc cây của hệ thống trung tâm. Đơn vị nào cũng giữ lại mã, tên và nơi trước đây; không đơn vị nào bị xóa.
help-metavar-unit = [import | MÃ | ĐƯỜNG DẪN]
help-units-what = import, hoặc mã, hoặc đường dẫn của đơn vị.
help-units-upstream = Nhập từ hệ thống trung tâm, không phải từ danh sách.
help-units-closed = Cả những đơn vị không còn hoạt động.

units-none = Chưa có cây đơn vị. Ghi một danh sách kind = "units" vào yumsync.toml rồi chạy “yumsync units import”, hoặc “yumsync units import --upstream”.
units-closed-too = { $count } đơn vị không còn (hoặc chưa) hoạt động; xem bằng --closed.
units-size = { $count } đơn vị đang hoạt động.
units-path = Đường dẫn: { $path }
units-whole-path = Đầy đủ: { $path }
units-level = Cấp: { $level }
units-codes = Mã: { $codes }
units-valid = Thời hạn: { $from } – { $to }
units-open-end = nay
units-no-start = không rõ
units-closed = Không còn (hoặc chưa) hoạt động hôm nay.
units-children = Trực thuộc: { $count }
units-predecessors = Từ: { $path }
units-successors = Nhập vào: { $path }
units-today = Nay là: { $path }
units-former = Trước đây: { $path }
units-tree-closed = (không còn)
units-source = Theo: { $source }
units-code-of = { $code } (bộ mã { $vintage })
units-source-upstream = hệ thống trung tâm

units-imported = Cây đơn vị có { $size } đơn vị; { $changed } mới hoặc thay đổi.
units-read = { $name }: { $rows } dòng
units-set-aside = Dòng để riêng: { $reasons }
units-read-unread = Không dùng gì từ nguồn này; cây giữ như trước.
units-count-new = đơn vị mới
units-count-changed = đơn vị thay đổi
units-count-same = đơn vị như trước
units-count-repeated = dòng lặp lại
units-count-in_error = dòng có lỗi, không dùng
report-units = Đơn vị

error-unit-unknown = Không có đơn vị “{ $found }”. Gần nhất: { $proposed }
error-unit-ambiguous = “{ $found }” có thể là nhiều đơn vị: { $candidates }
error-config-no-units = { $key }: không có danh sách đơn vị nào (kind = "units").
advice-unit = Xem cả cây bằng “yumsync units”.
advice-config-no-units = Thêm một danh sách đơn vị, hoặc nhập từ hệ thống trung tâm: yumsync units import --upstream

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

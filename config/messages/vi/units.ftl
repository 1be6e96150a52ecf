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

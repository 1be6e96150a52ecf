### Điều cán bộ cần biết về cả trang tính: dòng nhóm, dòng cộng, những gì bị ẩn.

finding-group-count = Dòng nhóm “{ $found }” ghi { $stated } người, nhưng bên dưới đọc được { $counted } người. Kiểm tra xem có sót ai không.
finding-total-count = Dòng cộng ghi { $stated } người, nhưng phía trên đọc được { $counted } người. Kiểm tra xem có sót ai không.
finding-group-unit = Ô ghi đơn vị “{ $found }”, nhưng dòng nhóm phía trên là “{ $unit }” ({ $rows } dòng như vậy). Tính theo ô.
finding-list-filtered = Trang tính đang bật bộ lọc ({ $rows } dòng bị ẩn). Đã đọc cả các dòng bị ẩn. Nếu tệp được xuất từ một trang đang lọc thì có thể thiếu người: hãy bỏ lọc rồi xuất lại.
finding-list-hidden-rows = { $rows } dòng đang bị ẩn, từ dòng này. Đã đọc cả các dòng ấy; nếu không muốn, hãy xóa hẳn trong Excel.
finding-list-hidden-columns = Cột { $columns } đang bị ẩn; vẫn được đọc.
finding-list-sheet-other-unit = Tên trang là “{ $sheet }”, nhưng tiêu đề ghi đơn vị “{ $found }”. Tệp không được dùng; sửa tên trang hoặc tiêu đề cho khớp.
finding-list-sheet-unit = Tên trang “{ $sheet }” chưa cho biết chắc đây là đơn vị nào (bản sao, bản cũ hoặc tên bị cắt?). Ghi đơn vị vào tiêu đề, ví dụ “Đơn vị: Chi đoàn 1”, hoặc thêm cột đơn vị.
finding-list-of-departed = Trang ghi “{ $found }”: không phải danh sách đoàn viên đang sinh hoạt; không đọc. Nếu là sổ biến động: để vào tệp riêng với kind = "movements".
finding-list-other-kind = Trang ghi “{ $found }”, khác loại danh sách đã khai; không đọc. Để vào tệp riêng, khai đúng loại (kind) trong yumsync.toml.

error-list-query-column-twice = Câu truy vấn cho cùng tên cột nhiều lần: { $columns }.
advice-list-query-column-twice = Trong truy vấn, kể tên từng cột cần lấy thay cho dấu *, hoặc đặt tên khác cho một cột bằng AS.
error-list-side-by-side = Có hai bảng nằm cạnh nhau trong một trang.
advice-list-side-by-side = Chuyển bảng bên phải xuống dưới bảng bên trái hoặc sang trang khác.

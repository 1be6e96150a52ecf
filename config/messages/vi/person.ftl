### Trích tất cả dữ liệu đang giữ về một người, cho chính người ấy.

help-metavar-export = TỆP
help-person = Dữ liệu của một người.
help-person-export =
    Trích tất cả dữ liệu đang giữ về một người, để trao cho chính người ấy.

    Có nguồn từng giá trị, mọi lần gửi, mọi quyết định, ai đã xem. Việc của người khác không có trong đó. Ai trích cũng được ghi vào nhật ký.
help-person-out = Tệp để ghi: .json, .html hoặc .xlsx.

person-exported = Đã ghi { $file }; chỉ mình bạn đọc được tệp. Trao tận tay người ấy, rồi xóa tệp.
person-column-when = Lúc
person-column-part = Phần
person-column-item = Mục
person-column-value = Nội dung
person-column-note = Ghi chú

event-person-exported = Trích dữ liệu của một người

error-person-export-form = Không ghi được { $file }: tên tệp phải tận cùng bằng một trong { $choices }.
advice-person-export-form = Ví dụ: yumsync person export "…" ho-so.html

### Trung tâm từ chối: vì sao, bao nhiêu, ở đâu, làm gì tiếp; và những gì còn treo.

rejections-title = Trung tâm từ chối { $count } thay đổi, theo lý do:
rejections-words = “{ $words }”
rejections-silent = (trung tâm không nói lý do)
rejections-unsent = (yumsync chưa gửi gì lên trung tâm)
rejections-more-reasons = … và { $reasons } lý do nữa, { $count } thay đổi
rejections-earlier = Trung tâm nay cũng từ chối { $count } thay đổi của một lần chạy trước: xem yumsync run { $run }
rejections-next =
    Sửa những dòng ấy trong danh sách rồi chạy lại. Xem hết, từng dòng một, trong Excel:
    yumsync run { $run } --rejected tu-choi.xlsx
rejections-written = Đã ghi { $rows } thay đổi bị từ chối vào { $file }; chỉ mình bạn đọc được tệp. Sửa trong danh sách, không sửa trong tệp này.
rejections-none = Lần chạy này không có gì bị từ chối: không ghi tệp.

unsettled-sent =
    Chưa biết trung tâm đã nhận hay chưa. Đừng nhập lại bằng tay; lần chạy sau hỏi lại:
    yumsync sync
unsettled-unknown =
    Chưa biết trung tâm đã nhận hay chưa. Đừng nhập lại bằng tay; lần chạy sau hỏi lại:
    yumsync sync
    Đã hỏi lại mà vẫn chưa rõ thì cán bộ xem trên trung tâm:
    yumsync unanswered
unsettled-accepted =
    Trung tâm chưa xác nhận; lần chạy sau hỏi lại. Chuyển sinh hoạt chờ lâu thì xem:
    yumsync report transit
unsettled-dead =
    Đã gửi nhiều lần không được nên không gửi nữa. Xem lại dòng ấy, rồi gửi lại:
    yumsync sync --retry-refused
unsettled-title-sent = Đã gửi, chưa có trả lời:
unsettled-title-unknown = Chưa rõ kết quả:
unsettled-title-accepted = Đang chờ trung tâm xác nhận:
unsettled-title-dead = Thử quá nhiều lần, đã ngừng:
run-more = … và { $count } thay đổi nữa. Xem hết: yumsync run { $run } --all

help-run-rejected = Ghi những thay đổi bị từ chối ra tệp Excel, mỗi thay đổi một dòng; chỉ mình bạn đọc được tệp.
help-run-force = Ghi đè tệp đã có.
help-run-all = Kể mọi thay đổi, không chỉ 200 thay đổi đầu.

rejected-sheet = Bị từ chối
rejected-column-list = Danh sách
rejected-column-unit = Đơn vị
rejected-column-file = Tệp
rejected-column-sheet = Trang
rejected-column-row = Dòng
rejected-column-name = Họ và tên
rejected-column-member_code = Mã định danh đoàn viên
rejected-column-national_id = Số CMND/CCCD
rejected-column-field = Ô bị từ chối
rejected-column-sent = Đã gửi
rejected-column-words = Lời của trung tâm
rejected-column-meaning = Nghĩa là gì, làm gì
rejected-column-code = Mã lý do

rejection-national-id-taken = Số này trên trung tâm là của người khác. Xem giấy tờ; gõ nhầm thì sửa ô, không nhầm thì báo trung tâm.
rejection-unknown-member = Trung tâm không có người mang mã này. Xem lại mã định danh, hoặc xóa ô mã nếu là người mới.
rejection-member-code-mismatch = Mã định danh này trên trung tâm là của người khác. Xem lại mã trong danh sách.
rejection-member-code-invalid = Mã định danh sai dạng. Xem lại mã trong danh sách.
rejection-member-code-taken = Mã định danh này trên trung tâm là của người khác. Xem lại mã trong danh sách.
rejection-national-id-invalid = Số CMND/CCCD không đủ 9 hoặc 12 chữ số. Xem giấy tờ, sửa ô.
rejection-date-invalid = Trung tâm không nhận ngày này. Xem giấy tờ, sửa ô.
rejection-phone-invalid = Trung tâm không nhận số điện thoại này. Sửa ô hoặc để trống.
rejection-email-invalid = Trung tâm không nhận địa chỉ này. Sửa ô hoặc để trống.
rejection-gender-invalid = Trung tâm không nhận giới tính này. Ghi Nam hoặc Nữ.
rejection-person-gone = Trung tâm ghi người này không còn trong danh sách. Xem giấy tờ; còn sinh hoạt thì báo trung tâm.
rejection-precondition-failed = Hồ sơ trên trung tâm vừa bị sửa ở nơi khác. So lại hai bên, rồi gửi lại: yumsync sync --retry-refused
rejection-unit-missing = Thiếu đơn vị, hoặc trung tâm không có đúng một đơn vị mang tên ấy. Xem lại cột đơn vị, so với cây đơn vị của trung tâm.
rejection-field-missing = Thiếu một ô mà trung tâm bắt buộc. Ghi thêm vào danh sách.
rejection-field-invalid = Trung tâm không nhận giá trị của ô. Sửa ô trong danh sách.
rejection-field-unknown = Trung tâm không có trường này. Báo người phụ trách máy xem lại hồ sơ kết nối.
rejection-movement-incomplete = Biến động còn thiếu số liệu. Ghi thêm vào sổ biến động.
rejection-movement-impossible = Biến động không khớp hồ sơ trên trung tâm. So lại giấy tờ với hồ sơ ấy.
rejection-transfer-refused = Nơi nhận không tiếp nhận. Liên hệ nơi nhận; người này vẫn ở đơn vị cũ.
rejection-operation-id-reused = Trung tâm cho là thay đổi này đã gửi trước đây với nội dung khác. Báo người phụ trách máy.
rejection-operation-invalid = Trung tâm không hiểu thay đổi này. Báo người phụ trách máy xem lại hồ sơ kết nối.
rejection-upstream-failed = Trung tâm gặp lỗi với riêng dòng này, thường do một ô sai. Xem kỹ cả dòng.
rejection-upstream-refused = Trung tâm không nhận riêng dòng này. Xem kỹ cả dòng.
rejection-upstream-too-large = Dòng này quá dài đối với trung tâm. Rút gọn các ô dài.
rejection-other = Làm theo lời của trung tâm; chưa rõ thì hỏi người phụ trách trên trung tâm.

### Điều cán bộ cần biết về một dòng, một ô. { $found } là điều ghi trong ô.

## Bắt buộc, trùng, không khớp

finding-required-missing = Thiếu { $field }.
finding-columns-both-filled = { $field }: chỉ được ghi một trong các cột { $columns }, nhưng có từ hai cột trở lên.
finding-columns-disagree = { $field }: các cột { $columns } ghi khác nhau.
finding-mark-unreadable = { $field }: ô ở cột { $columns } ghi “{ $found }”. Chỉ đánh dấu x hoặc để trống.
finding-mark-header-unknown = { $field }: tiêu đề “{ $found }” không có trong danh mục của Trung ương, nên dấu x trong cột này không được dùng. Sửa ô tiêu đề thành một trong: { $words }
finding-marked-twice = { $field }: đánh dấu ở nhiều cột ({ $columns }): { $found }. Chỉ để một dấu.
finding-implied-disagrees = { $field } ghi “{ $found }”, nhưng cột ngày sinh nói là { $implied ->
    [male] Nam
    [female] Nữ
   *[other] khác
}.
finding-row-repeated = Người này đã có trong danh sách ở một dòng khác, cùng nội dung.
finding-row-on-two-lists = Người này cũng có trong danh sách “{ $list }”, cùng nội dung.
finding-still-refused = Lần trước nội dung này không được nhận và dòng chưa được sửa: { $words }
finding-given-up = yumsync đã gửi nội dung này nhiều lần, trung tâm chưa lần nào nhận, nên không gửi nữa. Xem lại dòng, rồi gửi lại: yumsync sync --retry-refused
finding-list-other-unit = Tệp ghi đơn vị “{ $found }”, không phải đơn vị của danh sách này. Tệp không được dùng.
finding-list-unknown-column = Cột “{ $found }” không được nhận ra, không dùng tới.
finding-list-unread-column = Cột “{ $found }” không có trường tương ứng ở hệ thống trung tâm; không đọc.
finding-list-typo-header = Tiêu đề “{ $found }” được hiểu là “{ $proposed }”. Sai thì sửa lại tiêu đề, hoặc lưu bố cục để sửa.
finding-list-unnamed-column = Cột không có tiêu đề, không dùng tới.
finding-list-split-name = Cột không tiêu đề sau cột họ đệm được đọc là cột tên.
finding-list-legacy-font = Cột { $columns } gõ bằng phông cũ ({ $font }), được đọc sang Unicode: “{ $found }” → “{ $proposed }”.
finding-list-shown-zeros = Cột này hiển thị đủ số 0 ở đầu; các số được đọc đúng như hiển thị.
finding-list-old-encoding = Tệp CSV theo bảng mã cũ ({ $encoding }) và được đọc sang Unicode. Nên lưu lại thành “CSV UTF-8”.
finding-list-sheet-set-aside = Trang “{ $sheet }” có { $rows } dòng nhưng không có dòng tiêu đề; không đọc.
finding-list-manual-calc = Tệp đặt chế độ tính thủ công: kết quả công thức có thể cũ. Trong Excel bấm F9 rồi lưu lại.
finding-list-external-links = Tệp có liên kết sang tệp khác; chỉ đọc kết quả đã lưu trong tệp này.
finding-list-macros = Tệp có macro; yumsync không bao giờ chạy macro.
finding-list-open-elsewhere = Tệp đang mở trong Excel hoặc LibreOffice; đã đọc bản lưu gần nhất.
finding-list-as-configured = Tệp thuộc danh sách “{ $name }” trong yumsync.toml; được đọc theo đơn vị, loại và bố cục của danh sách đó.
finding-list-skipped-file = Bỏ qua tệp này ({ $reason ->
    [lock] tệp khóa của Excel
    [hidden] tệp ẩn
    [temporary] tệp tạm
   *[folder] thư mục
}).

## Họ tên

finding-name-not-text = Họ tên “{ $found }” không phải chữ.
finding-name-characters = Họ tên “{ $found }” có ký tự lạ.
finding-name-damaged = Họ tên “{ $found }” đã hỏng chữ.
finding-name-incomplete = Họ tên chỉ có “{ $found }”, thiếu họ đệm.

## Ô nói chung

finding-letters-lost = { $field }: chữ có dấu trong “{ $found }” đã biến thành “?”; không thể khôi phục.
finding-legacy-font-mixed = { $field }: “{ $found }” không cùng bảng mã với các ô khác trong cột. Hãy chuyển cả cột sang Unicode.
finding-number-rounded = { $field }: Excel đã làm tròn số “{ $found }”, mất chữ số.
finding-cell-error = { $field }: ô mang lỗi của Excel ({ $found }).
finding-zero-shown-wrong = { $field }: ô hiện “{ $shown }”, không có số nào như vậy; đọc là { $found }. Hãy kiểm tra lại số.
finding-cell-ditto = { $field }: “{ $found }” nghĩa là giống dòng trên, nhưng dòng trên có thể đổi chỗ. Hãy ghi đầy đủ vào ô.
finding-text-is-date = { $field }: Excel đã đổi ô này thành ngày tháng ({ $found }).
finding-text-too-long = { $field }: nội dung dài quá mức.
finding-code-unknown = { $field }: “{ $found }” không có trong danh mục của Trung ương.

## Ngày tháng

finding-date-unreadable = { $field }: “{ $found }” không phải ngày tháng.
finding-date-impossible = { $field }: không có ngày “{ $found }”.
finding-date-month-first = { $field }: “{ $found }” có vẻ ghi tháng trước ngày.
finding-date-zero = { $field }: “{ $found }” là ngày trống của máy.
finding-date-two-digit-year = { $field }: năm trong “{ $found }” chỉ có hai chữ số.
finding-date-too-early = { $field }: “{ $found }” quá xa trong quá khứ.
finding-date-future = { $field }: “{ $found }” nằm ở tương lai.
finding-date-before-birth = { $field }: “{ $found }” trước ngày sinh.
finding-date-serial-1904 = { $field }: “{ $found }” là số, mà tệp này đếm ngày từ năm 1904. Hãy định dạng ô thành ngày.
finding-join-too-young = Vào Đoàn khi { $age } tuổi: dưới tuổi quy định.
finding-join-too-old = Vào Đoàn khi { $age } tuổi: trên tuổi quy định.
finding-join-young = Vào Đoàn khi { $age } tuổi.
finding-join-old = Vào Đoàn khi { $age } tuổi.

## Số định danh, điện thoại, thư điện tử

finding-national-id-length = Số CMND/CCCD “{ $found }” phải có 12 hoặc 9 chữ số.
finding-national-id-not-digits = Số CMND/CCCD “{ $found }” có ký tự không phải chữ số.
finding-national-id-rounded = Excel đã làm tròn số CMND/CCCD “{ $found }”, mất chữ số.
finding-national-id-zero-lost = Số CMND/CCCD “{ $found }” có vẻ mất số 0 ở đầu.
finding-national-id-placeholder = Số CMND/CCCD “{ $found }” là số ghi tạm.
finding-national-id-province = Ba số đầu của CCCD “{ $found }” không phải mã tỉnh nào.
finding-national-id-birth-year = Năm sinh trong CCCD không khớp ngày sinh trong danh sách.
finding-national-id-gender = Giới tính trong CCCD không khớp giới tính trong danh sách.
finding-member-code-shape = Mã định danh đoàn viên “{ $found }” không đúng dạng 7 chữ số.
finding-member-code-rounded = Excel đã làm tròn mã định danh đoàn viên “{ $found }”, mất chữ số.
finding-phone-invalid = Số điện thoại “{ $found }” không đúng dạng di động.
finding-phone-rounded = Excel đã làm tròn số điện thoại “{ $found }”, mất chữ số.
finding-phone-several = Ô có nhiều số điện thoại: “{ $found }”.
finding-email-invalid = “{ $found }” không phải địa chỉ thư điện tử.

### Điều chờ cán bộ quyết định. Không thay đổi nào trong đây được gửi khi chưa có người xem.

hold-missing = Vắng tên không rõ lý do: { $name }, { $unit }. Chuyển đi, xóa tên hay sót?
hold-duplicate = { $name }: danh sách ghi hai lần, nội dung khác nhau. Dòng nào đúng?
hold-lists-disagree = { $name }: danh sách này và “{ $list }” ghi khác nhau. Bên nào đúng?
hold-ambiguous-identity = { $name }: có thể là { $candidates } người đã biết. Là ai?
hold-contradicting-identity = { $name }: các số định danh chỉ tới những người khác nhau. Là ai?
hold-unit-changed = { $name }: đang ở “{ $old }”, danh sách ghi “{ $new }”. Có chuyển sinh hoạt không?
hold-other-unit = { $name }: dòng này ghi đơn vị khác với danh sách. Có đúng danh sách không?
hold-kind-changed = { $name }: hệ thống trung tâm ghi là { $old ->
    [members] đoàn viên
   *[youth] thanh niên
}, danh sách ghi là { $new ->
    [members] đoàn viên
   *[youth] thanh niên
}. Đã kết nạp chưa?
hold-list-empty = Danh sách này trống, trước đây có { $before } người. Có đúng tệp không?
hold-list-shrunken = Danh sách này thiếu { $missing } trên { $before } người. Có đúng tệp không?

### Việc làm sạch đã làm với một ô: cùng nội dung, khác cách gõ.

step-d-stroke = chữ Ð đổi thành Đ
step-line-breaks = bỏ xuống dòng
step-nbsp = đổi khoảng trắng đặc biệt
step-invisible = bỏ ký tự ẩn
step-lost = đánh dấu ký tự hỏng
step-nfc = đổi Unicode tổ hợp thành dựng sẵn
step-spaces = bỏ khoảng trắng thừa
step-separators = bỏ dấu ngăn cách
step-text-mark = bỏ dấu nháy đầu ô
step-digits = đổi chữ số toàn khổ thành chữ số thường
step-number-text = số đổi thành chữ
step-zero-restored = trả lại số 0 ở đầu
step-zero-shown = số 0 ở đầu, như ô hiển thị
step-legacy-font = đổi phông cũ sang Unicode
step-country-code = +84 đổi thành 0
step-prefix-mapped = đổi đầu số cũ sang đầu số mới
step-date-separator = đổi dấu ngăn cách ngày
step-date-serial = đọc ngày lưu dạng số của Excel
step-date-words = đọc ngày viết bằng chữ
step-time-dropped = bỏ giờ
step-code-label = viết theo danh mục
step-code-synonym = đổi sang từ của danh mục
step-empty-word = coi là ô trống

### Vì sao một dòng không phải là một người.

aside-blank = dòng trống
aside-title = tiêu đề trang
aside-header = dòng tiêu đề cột
aside-group = dòng tên nhóm, đơn vị
aside-total = dòng cộng
aside-signature = ngày tháng, chữ ký
aside-page = số trang
aside-unread = dòng trong tệp không đọc được trọn vẹn
aside-note = ghi chú
aside-undecided = mới đề xuất, chưa quyết định

### Tên các trường.

field-row_no = số thứ tự
field-member_code = mã định danh đoàn viên
field-student_code = mã sinh viên
field-full_name = họ và tên
field-family_name = họ đệm
field-given_name = tên
field-date_of_birth = ngày sinh
field-gender = giới tính
field-ethnicity = dân tộc
field-religion = tôn giáo
field-hometown = quê quán
field-permanent_address = địa chỉ thường trú
field-birth_place = nơi sinh
field-national_id = số CMND/CCCD
field-id_issue_date = ngày cấp
field-id_issue_place = nơi cấp
field-education_level = trình độ văn hóa
field-professional_level = trình độ chuyên môn
field-political_theory_level = trình độ lý luận chính trị
field-it_level = tin học
field-language_level = ngoại ngữ
field-union_join_date = ngày vào Đoàn
field-union_join_place = nơi vào Đoàn
field-admission_resolution_no = số nghị quyết chuẩn y kết nạp
field-card_no = số thẻ đoàn
field-book_no = số sổ đoàn
field-party_join_date = ngày vào Đảng
field-occupation = nghề nghiệp
field-membership_type = đối tượng đoàn viên
field-training_status = rèn luyện đoàn viên
field-rating = đánh giá, xếp loại
field-reward = khen thưởng
field-discipline = kỷ luật
field-position = chức vụ
field-association = hội
field-honorary = đoàn viên danh dự
field-email = thư điện tử
field-phone = số điện thoại
field-unit = đơn vị
field-movement_type = loại biến động
field-movement_date = ngày biến động
field-decision_no = số quyết định
field-reason = lý do
field-destination = nơi chuyển đến
field-origin = nơi chuyển đi
field-transfer_in_place = chuyển đến: nơi
field-transfer_in_date = chuyển đến: ngày
field-transfer_in_reason = chuyển đến: lý do
field-transfer_in_decision = chuyển đến: quyết định
field-transfer_out_place = chuyển đi: nơi
field-transfer_out_date = chuyển đi: ngày
field-transfer_out_reason = chuyển đi: lý do
field-transfer_out_decision = chuyển đi: quyết định
field-strike_off_date = xóa tên: ngày
field-strike_off_reason = xóa tên: lý do
field-strike_off_decision = xóa tên: quyết định
field-maturity_date = trưởng thành: ngày, năm
field-maturity_decision = trưởng thành: quyết định
field-away_reason = lý do đi làm ăn xa
field-away = đi làm ăn xa
field-away_place = nơi làm ăn xa
field-away_from = đi từ ngày
field-away_return = dự kiến về

### Màn hình của check, bố cục đã lưu, bản chú thích.

## Đã nhận ra gì trong một tệp

check-list = Danh sách { $name }
check-header-rows = Tiêu đề cột ở dòng { $rows }.
check-header-names = Tiêu đề là tên cột của câu truy vấn.
check-unit = Đơn vị ghi ở đầu bảng: { $unit }
check-units = Đơn vị của các dòng:
check-units-more = … và { $count } đơn vị nữa
check-sum = { $rows } dòng = { $records } người + { $aside } dòng để riêng
check-refused = Bảng này không được dùng, vì lỗi nêu bên dưới. Nhận ra được:
check-column = Cột
check-column-header = Tiêu đề trong tệp
check-column-field = Đọc là
check-column-match = Vì sao
check-aside = Dòng để riêng, không phải là người:
check-aside-rows = { $reason }: dòng { $rows }
check-match-exact = đúng từ
check-match-saved = theo bố cục đã lưu
check-match-unmarked = đúng từ nhưng khác dấu: “{ $meant }”
check-match-loose = gần đúng từ: “{ $meant }”
check-match-data = đoán theo nội dung bên dưới — nên xem lại
check-match-typo = gần giống “{ $meant }” — nên xem lại
check-match-unknown = không nhận ra
check-match-unnamed = không có tiêu đề
check-match-unread = trung tâm không giữ điều này
check-match-ignored = được bỏ qua
check-proposed = Đề nghị: “{ $proposed }”.
check-field-none = (không dùng)
check-field-implies = { $field }, { $value }
check-field-value = { $field } = { $value }
check-counts = Tìm thấy: { $errors } lỗi, { $warnings } chỗ nên xem lại, { $notes } ghi chú.
check-layout-written = Đã lưu bố cục vào { $file }. Xem lại bằng Notepad, rồi ghi layout = "{ $name }" dưới [[list]] của danh sách trong yumsync.toml.
check-annotated = Đã ghi bản chú thích { $file }: { $cells } ô được tô màu, { $corrections } chỗ sửa được đề nghị.
check-annotated-next = Mở bằng Excel, làm theo trang đứng đầu, lưu lại, rồi chép đè lên tệp cũ của danh sách.
check-annotated-next-new = Mở bằng Excel, làm theo trang đứng đầu, lưu lại, rồi dùng nó thay cho tệp cũ: bỏ tệp cũ khỏi thư mục danh sách.
check-annotated-macros = Macro của tệp không được chép sang.

## Bố cục đã lưu

layout-file-head =
    Bố cục “{ $name }”: mỗi cột trong tệp là gì. yumsync đọc đúng theo đây; sửa tay được.
    Để dùng: trong yumsync.toml, dưới [[list]], ghi   layout = "{ $name }"
    Tiêu đề trong tệp mà khác header ở đây (thêm, đổi chỗ, đổi tên cột) thì danh sách bị từ chối, không đoán.
    Cột đọc sai thì sửa field của nó; cột không dùng thì thay field bằng ignore = true.
layout-file-sheets = Các trang tính có bố cục này. Bỏ dòng sheets nếu mọi trang, mọi tệp đều như nhau.
layout-file-rows = Các dòng tiêu đề cột, số dòng như Excel hiện.
layout-file-unit = Đơn vị của mọi dòng không tự ghi đơn vị. Không có dòng unit thì lấy đơn vị ghi phía trên tiêu đề.
layout-file-columns =
    letter: cột trong Excel · header: tiêu đề trong tệp · field: đọc là gì
    value: dấu x trong cột nghĩa là gì · group: các cột đánh dấu x thay cho nhau
    implies: ô có giá trị thì còn nói thêm điều gì, ví dụ giới tính
layout-file-ignored = không dùng

error-config-layout-name = { $key }: tên bố cục chỉ gồm chữ, số, dấu cách, dấu chấm và gạch nối.
error-config-layout-missing = Không có bố cục đã lưu { $file }.
error-config-layout-exists = Đã có bố cục { $file }, khác với bố cục vừa nhận ra.
error-config-layout-nothing = Không nhận ra bảng nào để lưu bố cục.
error-config-layout-differs = Hai tệp cùng có trang “{ $sheet }” nhưng bố cục khác nhau.
error-config-layout-version = { $key }: bố cục này của phiên bản khác (đang đọc được phiên bản { $known }).
error-config-layout-sheet-twice = { $key }: trang này đã ghi ở { $other }.
error-config-layout-rows = { $key } phải là các dòng liền nhau, tăng dần, từ 1 đến { $limit }, ví dụ [5, 6].
error-config-layout-letter = { $key } phải là chữ cột của Excel, ví dụ "A" hay "AB".
error-config-layout-column-twice = { $key }: cột này đã ghi ở { $other }.
error-config-layout-field = { $key }: không có trường này.
error-config-layout-field-near = { $key }: không có trường này; có phải { $nearest }?
error-config-layout-field-or-ignore = { $key } phải có field, hoặc ignore = true, và chỉ một trong hai.
error-config-layout-implies = { $key } chỉ nói thêm được một điều.
error-config-layout-no-name = { $key }: chưa cột nào là họ và tên (full_name, hoặc family_name và given_name).
error-config-layout-no-identity = { $key }: chưa cột nào là ngày sinh, số CMND/CCCD hay mã định danh đoàn viên.
advice-config-layout-name = Đặt một tên ngắn, ví dụ: --save-layout phuong-1
advice-config-layout-missing = Tạo bằng: yumsync check TỆP --save-layout { $name }
advice-config-layout-exists = Muốn thay thì thêm --force; không thì chọn tên khác.
advice-config-layout-nothing = Thêm một dòng tiêu đề (Họ và tên, Ngày sinh…) vào tệp rồi chạy lại.
advice-config-layout-differs = Lưu bố cục từng tệp một: yumsync check TỆP --save-layout TÊN

error-usage-one-file = { $name } chỉ dùng với đúng một tệp.
advice-usage-one-file = Chạy lại với một tệp: yumsync check TỆP { $name } …

finding-list-layout-changed = Cột { $column }: bố cục “{ $layout }” đã lưu ghi “{ $saved }”, trong tệp nay là “{ $header }”. Tệp không được dùng.
finding-list-layout-sheet = Trang “{ $sheet }” giống một danh sách nhưng không có trong bố cục “{ $layout }”. Tệp không được dùng.
finding-list-layout-no-sheet = Không có trang “{ $sheet }” mà bố cục “{ $layout }” nói tới.
error-list-layout-changed = Tiêu đề cột không còn như trong bố cục đã lưu.
error-list-layout-sheet = Có trang tính không có trong bố cục đã lưu.
error-list-layout-no-sheet = Thiếu trang tính mà bố cục đã lưu nói tới.
advice-list-layout-changed = Nếu tệp đúng thì lưu lại bố cục: yumsync check TỆP --save-layout { $layout } --force
advice-list-layout-sheet = Nếu tệp đúng thì lưu lại bố cục: yumsync check TỆP --save-layout { $layout } --force
advice-list-layout-no-sheet = Sửa tên trang, hoặc lưu lại bố cục: yumsync check TỆP --save-layout { $layout } --force

## Lời giúp

help-check-save-layout = Lưu bố cục nhận ra thành layouts/TÊN.toml, để sửa tay và gắn vào danh sách.
help-check-layout = Đọc các tệp theo bố cục đã lưu này.
help-check-annotate = Ghi một bản sao có tô màu, chú thích và bảng đề nghị sửa.
help-check-force = Ghi đè bố cục hoặc bản chú thích đã có. Tệp gốc không bao giờ bị ghi đè.
help-metavar-name = TÊN
help-metavar-out = BẢN_SAO.xlsx

## Bản chú thích được dùng lại: những chỗ cán bộ đã đồng ý

finding-correction-accepted = { $field }: dùng “{ $proposed }” mà cán bộ đã đồng ý, thay cho “{ $found }”.
finding-correction-changed = Không dùng “{ $proposed }” đã đồng ý: khi đề nghị ô này ghi “{ $before }”, nay ghi “{ $found }”.
finding-correction-namesake = Không dùng “{ $proposed }” đã đồng ý: có nhiều người tên { $person } cùng ghi “{ $before }”. Hãy tự sửa vào ô.
finding-correction-person = Không dùng “{ $proposed }” đã đồng ý: dòng này không còn là của { $person }.
finding-correction-twice = Ô này được đồng ý hai giá trị khác nhau; không dùng giá trị nào (“{ $proposed }”).
finding-correction-empty = Đã đồng ý sửa ô { $found } nhưng chưa ghi giá trị mới.
finding-correction-unclear = Không rõ “{ $found }” là đồng ý hay không: ghi x nếu đồng ý, để trống nếu không.
finding-correction-no-sheet = Có chỗ đã đồng ý sửa ở trang “{ $found }”, nhưng tệp không có trang ấy.
finding-correction-version = Bảng đề nghị sửa này của phiên bản yumsync khác; những chỗ đồng ý trong đó không được dùng.
step-accepted = cán bộ đồng ý sửa

## Bản chú thích: trang tổng hợp đứng đầu

annotate-title = yumsync đã đọc tệp { $file }
annotate-how =
    1. Xem từng dòng của bảng dưới cùng. Đồng ý với cột “Đề nghị” thì ghi x vào cột “Đồng ý (x)”.
    2. Muốn giá trị khác thì gõ đè vào cột “Đề nghị” rồi ghi x. Hoặc sửa thẳng vào ô được tô màu ở trang danh sách.
    3. Lưu lại, rồi dùng tệp này thay cho tệp cũ của danh sách. Trang này không bị đọc như một danh sách; đừng xóa dòng 1 đang ẩn.
annotate-how-by-hand =
    1. Không ô nào có sẵn giá trị đề nghị. Nếu có ô được tô màu ở trang danh sách thì sửa thẳng vào đó.
    2. Lưu lại, rồi dùng tệp này thay cho tệp cũ của danh sách. Trang này không bị đọc như một danh sách; đừng xóa dòng 1 đang ẩn.
annotate-colour-error = Lỗi: cả dòng phải chờ đến khi ô này được sửa.
annotate-colour-warning = Nên xem lại: riêng ô này không được gửi, hoặc có điều cần biết.
annotate-colour-note = Ghi chú: để biết, không phải sửa.
annotate-kept = Bản sao giữ nguyên ô, công thức, định dạng, ô gộp, độ rộng và các trang khác; không giữ macro, hình vẽ, biểu đồ.
annotate-made-new = Tệp gốc không phải .xlsx, nên đây là bảng tính mới có cùng dòng và cột, không giữ định dạng.
annotate-read = Đã đọc
annotate-refused = bảng này không được dùng, vì lỗi nêu bên dưới
annotate-counts = Tìm thấy (số lần, ví dụ)
annotate-nothing = Không có gì phải xem lại.
annotate-column-sheet = Trang
annotate-column-cell = Ô
annotate-column-person = Người
annotate-column-found = Đang ghi
annotate-column-proposed = Đề nghị
annotate-column-agreed = Đồng ý (x)
annotate-column-reason = Lý do
annotate-column-code = Mã

error-file-not-xlsx = Bản chú thích phải có đuôi .xlsx, không phải { $file }.
error-file-is-input = { $file } chính là tệp đang đọc; tệp gốc không bao giờ bị ghi đè.
error-file-exists = Đã có { $file }; không ghi đè.
error-file-copy-too-large = Tệp quá lớn để chú thích (quá { $limit } ô, hoặc quá số dòng của một trang tính).
error-file-copy-failed = Không chép được bảng tính này ({ $reason }).
error-file-copy-differs = Không chép được bảng tính này: ô { $cell } ở trang “{ $sheet }” sẽ đọc ra khác.
advice-file-not-xlsx = Ví dụ: --annotate ban-sao.xlsx
advice-file-is-input = Đặt tên khác cho bản chú thích.
advice-file-exists = Đặt tên khác, hoặc thêm --force.
advice-file-copy-too-large = Tách tệp thành nhiều tệp nhỏ rồi chạy lại.
advice-file-copy-failed = Mở bằng Excel, lưu lại thành .xlsx rồi chạy lại.
advice-file-copy-differs = Mở bằng Excel, lưu lại thành .xlsx rồi chạy lại.

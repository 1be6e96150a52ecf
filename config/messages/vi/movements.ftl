### Biến động khi lập kế hoạch: giấy tờ và danh sách giải thích cho nhau, điều gì phải chờ, điều gì không thể.

movement-transfer = Chuyển sinh hoạt
movement-reorganise = Sắp xếp đơn vị
movement-rebase = Lấy theo Trung tâm khi đối chiếu
movement-lately = rời mấy hôm trước
movement-nothing = không có biến động nào

status-nobody = chưa có tên
status-candidate = thanh niên
status-active = đang sinh hoạt
status-transfer_out_pending = đang chờ nơi nhận
status-transferred_out = đã chuyển đi
status-transfer_in_pending = đang chờ tiếp nhận
status-matured = đã trưởng thành
status-struck_off = đã xóa tên
status-expelled = đã khai trừ
status-deceased = đã mất
status-merged = đã nhập vào hồ sơ khác
overlay-away = đi làm ăn xa
overlay-temporary_out = sinh hoạt tạm thời nơi khác
overlay-temporary_in = sinh hoạt tạm thời tại đây
overlay-extended = ở lại sinh hoạt
overlay-party = đảng viên
overlay-deferred = đề nghị chậm trưởng thành
overlay-dues_exempt = được miễn đoàn phí
overlay-officer = cán bộ Đoàn
overlay-elite = đoàn viên ưu tú
overlay-discipline = đang bị kỷ luật
overlay-record_lost = mất hồ sơ
overlay-honorary = đoàn viên danh dự

finding-movement-impossible = “{ $movement }” ngày { $on } không khớp hồ sơ: đang ghi { $status }. Có thể ghi: { $possible }.
finding-movement-late = “{ $movement }” ngày { $on } đúng nhưng đến muộn: trung tâm đã qua biến động sau đó, nên không gửi.
finding-movement-repeated = “{ $movement }” ngày { $on } đã ghi ở dòng { $row } của “{ $list }”, cùng nội dung.
finding-movement-contradicted = “{ $movement }” ngày { $on } ghi hai lần, khác nhau về { $field }: lấy theo dòng { $row } của “{ $list }”. Xóa dòng sai.
finding-decision-refused = Trung tâm đã từ chối quyết định { $decision } (“{ $movement }” ngày { $on }, { $name }): { $words }. Rút lại: yumsync holds withdraw { $decision }
finding-decision-given-up = yumsync đã gửi nhiều lần quyết định { $decision } (“{ $movement }” ngày { $on }, { $name }) không được, nên không gửi nữa. Gửi lại: yumsync sync --retry-refused
finding-decision-overtaken = Quyết định { $decision } (“{ $movement }” ngày { $on }, { $name }) không khớp hồ sơ: đang ghi { $status }. Không gửi. Rút lại: yumsync holds withdraw { $decision }
finding-movement-waits = “{ $movement }” ngày { $on } chờ: việc gửi trước của người này chưa có kết quả.
finding-transfer-ended-late = “{ $movement }” ngày { $on } đến sau khi chuyển sinh hoạt đã gửi trung tâm. Nhờ nơi nhận từ chối trên hệ thống; đã nhận thì ghi chuyển trở lại.
finding-destination-unclear = Nơi chuyển đến chưa rõ là đơn vị nào: { $words }. Ghi đủ đơn vị cấp trên.
finding-joined-not-listed = Sổ ghi “{ $movement }” vào { $unit }, nhưng danh sách của đơn vị chưa có tên. Ghi vào danh sách thì sẽ gửi.
finding-movement-nobody = Sổ ghi “{ $movement }” nhưng không tìm thấy người này. Xem lại họ tên, ngày sinh, số CCCD.
finding-still-listed = { $name } đã chuyển sang đơn vị khác mà danh sách này còn tên. Bỏ tên ở danh sách cũ.

hold-gone-but-listed = { $where ->
    [elsewhere] { $name }: đã chuyển sang “{ $old }”, nhưng danh sách này vẫn còn tên. Bên nào đúng?
   *[here] { $name }: giấy tờ ghi { $status }, nhưng danh sách vẫn còn tên. Bên nào đúng?
 }
hold-movement-incomplete = { $name }: “{ $movement }” ngày { $on } còn thiếu { $lacking }. Bổ sung vào sổ, hoặc duyệt kèm số liệu còn thiếu.
hold-transfer-letter-missing = { $name }: “{ $new }” ghi đã tiếp nhận, nhưng “{ $old }” chưa ghi chuyển đi. Có đúng không?
hold-movement-corrected = { $name }: “{ $movement }” đã gửi với { $field } là “{ $old }”, nay sổ ghi “{ $new }”. Bên nào đúng?
hold-many-removals = { $unit }: { $removals } trên { $members } người rời danh sách cùng lúc ({ $what }). Có đúng không?
hold-many-removals-total = { $removals } trên { $members } đoàn viên rời danh sách cùng lúc ({ $what }). Có đúng không?
hold-movement-unsupported = { $who ->
    [person] { $name }: trung tâm này không nhận “{ $movement }” ngày { $on } qua yumsync. Ghi trên hệ thống trung tâm.
   *[all] Trung tâm này không nhận “{ $movement }” qua yumsync: { $count } việc. Làm trên hệ thống trung tâm.
 }
hold-reorganisation = { $members } người từ “{ $old }” vào “{ $new }” do sắp xếp đơn vị. Có đúng không?

report-hold-gone-but-listed = đã rời theo giấy tờ, danh sách còn tên
report-hold-movement-incomplete = biến động thiếu số liệu
report-hold-transfer-letter-missing = nơi nhận đã ghi, nơi đi chưa ghi
report-hold-movement-corrected = giấy tờ đã gửi nay sửa khác
report-hold-many-removals = nhiều người của một đơn vị rời cùng lúc
report-hold-many-removals-total = nhiều người rời cùng lúc
report-hold-movement-unsupported = trung tâm không nhận biến động này
report-hold-reorganisation = cặp đơn vị cũ → mới do sắp xếp
report-reorganised = Sắp xếp đơn vị, { $count } cặp: người theo đơn vị cũ sang đơn vị mới, không phải chuyển sinh hoạt.
report-reorganised-pair = { $old } ({ $old_before } → { $old_after }) → { $new } ({ $new_before } → { $new_after }): { $people } người, { $state }
report-reorganised-asked = chờ duyệt
report-reorganised-approve = đã duyệt
report-reorganised-reject = để nguyên
report-reorganised-unsupported = hệ thống trung tâm chưa nhận

report-movements = Biến động theo giấy tờ, sẽ gửi: { $count }
report-count-unmatched = giấy tờ chưa khớp với danh sách nào

holds-settle-movement-corrected = Sửa sổ cho đúng với giấy tờ; nếu giấy tờ đúng như sổ, đính chính trên hệ thống trung tâm.
holds-settle-movement-unsupported = Ghi biến động này trên hệ thống trung tâm rồi duyệt; hoặc khai báo trong hồ sơ kết nối thì yumsync gửi.

field-on = ngày có hiệu lực
field-note = ghi chú
field-expected_return = ngày dự kiến trở về

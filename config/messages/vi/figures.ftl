### Báo cáo: danh sách cần xem, chuyển sinh hoạt đang trên đường, đi làm ăn xa, số liệu biến động.

help-metavar-workbook = TỆP.xlsx
help-metavar-one-unit = ĐƠN_VỊ
help-metavar-day = NGÀY

help-report =
    Danh sách cần xem và số liệu. Chỉ xem: không gửi gì, không đổi gì.
help-report-due =
    Những ai cần cán bộ xem: đến tuổi trưởng thành, quá tuổi, đi làm ăn xa hay sinh hoạt tạm thời quá lâu, chuyển đi chưa được tiếp nhận.

    Chỉ là danh sách: không ai bị đưa ra khỏi Đoàn vì nó. Ghi quyết định vào tệp --workbook rồi đưa vào như một sổ biến động.
help-report-movements =
    Số liệu biến động của từng đơn vị và tổng cộng: đầu kỳ, tăng, giảm, cuối kỳ, có khớp không.
help-report-transit = Chuyển sinh hoạt đang trên đường: từ khi nào, từ đâu, đến đâu, có quá lâu không.
help-report-away = Ai đang đi làm ăn xa: ở đâu, từ khi nào, hẹn về khi nào, liên lạc.
help-report-on = Tính vào ngày này (31/12/2026 hoặc 2026-12-31), nếu không phải hôm nay.
help-report-from = Ngày đầu kỳ (01/01/2026 hoặc 2026-01-01).
help-report-to = Ngày cuối kỳ, tính cả ngày ấy.
help-report-unit = Chỉ đơn vị này và các đơn vị dưới nó; mã, tên hoặc đường dẫn.
help-report-workbook = Ghi thêm ra tệp Excel; chỉ mình bạn đọc được tệp.
help-report-force = Ghi đè tệp đã có.

error-file-workbook-not-xlsx = Tệp báo cáo phải có đuôi .xlsx, không phải { $file }.
advice-file-workbook-not-xlsx = Ví dụ: --workbook can-xem.xlsx
error-usage-bad-day = { $name } phải là một ngày, và --to không trước --from.
advice-usage-bad-day = Ví dụ: 31/12/2026

report-workbook-written = Đã ghi { $rows } dòng vào { $file }

## due

due-title = Cần xem ngày { $day } (Điều lệ { $charter }; đã xét { $members } đoàn viên)
due-nobody = Không có ai cần xem.
due-next = Ghi ra Excel để điền quyết định: yumsync report due --workbook can-xem.xlsx
due-not-looked-at = Không xét vắng sinh hoạt và đoàn phí: không danh sách nào ghi.
due-more-units = và { $count } đơn vị nữa (--unit để xem một đơn vị, --workbook để có tất cả)
due-sheet = Cần xem

due-maturity-overdue = Quá tuổi đoàn
due-maturity-due = Đến tuổi trưởng thành
due-transfer-too-long = Chuyển đi quá lâu chưa được tiếp nhận
due-away-expired = Đi làm ăn xa quá hạn, nên chuyển sinh hoạt
due-away-return-due = Đi làm ăn xa quá ngày hẹn về
due-away-expiring = Đi làm ăn xa sắp quá hạn
due-temporary-expired = Sinh hoạt tạm thời quá hạn
due-temporary-expiring = Sinh hoạt tạm thời sắp quá hạn
due-under-age = Kết nạp khi chưa đủ tuổi

due-line-maturity-overdue = quá tuổi đoàn từ { $since }
due-line-maturity-due = đến tuổi trưởng thành từ { $since }
due-line-transfer-too-long = chuyển đi từ { $since }, { $days } ngày chưa được tiếp nhận
due-line-away-expired = đi làm ăn xa từ { $since }, { $days } ngày: nên chuyển sinh hoạt
due-line-away-return-due = hẹn về { $since }, đã quá { $days } ngày
due-line-away-expiring = đi làm ăn xa từ { $since }, { $days } ngày: sắp quá hạn
due-line-temporary-expired = sinh hoạt tạm thời từ { $since }, { $days } ngày: quá hạn
due-line-temporary-expiring = sinh hoạt tạm thời từ { $since }, { $days } ngày: sắp quá hạn
due-line-under-age = chưa đủ tuổi khi kết nạp (ngày vào Đoàn: { $since })

## transit

transit-title = Chuyển sinh hoạt đang trên đường, ngày { $day }: { $count }
transit-line = từ { $since } ({ $days } ngày), { $origin } → { $destination }; { $state }
transit-late = { $count } người quá { $most } ngày chưa được tiếp nhận: hỏi đơn vị nhận.
transit-too-long = quá lâu
transit-sheet = Đang chuyển
transit-state-pending = chờ gửi
transit-state-claimed = đang gửi
transit-state-sent = đang gửi
transit-state-accepted = chờ nơi nhận xác nhận
transit-state-unknown = chưa rõ trung tâm đã nhận chưa

## away

away-title = Đi làm ăn xa, ngày { $day }: { $count }
away-line = { $where }, từ { $since } ({ $days } ngày)
away-return = hẹn về { $day }
away-contact = liên lạc { $contact }
away-sheet = Đi làm ăn xa

## movements

figures-title = Biến động đoàn viên từ { $since } đến { $until }
figures-sheet = Biến động
figures-total = Tổng cộng
figures-opening = đầu kỳ
figures-admitted = kết nạp
figures-readmitted = kết nạp lại
figures-transferred-in = chuyển đến
figures-reorganised-in = đến do sắp xếp đơn vị
figures-reconciled-in = đến theo đối chiếu
figures-listed = có tên trong danh sách, chưa có giấy
figures-transferred-out = chuyển đi
figures-matured = trưởng thành
figures-struck-off = xóa tên
figures-expelled = khai trừ
figures-deceased = từ trần
figures-reorganised-out = đi do sắp xếp đơn vị
figures-reconciled-out = đi theo đối chiếu
figures-closing = cuối kỳ
figures-difference = lệch
figures-balanced-units = Đơn vị khớp: { $share }
figures-more-units = và { $count } đơn vị nữa (--unit để xem một đơn vị, --workbook để có tất cả)
finding-movements-unbalanced = Số liệu không khớp ở “{ $unit }”: đầu kỳ { $opening }, theo biến động phải còn { $expected }, thực có { $closing }. Xem các lần chạy trong kỳ bằng “yumsync runs”, và báo người quản trị.

column-number = STT
column-name = Họ và tên
column-birth = Ngày sinh
column-unit = Đơn vị
column-origin = Nơi đi
column-destination = Nơi đến
column-decision = Số quyết định
column-since = Từ ngày
column-days = Số ngày
column-state = Tình trạng
column-too-long = Quá lâu
column-return = Hẹn về
column-contact = Liên lạc
column-remark = Ghi chú

### Gói cho người kiểm tra, và cắt bỏ mục cũ.

help-metavar-pack = TỆP.zip
help-audit-export =
    Lập gói cho người kiểm tra: nhật ký kèm bằng chứng, báo cáo, bảng Excel và công cụ kiểm tra.

    Người nhận không cần cài gì và không cần tin ai: verify.py tự tính lại tất cả, rồi so với hai dấu vân tay trong biên bản. Việc lập gói được ghi vào nhật ký.
help-pack-out = Tệp zip sẽ ghi; chỉ mình bạn đọc được.
help-pack-since = Từ ngày này, ví dụ 31/12/2026.
help-pack-until = Đến hết ngày này.
help-pack-unit = Chỉ một đơn vị và các đơn vị bên dưới.
help-pack-person = Chỉ một người: mã định danh, số CMND/CCCD hoặc họ tên. Dấu - là đọc từ bàn phím hoặc tệp đưa vào, để không lộ trên dòng lệnh.
help-pack-run = Chỉ một lần chạy: số của nó, như “yumsync runs” in ra.
help-pack-names = Ghi cả họ tên và lời của cán bộ, nếu vai trò của bạn được phép. Không có thì mỗi người mang một bí danh riêng của gói.
help-pack-force = Ghi đè tệp đã có.
help-audit-prune =
    Cắt bỏ các mục cũ mà vẫn giữ được bằng chứng.

    Mã băm của từng mục ở lại, nên nhật ký vẫn chứng minh được từ mục đầu tiên. Việc cắt được ghi vào nhật ký và không làm lại được.
help-prune-before = Cắt các mục trước ngày này; chỉ cắt đến chữ ký gần nhất. Không ghi thì theo audit.keep_months của chính sách.
help-prune-pack = Ghi các mục sắp cắt vào gói này trước đã.
help-prune-without-pack = Không lập gói: nội dung các mục mất hẳn.

pack-written = Đã ghi { $file }: { $entries } mục, { $changes } thay đổi, { $decisions } quyết định; chỉ mình bạn đọc được tệp.
pack-head = Dấu vân tay của mục cuối trong gói, rồi của khóa, để chép vào biên bản bàn giao:
pack-next =
    Người nhận kiểm tra bằng:
    python3 verify.py { $file } --head { $fingerprint } --key { $key }
prune-done = Đã cắt các mục từ { $first } đến { $last }. Bằng chứng vẫn đủ: yumsync audit verify
prune-nothing = Không có mục nào cũ hơn ngày { $day } để cắt.
audit-pruned = Các mục từ 1 đến { $last } đã được cắt bỏ đúng cách; mã băm của chúng còn nguyên và khớp.

error-audit-tampered = Nhật ký không khớp ở { $count } chỗ, nên không lập gói và không cắt bỏ gì.
advice-audit-tampered = Xem chỗ sai bằng “yumsync audit verify”; giữ nguyên cơ sở dữ liệu và báo người kiểm tra.
error-file-pack-not-zip = Tên gói phải tận cùng bằng .zip: { $file }
error-prune-no-day = Cắt các mục trước ngày nào?
advice-prune-no-day = Ghi --before NGÀY, hoặc đặt audit.keep_months trong phần [policy] của yumsync.toml.
error-prune-too-late = Chính sách giữ nhật ký { $months } tháng: chỉ cắt được các mục trước ngày { $day }.
advice-prune-too-late = Chọn ngày sớm hơn, hoặc sửa audit.keep_months.
error-prune-no-pack = Nội dung các mục bị cắt sẽ mất. Cần lập gói lưu trước khi cắt.
advice-prune-no-pack = Thêm --pack TỆP.zip. Nếu chắc chắn không cần: --without-pack
error-prune-both = Chọn một: --pack hoặc --without-pack.
advice-prune-both = Giữ --pack TỆP.zip, trừ khi chắc chắn không ai cần nội dung ấy nữa.

event-journal-exported = Lập gói cho người kiểm tra
event-journal-pruned = Cắt bỏ các mục cũ

audit-fact-from = từ mục
audit-fact-to = đến mục
audit-fact-since = từ ngày
audit-fact-until = trước ngày
audit-fact-upto = đến mục
audit-fact-run = lần chạy
audit-fact-within = đơn vị
audit-fact-names = có họ tên

## Báo cáo trong gói

pack-title = Nhật ký yumsync: gói cho người kiểm tra
pack-about-all = Toàn bộ nhật ký
pack-about-since = từ ngày { $day }
pack-about-until = đến hết ngày { $day }
pack-about-upto = đến mục { $number }
pack-about-unit = đơn vị “{ $unit }”
pack-about-person = một người
pack-about-run = lần chạy { $run }
pack-made = Do { $who } lập lúc { $when }, tại nơi cài đặt { $installation }.
pack-with-names = Gói này có họ tên: giữ như hồ sơ cá nhân.
pack-without-names = Mỗi người mang một bí danh, chỉ dùng trong gói này. Không có họ tên.
pack-check = Kiểm tra gói này
pack-check-how = Chạy: python3 verify.py GÓI.zip --head “dấu vân tay” --key “dấu vân tay của khóa”. Lấy cả hai trong biên bản, đừng lấy từ trang này: ai giả được gói cũng ghi được trang này. Báo cáo chỉ để đọc; verify.py mới là bằng chứng.
pack-check-head = Dấu vân tay của mục cuối
pack-check-key = Dấu vân tay của khóa
pack-figures = Con số
pack-figure-entries = Mục trong gói
pack-figure-entries-of = { $told } trên { $all }; còn lại chỉ có mã băm
pack-count = { $count }
pack-figure-runs = Lần chạy
pack-figure-people = Người được nhắc tới
pack-figure-changes = Thay đổi
pack-figure-decisions = Quyết định của cán bộ
pack-figure-looks = Lượt tra cứu một người, lập gói
pack-figure-pruned = Mục đã cắt bỏ, còn mã băm
pack-run = Lần chạy { $run }: { $state }
pack-run-who = { $kind }, do { $who }
pack-folded = { $count } mục về các gói đã gửi và trả lời
pack-decisions = Quyết định của cán bộ
pack-decision = Quyết định số { $number }: { $answer }
pack-decision-ended = { $who } rút hoặc thay lúc { $when }
pack-decision-reason-kept = có ghi; xem gói có họ tên
pack-outside = Ngoài các lần chạy
pack-changes = Thay đổi theo người
pack-changes-more = Còn { $count } thay đổi nữa: xem tệp changes.csv.
pack-change-new = hồ sơ mới
pack-change-changed = sửa hồ sơ

pack-col-number = Mục
pack-col-at = Lúc
pack-col-event = Sự kiện
pack-col-code = Mã sự kiện
pack-col-run = Lần chạy
pack-col-who = Ai
pack-col-told = Nội dung
pack-col-hash = Mã băm
pack-col-change = Thay đổi số
pack-col-what = Việc
pack-col-person = Người
pack-col-name = Họ và tên
pack-col-member-code = Mã đoàn viên
pack-col-list = Danh sách
pack-col-row = Dòng
pack-col-unit = Đơn vị
pack-col-left = Rời đơn vị
pack-col-fields = Trường
pack-col-outcome = Kết quả
pack-col-refused = Mã từ chối
pack-col-decision = Quyết định số
pack-col-question = Câu hỏi
pack-col-answer = Trả lời
pack-col-paper = Số văn bản
pack-col-reason = Lý do
pack-col-ended = Hết hiệu lực
pack-col-ended-by = Do

pack-readme =
    GÓI NHẬT KÝ YUMSYNC CHO NGƯỜI KIỂM TRA

    Kiểm tra trong ba bước (cần Python 3.8 trở lên, không cần mạng):
    1. Giải nén verify.py ra cạnh tệp zip. Tốt nhất dùng bản verify.py đã giữ từ lần trước.
    2. Chạy: python3 verify.py GÓI.zip --head DẤU_VÂN_TAY --key DẤU_VÂN_TAY_CỦA_KHÓA
       (cả hai ghi trong biên bản; chưa có biên bản thì xem “yumsync audit head” in ra tại văn phòng; đừng lấy trong gói)
    3. Thấy “NGUYÊN VẸN” là đạt. Thấy “CHƯA ĐỦ BẰNG CHỨNG” là còn thiếu một dấu vân tay. Thấy “KHÔNG KHỚP” thì giữ
       nguyên gói và báo người giao.

    Mục cuối trong gói: { $head }
    Khóa kiểm chữ ký:  { $key }
    Hai dòng này chỉ để đối chiếu với biên bản. Ai giả được gói cũng ghi được hai dòng này.
    Người giữ khóa ký được bất cứ điều gì: báo cáo, bảng tính và các mục sau dấu vân tay chỉ có chữ ký làm chứng.

    report.html     báo cáo để đọc: các lần chạy, quyết định, con số
    entries.csv     các mục, mở bằng Excel; changes.csv các thay đổi; decisions.csv các quyết định
    entries.jsonl   các mục đúng như được băm; mục ngoài phạm vi chỉ có mã băm
    heads.jsonl, keys.jsonl   các chữ ký, và khóa nào giới thiệu khóa nào
    manifest.json, manifest.sig   bản kê mọi tệp trong gói, có chữ ký
    Mã số người trong entries.jsonl là số nội bộ, không nói lên điều gì ở ngoài cơ sở dữ liệu.

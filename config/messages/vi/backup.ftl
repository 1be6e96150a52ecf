### Sao lưu và khôi phục.

help-metavar-code = env:TÊN|file:TỆP

help-backup =
    Sao lưu tất cả vào một tệp mã hóa.

    Dữ liệu, cấu hình, khóa, bố cục đã lưu. Làm được cả khi đang đồng bộ. Mỗi bản được khôi phục thử ngay rồi mới báo xong. Lần đầu cần mã khôi phục: yumsync key recovery
help-backup-out = Tệp sẽ ghi, hoặc một thư mục có sẵn: khi đó tên tệp có ngày giờ.
help-backup-keep = Trong thư mục ấy, chỉ giữ N bản mới nhất do lệnh này đặt tên.
help-backup-force = Ghi đè tệp cùng tên.
help-backup-verify = Không sao lưu: khôi phục thử một bản đã có, rồi xóa bản thử.
help-backup-code = Nơi để mã khôi phục: biến môi trường hoặc tệp; không ghi thì được hỏi.
help-restore =
    Khôi phục từ một bản sao lưu: cấu hình, khóa, dữ liệu.

    Sau đó chưa gửi gì lên trung tâm cho đến khi đối chiếu xong: yumsync reconcile --fix
help-restore-file = Bản sao lưu.
help-restore-into = Khôi phục vào thư mục này; không ghi thì vào thư mục của cấu hình, hoặc thư mục đang đứng.
help-restore-force = Thay trạng thái và tệp đang có; những gì bị thay được để sang một bên, không xóa.

help-restore-nothing-sent = Từ khi sao lưu đến nay chắc chắn chưa gửi gì lên trung tâm (như khi chuyển máy): không cần đối chiếu. Được ghi vào nhật ký.

progress-backup = Sao lưu
progress-backup-check = Kiểm tra bản sao lưu
progress-restore = Khôi phục

backup-verified = Đã khôi phục thử { $file }, bản lập lúc { $made }
backup-made = Đã sao lưu vào { $file } ({ $megabytes } MB)
backup-tried = Đã khôi phục thử và mở được: { $people } người, { $rows } dòng dữ liệu, { $entries } mục nhật ký, đủ cả
backup-broken = Nhật ký trong đó có { $count } chỗ không khớp, như trên máy này: chạy yumsync audit verify
backup-removed = Đã xóa { $count } bản cũ
backup-next = Chép tệp này ra nơi khác, không để chung máy; mã khôi phục để riêng. Mỗi năm khôi phục thử một lần: yumsync restore TỆP --into THƯ-MỤC-TRỐNG

restore-done = Đã khôi phục vào { $folder } bản lập lúc { $made }
restore-tried = Mở được: { $people } người, { $rows } dòng dữ liệu, đủ cả
restore-kept = Trạng thái cũ để ở { $file }; khi không cần nữa thì xóa.
restore-key-file = Cấu hình tìm khóa ở nơi khác, khóa của bản này ghi ở { $file }: đưa nó vào nơi cấu hình chỉ.
restore-missing = Bản sao lưu không giữ { $key }: đặt lại trước khi chạy.
restore-next = So dấu vân tay trên với biên bản. Rồi đối chiếu với trung tâm trước khi gửi gì: yumsync reconcile --fix

restore-next-sync = So dấu vân tay trên với biên bản, rồi chạy: yumsync plan

error-backup-no-code = Chưa có mã khôi phục, nên chưa sao lưu được (không có { $file }).
advice-backup-no-code = Lập mã một lần và chép ra giấy: yumsync key recovery
error-backup-code-exists = Đã có mã khôi phục rồi ({ $file }).
advice-backup-code-exists = Nếu mất tờ giấy: yumsync key recovery --force, rồi làm bản sao lưu mới ngay.
error-backup-code-file = { $file } không phải tệp do yumsync key recovery lập.
advice-backup-code-file = Lập lại: yumsync key recovery --force
error-backup-code-slip = Mã khôi phục gõ sai: mã nào in ra cũng có chữ kiểm tra, mã này không khớp.
advice-backup-code-slip = Xem lại từng nhóm 4 chữ trên giấy rồi gõ lại.
error-backup-code-missing = Cần mã khôi phục, mà không có màn hình để hỏi.
advice-backup-code-missing = Đưa mã bằng --code env:TÊN hoặc --code file:TỆP
error-backup-other-code = Bản sao lưu này niêm phong bằng một mã khôi phục khác.
advice-backup-other-code = Dùng mã lập trước ngày của bản này; có thể mã đã được thay sau đó.
error-backup-not-one = Tệp này không phải bản sao lưu của yumsync.
advice-backup-not-one = Chọn đúng tệp do yumsync backup làm ra.
error-backup-newer = Bản sao lưu này do phiên bản yumsync mới hơn làm ra.
error-backup-program = Bản sao lưu này do phiên bản yumsync mới hơn làm ra ({ $revision }, máy này { $needed }).
advice-backup-program = Cài phiên bản mới rồi chạy lại.
advice-backup-newer = Cài phiên bản mới rồi chạy lại.
error-backup-damaged = Bản sao lưu bị hỏng ở phần { $part }; không dùng gì của nó.
advice-backup-damaged = Lấy bản chép khác của tệp này, hoặc bản sao lưu trước đó.
error-backup-cut = Bản sao lưu bị cụt: thiếu phần cuối; không dùng gì của nó.
advice-backup-cut = Lấy bản chép khác của tệp này, hoặc bản sao lưu trước đó.
error-backup-rows = Khôi phục thử không đủ dòng: bảng { $table } có { $found }, phải có { $due }.
advice-backup-rows = Làm lại bản sao lưu; nếu vẫn vậy, kiểm tra ổ đĩa.
error-backup-keep-folder = --keep chỉ dùng khi sao lưu vào một thư mục có sẵn; { $name } không phải.
advice-backup-keep-folder = Tạo thư mục rồi chạy lại với tên thư mục.
error-restore-state-exists = Ở đó đã có trạng thái, không ghi đè.
advice-restore-state-exists = Khôi phục vào thư mục trống: --into THƯ-MỤC. Thật sự muốn thay thì thêm --force
error-restore-file-exists = { $file } đã có và khác với bản sao lưu, không ghi đè.
advice-restore-file-exists = Khôi phục vào thư mục trống: --into THƯ-MỤC. Thật sự muốn thay thì thêm --force
error-state-restored = Trạng thái này khôi phục từ bản sao lưu lập lúc { $made }, chưa đối chiếu với trung tâm, hoặc lần đối chiếu gần nhất còn thấy khác; chưa gửi gì.
advice-state-restored = Đối chiếu trước, để không ai bị ghi hai lần, đưa lùi lại hay bỏ sót: yumsync reconcile --fix. Đã giải quyết rồi thì đối chiếu thêm một lần: yumsync reconcile

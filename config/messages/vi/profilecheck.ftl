### yumsync profile: xem trước yêu cầu của một hồ sơ kết nối, và kiểm tra trung tâm có làm đúng như hồ sơ ấy nói.

help-metavar-profile = HỒ_SƠ
help-metavar-address = ĐỊA_CHỈ
help-profile = Thử một hồ sơ kết nối, và kiểm tra trung tâm.
help-profile-profile = Tên hoặc tệp của hồ sơ kết nối; không ghi thì lấy hồ sơ trong yumsync.toml.
help-profile-check =
    Kiểm tra một hệ thống trung tâm thử: hứa được gì, không hứa được gì.

    Ghi vào đó vài người bịa tên “Kiểm Thử Yumsync …”, sửa, chuyển, gửi trùng, gửi dữ liệu sai, đọc lại, rồi xóa tên họ. Chỉ dùng với hệ thống thử, không dùng với hệ thống thật.
help-profile-url = Địa chỉ khác với địa chỉ trong yumsync.toml; tên đăng nhập và mật khẩu vẫn lấy ở đó.
help-profile-unit = Hai đơn vị có trên trung tâm (ghi hai lần), để đưa người bịa vào và chuyển đi; không ghi thì lấy hai chi đoàn đầu tiên đọc được.
help-profile-yes = Đồng ý ghi người bịa vào hệ thống ấy.

error-profile-check-writes = Kiểm tra sẽ ghi người bịa vào { $url }, rồi xóa tên họ. Chưa ghi gì.
advice-profile-check-writes = Đó là hệ thống thử thì thêm: --yes
error-profile-check-units = Trung tâm chỉ cho { $count } chi đoàn, mà kiểm tra cần hai.
advice-profile-check-units = Ghi hai đơn vị có trên trung tâm: --unit "…" --unit "…"
error-profile-not-live = Hồ sơ “{ $profile }” nộp bằng tệp, không có hệ thống nào để hỏi.
advice-profile-not-live = Xem tệp sẽ nộp: yumsync profile try { $profile } --sample

promised-title = Hệ thống ở { $url }, theo hồ sơ “{ $profile }”:
promised-create-yes = nhận người mới
promised-create-no = không nhận người mới
promised-create-unknown = nhận người mới hay không: không thử được
promised-later-yes = trả lời xong ngay
promised-later-no = nhận rồi làm sau: kết quả được hỏi lại ở lần chạy sau
promised-later-unknown = trả lời ngay hay làm sau: chưa biết
promised-shown-yes = đọc lại được người vừa gửi
promised-shown-no = đọc lại không thấy người vừa gửi, hoặc thấy hai lần
promised-shown-unknown = đọc lại được hay không: chưa biết
promised-update-yes = sửa được hồ sơ
promised-update-no = nhận lệnh sửa mà hồ sơ không đổi
promised-update-unknown = sửa được hay không: chưa biết
promised-keys-yes = gửi trùng cùng một khóa chỉ làm một lần
promised-keys-no = gửi trùng cùng một khóa thì làm hai lần
promised-keys-unknown = gửi trùng có làm hai lần hay không: chưa biết
promised-recall-yes = hỏi lại biết đúng việc nào đã làm
promised-recall-no = hỏi lại không biết đúng việc nào đã làm
promised-recall-unknown = hỏi lại có biết việc nào đã làm hay không: chưa biết
promised-verdicts-yes = trả lời riêng từng người: một người sai không cản người khác
promised-verdicts-no = một người sai thì cả gói bị từ chối: gói được chia nhỏ dần, chậm hơn
promised-verdicts-unknown = trả lời riêng từng người hay cả gói: chưa biết
promised-fields-yes = giữ đủ các trường đã gửi
promised-fields-no = lặng lẽ bỏ { $count } trường: { $field }
promised-fields-unknown = có bỏ trường nào không: chưa biết
promised-values-yes = giữ nguyên giá trị đã gửi
promised-values-no = tự đổi giá trị của { $count } trường: { $field }
promised-values-unknown = có tự đổi giá trị không: chưa biết
promised-enumeration-yes = từ chối giá trị ngoài danh mục
promised-enumeration-no = không từ chối giá trị ngoài danh mục như một dòng sai
promised-enumeration-unknown = làm gì với giá trị ngoài danh mục: chưa biết
promised-date-yes = từ chối ngày sai
promised-date-no = không từ chối ngày sai như một dòng sai
promised-date-unknown = làm gì với ngày sai: chưa biết
promised-pages-yes = đọc được mọi người: { $read } người, { $pages } trang
promised-pages-no = đọc mọi người không khớp: { $read } người, { $pages } trang
promised-pages-unknown = đọc được mọi người hay không: chưa biết
promised-move-yes = chuyển được sang đơn vị khác
promised-move-no = nhận lệnh chuyển mà đơn vị không đổi
promised-move-unknown = chuyển đơn vị: hồ sơ không có, hoặc còn chờ nơi nhận
promised-remove-yes = xóa tên được; người bịa không còn trong danh sách
promised-remove-no = xóa tên không được
promised-remove-unknown = hồ sơ không có cách xóa tên

promised-seen-keys-undone = lần gửi sau làm mất thay đổi đã có
promised-seen-keys-doubled = thành hai người
promised-seen-bad-failed = báo lỗi 500, như khi hỏng
promised-seen-bad-kept = giữ luôn giá trị sai
promised-seen-bad-changed = ghi một giá trị khác
promised-seen-bad-dropped = lặng lẽ bỏ giá trị
promised-seen-pages-one = tất cả trong một trang, nên chưa biết trang dài nhất
promised-seen-pages-twice = { $twice } người đến hai lần
promised-seen-pages-announced = nói có { $announced } người
promised-seen-pages-cap = hỏi { $asked } người một trang, chỉ được { $cap }

promised-follows = Với mỗi lần chạy:
promised-settles-keys = mất trả lời thì gửi lại cùng khóa: không mất, không trùng
promised-settles-read-back = mất trả lời thì đọc lại trên trung tâm rồi mới gửi tiếp
promised-settles-officer = mất trả lời thì không tự biết được: chờ cán bộ xem, bằng yumsync unanswered
promised-contradicted = Hồ sơ kết nối nói khác. Sửa trong tệp hồ sơ:
promised-contradicts-keys = trung tâm không giữ lời về khóa
promised-contradicts-fields = trung tâm không giữ những trường kia: gửi cũng mất, và đọc lại không khớp
promised-contradicts-recall = đọc lại sai: sửa cách tìm và cách nhận ra một người
promised-contradicts-page-cap = trang của trung tâm ngắn hơn
promised-hints = Nên thêm vào tệp hồ sơ:
promised-hints-failed-500 = trung tâm báo 500 cho dữ liệu sai; ghi lời của nó vào words để biết ngay dòng nào sai
promised-failed = Bước “{ $step }” không xong: { $message }
promised-left = Còn lại trên hệ thống ấy, phải xóa bằng tay: { $people }
promised-well = Trung tâm làm đúng như hồ sơ kết nối nói.
promised-unfinished = Chưa kiểm tra xong: trung tâm không trả lời được, như trên. Kiểm tra lại sau.
promised-unwell = Trung tâm không làm đúng như hồ sơ kết nối nói.

promised-step-create = nhận người mới
promised-step-recall = hỏi lại
promised-step-update = sửa
promised-step-repeat = gửi trùng
promised-step-move = chuyển
promised-step-enumeration = giá trị ngoài danh mục
promised-step-date = ngày sai
promised-step-verdicts = người sai giữa người đúng
promised-step-pages = đọc mọi người
promised-step-remove = xóa tên

help-metavar-person = NGƯỜI
help-profile-try =
    Xem đúng những gì sẽ gửi cho một người, mà không gửi gì.

    Mật khẩu và khóa được che. Điều chỉ trung tâm mới biết đứng trong ngoặc nhọn.
help-profile-person = Mã định danh, số CMND/CCCD hoặc họ tên của một người đã gửi, hay có trong danh sách. Dấu - là đọc từ bàn phím hoặc tệp đưa vào, để không lộ trên dòng lệnh.
help-profile-sample = Một người bịa, mới đối với trung tâm; không cần dữ liệu nào.
help-profile-operation = Việc gì: upsert (hồ sơ), transfer, strike_off, mature, …
help-profile-to = Đơn vị chuyển đến.

tried-title = Sẽ gửi như sau; chưa gửi gì.
tried-login = Đăng nhập trước, rồi khi hết hạn:
tried-row = Một dòng trên trang “{ $sheet }”:
tried-nothing = Không có gì để gửi.

error-profile-try-whom = Xem cho ai: --person, hoặc --sample?
advice-profile-try-whom = Chọn đúng một: yumsync profile try --sample
error-profile-no-operation = Hồ sơ “{ $profile }” không có việc { $name }.
advice-profile-no-operation = Có những việc: { $choices }
error-person-unknown = Không tìm thấy người ấy, cả trong những người đã gửi lẫn trong danh sách.
error-person-several = Có { $count } người như thế.
advice-person = Ghi mã định danh hoặc số CMND/CCCD, hoặc xem với người bịa: --sample. Dòng có lỗi trong danh sách thì không gửi: xem yumsync check

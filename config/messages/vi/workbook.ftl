### Trung tâm nhận tệp nhập do cán bộ nộp (profile "workbook").

error-profile-not-a-folder-name = { $key } phải là tên một thư mục, không có dấu gạch chéo.
error-profile-not-confirmed = { $key }: tệp xuất của trung tâm không cho biết việc này đã xong hay chưa, nên không gửi qua tệp nhập được.
error-upstream-not-a-folder = { $key } phải ghi "folder:THƯ_MỤC" khi trung tâm nhận tệp nhập.
error-upstream-folder = Không dùng được thư mục { $folder } ({ $reason }). Chưa ghi được gì.
error-upstream-no-export = Chưa có tệp xuất nào của trung tâm trong { $folder }.
error-upstream-export-unread = Không đọc được tệp xuất { $file } của trung tâm.
advice-profile-not-confirmed = Bỏ dòng ấy khỏi hồ sơ kết nối: việc ấy sẽ chờ cán bộ.
advice-upstream-not-a-folder = Ví dụ: url = "folder:trung-tam".
advice-upstream-folder = Xem lại upstream.url, quyền ghi và chỗ trống của ổ đĩa; lần chạy sau làm tiếp.
advice-upstream-no-export = Xuất danh sách đoàn viên trên phần mềm trung tâm rồi chép tệp vào thư mục ấy.
advice-upstream-export-unread = Xuất lại từ phần mềm trung tâm, chép tệp mới vào và xóa tệp cũ.
doctor-upstream-folder = tệp nhập ghi vào { $outgoing }, tệp xuất để vào { $incoming }
report-outcome-carried = Xong phần của yumsync. Còn { $count } thay đổi chờ bạn nộp tệp và lấy tệp xuất về.
report-status-carried = Còn { $count } thay đổi chờ bạn nộp tệp và lấy tệp xuất về.
rejection-only-members = yumsync không gửi đi: theo hồ sơ kết nối, trung tâm này không nhận danh sách thanh niên. Bỏ danh sách ấy khỏi cấu hình, hoặc ghi tay trên trung tâm.
rejection-workbook-refused = Bạn đã chuyển tệp sang thư mục không nhận. Sửa trong danh sách rồi chạy lại; muốn nộp lại y như cũ thì: yumsync sync --retry-refused
handover-title = Việc cần làm trên phần mềm trung tâm:
handover-upload = Nộp (nhập) từng tệp sau, trong { $folder }:
handover-file = { $file }: còn { $count } thay đổi chưa xác nhận
handover-export = Nộp xong, xuất lại danh sách đoàn viên của các đơn vị ấy, chép tệp xuất vào { $folder } rồi chạy yumsync sync.
handover-refused = Trung tâm không nhận tệp nào, hay không nhận hết: chuyển tệp ấy sang { $folder }; lần chạy sau phần chưa xác nhận được ghi là bị từ chối.
handover-newest = Tệp xuất mới nhất đang có: { $file }, ngày { $when }.
handover-unread = Không dùng được tệp xuất này:
handover-in-error = { $count } dòng trong tệp xuất có lỗi, không dùng để xác nhận.
handover-differing = { $count } người đã có trong tệp xuất nhưng khác với tệp đã nộp:
handover-unrecorded = Tệp xuất đã cho biết kết quả của { $count } thay đổi: chạy yumsync sync để ghi lại.

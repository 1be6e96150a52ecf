### Vai trò và quyền.

error-access-refused = Tài khoản { $account } không được { $permission }. Vai trò được làm: { $roles }.
error-access-elsewhere = Tài khoản { $account } không được { $permission } ngoài đơn vị của mình. Vai trò được làm: { $roles }, ở đơn vị ấy hoặc cấp trên.
error-access-whole = Việc này liên quan đến mọi đơn vị: tài khoản { $account } không được { $permission } cho tất cả. Vai trò được làm: { $roles }, không giới hạn đơn vị.
advice-access = Nhờ người có vai trò ấy làm. Người giữ yumsync.toml giao vai trò bằng bảng [[role]].

error-config-roles = Bảng vai trò của chương trình bị hỏng: { $reason }
advice-config-roles = Cài lại yumsync.

access-hidden = { $count } mục thuộc đơn vị khác: không hiện ở đây.

doctor-access = Vai trò
doctor-access-ok = tài khoản { $account }: { $roles }
doctor-access-open = chưa đặt vai trò nào: ai chạy được yumsync đều làm được mọi việc
error-doctor-access-nobody = Tài khoản { $account } chưa có vai trò nào trong yumsync.toml.
advice-doctor-access-nobody = Thêm một bảng [[role]] cho tài khoản này: docs/roles.md.
error-doctor-access-unit = Đơn vị "{ $unit }" của một vai trò khớp { $count } đơn vị trong cây đơn vị, phải là đúng một.
advice-doctor-access-unit = Ghi cả đường dẫn của đơn vị, từ nhỏ đến lớn, trong bảng [[role]]. Đến khi sửa, vai trò ấy không có hiệu lực.

permission-look = xem tình hình
permission-people = xem hồ sơ đoàn viên, thanh niên
permission-preview = kiểm tra danh sách, lập kế hoạch
permission-sync = chạy đồng bộ
permission-decide = quyết định việc chờ cán bộ
permission-remove = phê duyệt đưa người ra khỏi danh sách
permission-settle = xử lý chỗ lệch, thay đổi chưa có trả lời
permission-audit = đọc nhật ký
permission-names = đưa tên người vào hồ sơ giao ra ngoài
permission-export = xuất dữ liệu của một người
permission-erase = xóa dữ liệu của một người
permission-keys = thay khóa
permission-backup = sao lưu, khôi phục
permission-trial = ghi người thử vào trung tâm

role-officer = cán bộ đơn vị (officer)
role-approver = người phê duyệt (approver)
role-auditor = người kiểm tra (auditor)
role-administrator = quản trị (administrator)
role-service = tài khoản chạy tự động (service)

event-access-refused = Từ chối một việc ngoài quyền
audit-fact-permission = quyền
audit-fact-unit = đơn vị số
audit-fact-whole = mọi đơn vị

### Hồ sơ kết nối: cách nói chuyện với một hệ thống trung tâm.

error-profile-invalid = { $file } có { $count } chỗ phải sửa. Chưa có gì được thực hiện.
error-profile-unknown-placeholder = { $key }: ở đây không có gì tên là {"{"}{ $name }{"}"}.
error-profile-unknown-placeholder-near = { $key }: ở đây không có gì tên là {"{"}{ $name }{"}"}; có phải là {"{"}{ $nearest }{"}"}?
error-profile-unknown-field = { $key }: yumsync không có trường “{ $name }”, nên sẽ không bao giờ gửi.
error-profile-unknown-field-near = { $key }: yumsync không có trường “{ $name }”; có phải “{ $nearest }”?
error-profile-not-an-expression = { $key } không phải là biểu thức JMESPath.
error-profile-not-a-pattern = { $key } không phải là biểu thức chính quy.
error-profile-not-a-name = { $key } không phải là tên một trường, như "a", "a.b" hoặc "a[0].b".
error-profile-not-a-date = { $key } phải là một dạng ngày có %d, %m và %Y.
error-profile-bulk-steps = { $key }: khi gửi gộp ([bulk]), mỗi thao tác chỉ được một bước cho mỗi trường hợp.

rejection-person-exists = Trung tâm đã có một người mang mã hoặc số này, và không chắc là cùng một người. Tìm trên trung tâm, rồi sửa danh sách hoặc báo trung tâm.
rejection-already-so = yumsync không gửi đi: trung tâm đã ghi như vậy, hoặc không có nơi đến. Xem người này trên trung tâm; cần thì ghi tay.

hold-list-older = Có lẽ đây là danh sách cũ: { $back } trên { $updates } thay đổi trả lại giá trị trước đây; { $missing } người không còn tên. Có đúng tệp không?
hold-list-gone = Danh sách này không còn trong cấu hình. { $people } trên { $before } người chỉ có tên ở đây. Bỏ hẳn danh sách này?
hold-column-emptied = Cột { $field } bị xóa trắng ở { $people } trên { $records } người. Có đúng không?
hold-column-changed = { $field } đổi cùng lúc ở { $people } trên { $records } người, có lẽ cột bị lệch dòng. Có đúng không?

report-hold-list-older = có lẽ là danh sách cũ
report-hold-list-gone = danh sách không còn trong cấu hình
report-hold-column-emptied = một cột bị xóa trắng
report-hold-column-changed = một cột đổi ở hầu hết mọi người

holds-settle-list-older = Chép lại danh sách mới nhất. Nếu đúng là trả lại như trước thì duyệt.
holds-settle-list-gone = Ghi lại danh sách vào cấu hình. Bỏ hẳn thì duyệt: mọi người vẫn ở trung tâm, không ai bị xóa.
holds-settle-column-emptied = Điền lại cột ấy. Đúng là xóa trắng thì duyệt.
holds-settle-column-changed = Xem cột có bị sắp xếp riêng hay lệch dòng không rồi sửa lại. Đúng là đổi thì duyệt.

finding-list-renamed = Đây là danh sách “{ $list }” dưới tên mới.

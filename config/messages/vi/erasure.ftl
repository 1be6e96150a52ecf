### Xóa một người, và câu hỏi khi danh sách vẫn còn ghi người đã xóa.

help-erase =
    Xóa mọi dữ liệu về một người mà yumsync đang giữ.

    Chưa có --yes thì chỉ kể sẽ xóa gì. Xóa rồi không lấy lại được; chỉ còn dấu rằng đã xóa, ngày nào, theo quyết định nào.
help-erase-reason = Vì sao xóa; đừng ghi tên hay giấy tờ của người ấy. Dấu - là đọc từ bàn phím hoặc tệp đưa vào.
help-erase-decision-no = Số của quyết định hay đơn đề nghị.
help-erase-yes = Xóa thật.
help-erase-finish = Xóa nốt khỏi đĩa những gì lần trước chưa xóa được vì cơ sở dữ liệu bận.

erase-will = Sẽ xóa mọi dữ liệu về { $name }, { $unit }.
erase-waiting = Chưa xóa được: { $count } gói có người này còn chờ trung tâm trả lời. Chạy yumsync sync cho xong rồi làm lại.
erase-done = Đã xóa: { $operations } thay đổi, { $holds } việc chờ, { $decisions } câu trả lời của cán bộ.
erase-lists = Danh sách còn ghi người này; yumsync không sửa danh sách, cán bộ phải tự bỏ:
erase-unread = Danh sách không đọc được, nên chưa biết có ghi người này không:
erase-files-made = Tệp yumsync đã ghi theo yêu cầu, xóa luôn (cần thì ghi lại):
erase-files-handed = Tệp để nộp trung tâm, bỏ dòng của người này:
erase-files-other = Tệp khác có tên hay số của người này, hoặc của người trùng tên; phải tự xem. Tệp ….replaced-…, ….restoring và .yumsync-check-… là cơ sở dữ liệu cũ, có thể còn cả người này: không cần nữa thì hủy:
erase-backups = Bản sao lưu làm từ trước vẫn còn người này: hủy các bản ấy khi không cần nữa.
erase-server = Máy chủ PostgreSQL còn giữ nhật ký ghi (pg_wal) và bản sao của nó: nhờ người quản trị máy chủ dọn.
erase-centre =
    yumsync không xóa ở trung tâm. Gửi trung tâm câu này:
    “Đề nghị xóa dữ liệu của người mang mã { $code }, theo số { $number }.”
erase-next = Đúng người thì chạy lại với --reason, --decision-no và --yes.
erase-finished = Đã xóa nốt khỏi đĩa.
erase-nothing-left = Không còn gì phải xóa nốt.

hold-erased = Dòng này ghi một người đã được xóa ngày { $when } theo số { $decision_no }. Bỏ khỏi danh sách, hay nhận lại?
report-hold-erased = người đã được xóa, danh sách còn ghi
holds-settle-erased = Bỏ dòng ấy khỏi danh sách. Người ấy xin vào lại thì duyệt: sẽ được gửi như người mới.

event-person-erased = Xóa dữ liệu của một người
audit-fact-decision-no = theo số

error-person-not-kept = yumsync không giữ gì về người ấy.
advice-person-not-kept = Ghi mã định danh, số CMND/CCCD, hoặc đủ họ tên. Người chỉ có trong danh sách thì bỏ khỏi danh sách là đủ.
error-erase-without-reason = Xóa phải có lý do: --reason "…".
advice-erase-without-reason = Ghi ngắn gọn ai đề nghị, vì sao; không ghi tên người ấy.
error-erase-without-number = Xóa phải có số quyết định hay đơn: --decision-no "…".
advice-erase-without-number = Số ấy là dấu duy nhất còn lại để biết vì sao đã xóa.
error-erase-reason-names = Lý do hay số quyết định có tên, số hoặc địa chỉ của người ấy.
advice-erase-reason-names = Hai điều này được giữ lại sau khi xóa, nên không được cho biết đó là ai.
error-erase-unsettled = Chưa xóa được: { $count } gói có người này còn chờ trung tâm trả lời ({ $batches }).
advice-erase-unsettled = Nội dung gói phải giữ nguyên đến khi có trả lời. Chạy yumsync sync, hoặc yumsync unanswered, rồi làm lại.

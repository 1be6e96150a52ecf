"""The central system's own export."""

from __future__ import annotations

from pathlib import Path

from examples.making.tools import LISTS, fill, merge, table, workbook

CENTRE = """\
STT|Họ và tên|Mã định danh đoàn viên|Ngày sinh||Dân tộc|Tôn giáo|Quê quán|Địa chỉ thường trú|Số CMND/CCCD|Ngày cấp|\
Nơi cấp|Trình độ văn hóa |Trình độ chuyên môn|Trình độ LLCT|Tin học|Ngoại ngữ|Thời gian vào đoàn|\
Số Nghị quyết chuẩn y kết nạp đoàn viên|Số thẻ đoàn|Thời gian vào Đảng|Nghề nghiệp hiện nay|Đối tượng đoàn viên|\
Rèn luyện đoàn viên|Đánh giá, xếp loại đoàn viên|Khen thưởng|Kỷ luật|Chức vụ trong chi đoàn|Hội|Đoàn viên danh dự|\
Email liên hệ|Điện thoại liên hệ|Đơn vị"""
POLICE = "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"
CENTRE_PEOPLE = f"""\
1|Nguyễn Văn An|9000117|17/05/2004||Kinh|Không|Xã Hàm Thắng|12 Trần Phú|060204000117|01/06/2021|\
{POLICE}|Hệ 12/12|Cử nhân|Sơ cấp|Chuẩn kỹ năng sử dụng CNTT cơ bản|Bậc 3|26/03/2020|\
15-NQ/ĐTN|TD117||Sinh viên|Sinh hoạt chính|Đã đăng ký|Chưa đánh giá|||Bí thư chi đoàn|Hội Sinh viên Việt Nam||\
an@example.test|0901000117|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
2|TRẦN THỊ BÍCH|9000218||02/09/2005|Tày|Công giáo|Xã Tiến Thành|7 Lê Lợi|060305000218|10/01/2022|\
{POLICE}|Hệ 12/12|Chưa có|Chưa có|||26/03/2021|\
|||Học sinh|Sinh hoạt chính|Chưa đăng ký|Chưa đánh giá|||Đoàn viên|||\
bich@example.test|0901000218|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
3|Lê  Hoàng Châu|9000319|30/11/2003||Jrai|Tin Lành|Xã Mũi Né|3 Võ Thị Sáu|060203000319||\
|Trung học cơ sở|||||26/03/2019|\
|||Khác|Sinh hoạt chính|Chưa đăng ký|Chưa đánh giá|||Đoàn viên|Hội LHTN Việt Nam||\
chau@example.test|0901000319|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
4|Phạm Thúy Diễm|9000420||08/03/1996|Kinh|Không|Phường Phú Tài|44 Hùng Vương|060196000420|05/05/2021|\
{POLICE}|Hệ 12/12|Thạc sĩ|Trung cấp|||26/03/2012|\
|TD420|03/02/2020|Cán bộ/Công chức/Viên chức|Sinh hoạt chính|Đã đăng ký|Xuất sắc|Giấy khen 2025||\
Ủy viên Ban Chấp hành chi đoàn|||diem@example.test|0901000420|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
5|Đặng Quý Hòa|9000622|01/01/1999||Hoa|Phật giáo|Phường Đức Nghĩa|9 Nguyễn Huệ|260123456|02/02/2014|\
Bình Thuận|Hệ 12/12|Cao đẳng|Sơ cấp|||26/03/2015|\
|||Chưa có việc làm|Sinh hoạt tạm thời|Chưa đăng ký|Chưa đánh giá||Khiển trách 2024|Đoàn viên|||\
hoa@example.test|0901000622|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy"""


@LISTS.makes("centre-export.xlsx")
def centre_export(path: Path) -> None:
    """The used range starts at A2; the birth date stands under Nam or Nữ; a hidden sheet holds the codes."""
    with workbook(path) as book:
        sheet = book.add_worksheet("DSDV")
        merge(sheet, {"A2:AG2": "DANH SÁCH ĐOÀN VIÊN", "A3:AG3": "CHI ĐOÀN KHU PHỐ 1"})
        for column, text in enumerate(CENTRE.split("|")):
            if text == "Ngày sinh":
                sheet.merge_range(4, column, 4, column + 1, text)
            elif text:
                sheet.merge_range(4, column, 5, column, text)
        fill(sheet, [("Nam", "Nữ")], top=6, left="D")
        fill(sheet, table(CENTRE_PEOPLE), top=7)
        codes = book.add_worksheet("DATA")
        fill(codes, [(5, "Kinh", 15, "Không"), (7, "Tày", 4, "Công giáo"), (14, "Jrai", 1, "Tin Lành")])
        codes.hide()

"""The branches and the people of the examples in which the form is the point, not the content. All are fabricated."""

from __future__ import annotations

from examples.making.tools import table

BRANCH = "Chi đoàn Khu phố 1, Đoàn phường Phú Thủy"
SECOND = "Chi đoàn Khu phố 2, Đoàn phường Phú Thủy"

# The six people of the files in which the form is the point, not the content.
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Chi đoàn")
PEOPLE = table(f"""\
1|Nguyễn Văn An|17/05/2004|Nam|060204000117|0901000117|{BRANCH}
2|Trần Thị Bích|02/09/2005|Nữ|060305000218|0901000218|{BRANCH}
3|Lê Hoàng Châu|30/11/2003|Nam|060203000319|0901000319|{BRANCH}
4|Phạm Thúy Diễm|08/03/2006|Nữ|060306000420|0901000420|{SECOND}
5|H'Hen Niê|25/12/2004|Nữ|066304000521|0901000521|{SECOND}
6|Đặng Quý Hòa|01/01/2007|Nam|060207000622|0901000622|{SECOND}""")

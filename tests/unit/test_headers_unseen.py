"""Headers nobody had in mind: words of public forms, spreadsheets and programs, and as officers would type them.

The table was gathered apart from the work on recognition and is no part of what it knows. Each header stands beside
familiar ones on a sheet of its own. What is found must be what the header means; taking it for something else is
wrong, and there may be no such case. Not finding it is no harm: the column is said to be unused.

    python -m tests.unit.test_headers_unseen      shows what is found, missed and taken for something else
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from config.headers import load_headers
from config.knowledge import load_fields
from sync.tables.layout import recognise
from sync.values import Cell

NOTHING = "-"
"""The header names no field: of the family, of the Party, of the school, or too short to be sure of."""

MOVEMENT = "movement"
"""The header belongs to a change on the member's row: some field of a movement, none of the person."""

FOUND_SHARE = 0.7
"""The least share of headers with a field that must be found; what was measured is in docs/lists.md."""

# The header, and the field it means. "⏎" is a line break in the cell.
TABLE = """
row_no: TT · S.T.T · Thứ tự · So TT · STT⏎(từ 1 đến hết) · Số  thứ tự · No.
full_name: HỌ VÀ TÊN ĐOÀN VIÊN · Ho va ten · Họ & tên · Họ, tên · Họ và tên khai sinh · Họ tên ĐV · Họ và tên:
full_name: Họ và tên (chữ in hoa) · Họ và tên (ghi theo CCCD) · Tên đầy đủ · Họ và tên thanh niên
full_name: Họ và tên học sinh · Họ tên sinh viên · Họ vàtên · Hộ và tên · Họ và ten · Họ và têm · ten_dv
full_name: TenDoanVien · hovaten · Họ tên đoàn viên, thanh niên · Họ và tên⏎(viết có dấu) · Họ Và Tên (*)
family_name: Họ và tên lót · Ho dem · Họ (và đệm) · Họ đệm * · HỌ VÀ CHỮ ĐỆM
given_name: Ten · TÊN *
date_of_birth: Ngày/tháng/năm sinh · Ngày sinh (dd/mm/yyyy) · Ngày sinh⏎(ngày/tháng/năm) · Ngày thánh năm sinh
date_of_birth: Ngay sinh · NĂM SINH · Ngày, tháng năm sinh · Ngày sinh đoàn viên · ngay_thang_nam_sinh
date_of_birth: Ngàysinh · Ngày sinnh · NgayThangNamSinh · NTNS · Ngày tháng năm sinh (ghi đủ) · Sinh ngày
date_of_birth: Ngày  sinh * · N.sinh
gender: Giới tính (Nam/Nữ) · Gioi tinh · Giớ tính · Gới tính · Nam/Nữ · Phái tính · GIỚI TÍNH * · Giới
ethnicity: Dan toc · Dân tôc · Thành phần dân tộc · Dân tộc (Kinh, Tày…) · DÂN TỘC *
religion: Ton giao · Tôn giáo (nếu có) · Tôn giáp · Theo tôn giáo
hometown: Que quan · Nguyên quán · Quê quán (xã, huyện, tỉnh) · Quê · Quê qán · Quê quán/Nguyên quán
permanent_address: HKTT · Hộ khẩu · Hộ khẩu TT · Nơi đăng ký HKTT · Địa chỉ HKTT
permanent_address: Địa chỉ thường trú (theo CCCD) · ĐC thường trú · Dia chi · Địa chỉ thưởng trú
permanent_address: Hộ khẩu thường trú⏎(ghi rõ số nhà) · Nơi ở thường trú · Nơi ĐKHK thường trú · Địa chỉ nhà
birth_place: Noi sinh · Nơi sinh (tỉnh) · Sinh tại · Nơi sinh (ghi theo giấy khai sinh)
national_id: Số CMT · CMTND · Số CMTND/Căn cước · CMND/CCCD/ĐDCN · Số ĐDCN · Mã định danh cá nhân · Căn cước
national_id: Thẻ căn cước · Số CC/CCCD · So CCCD · Số CMND hoặc CCCD · CCCD (12 số) · SỐ CCCD (*) · so_cccd
national_id: soCMND · Số chứng minh nhân dân · Chứng minh thư · Số CMND (CCCD) · Số CCDC · Số căn cước/CCCD
national_id: cmnd
id_issue_date: Ngày cấp CMT · Ngày cấp CMTND / CCCD · Ngày cấp (CCCD) · Ngày cấp căn cước · Cấp ngày
id_issue_date: ngayCapCCCD · ngay_cap · Ngày cấp CMND hoặc CCCD · Ngay cap
id_issue_place: Nơi cấp CMT · Nơi cấp căn cước · Cơ quan cấp · noi_cap · Nơi cấp CMTND / CCCD · NƠI CẤP (CCCD)
education_level: TĐ văn hóa · TĐVH · Văn hóa · Trình độ VH · Học vấn (lớp) · Trình độ văn hoá · Trinh do van hoa
education_level: Trình độ văn hóa (12/12) · Trình độ phổ thông
professional_level: TĐCM · Trình độ CM · Chuyên môn nghiệp vụ · Trình độ chuyên môn, nghiệp vụ
professional_level: Trinh do chuyen mon
political_theory_level: LLCT · TĐ LLCT · Trình độ LLCT (SC, TC, CC) · Lý luận CT · Lí luận chính trị
political_theory_level: Trình độ chính trị
it_level: Tin học (chứng chỉ) · TĐ tin học · Trinh do tin hoc
language_level: Ngoại ngữ (chứng chỉ) · TĐ ngoại ngữ · Trình độ NN · Trình độ ngọai ngữ
union_join_date: Ngày vào Đoàn TNCS HCM · Năm vào Đoàn · Năm kết nạp Đoàn · Ngày, tháng, năm vào Đoàn
union_join_date: ngayvaodoan · Ngày/tháng/năm vào đoàn · Ngày KN Đoàn · Vào Đoàn ngày · Thời gian kết nạp
union_join_date: Ngày kết nạp vào Đoàn · NgayVaoDoan · Ngày vào đòan · Ngày được kết nạp
union_join_date: Năm kết nạp đoàn TNCS HCM · Ngày vào Đoàn⏎(mm/yyyy)
union_join_place: Nơi kết nạp đoàn TNCS HCM · Nơi kết nạp vào Đoàn · noivaodoan · Nơi vào Đoàn (chi đoàn)
union_join_place: Kết nạp tại
admission_resolution_no: Số NQ kết nạp · Số nghị quyết chuẩn y · Nghị quyết chuẩn y kết nạp · Số QĐ kết nạp
card_no: Số thẻ ĐV · Mã thẻ đoàn · Số thẻ đoàn TNCS · Thẻ đoàn · So the doan · Số thẻ Đoàn (nếu có)
book_no: Sổ đoàn · Mã sổ đoàn · Số hiệu sổ đoàn · Số sổ ĐV · SỐ SỔ ĐOÀN · So so doan
party_join_date: Ngày vào Đảng CSVN · Ngày kết nạp Đảng · Vào Đảng ngày · Năm vào Đảng · Ngày vào Đảng (nếu có)
occupation: Nghề nghiệp hiện tại · Nghề nghiệp (HS, SV, CN…) · Công việc hiện nay · Nghề nghiệp/Công việc
occupation: Nghề nghiêp · Nghe nghiep · Việc làm
membership_type: Đối tượng ĐV · Loại đoàn viên · Đối tượng đoàn viên (*)
rating: Xếp loại đoàn viên · Đánh giá xếp loại · Xếp loại ĐV năm 2025 · Đánh giá đoàn viên · Phân loại đoàn viên
training_status: Rèn luyện ĐV · Đăng ký rèn luyện đoàn viên · Ren luyen doan vien
reward: Khen thưởng (nếu có) · Hình thức khen thưởng · Khen thuởng
discipline: Kỷ luật (nếu có) · Kỉ luật · Hình thức kỷ luật
position: Chức vụ Đoàn · Chức vụ trong Đoàn · Chức vụ ĐTN · Chức vụ Đoàn (nếu có) · Chức vụ (BT, PBT, UV)
position: Chuc vu
honorary: ĐV danh dự · Đoàn viên danh dự (x)
email: Địa chỉ mail · Gmail · Mail · E mail · Địa chỉ Email · Email cá nhân · Thư điện tử (email) · Emai
phone: Số ĐTDĐ · ĐTDĐ · Di động · Số điện thoại di động · Điện thoại di động · SĐT liên lạc · Điện thoại cá nhân
phone: SĐT (Zalo) · So dien thoai · Số đt · Tel · Số điên thoại · Sđt đoàn viên · Số di động · phone_number
phone: Điện Thoại *
unit: Chi đoàn sinh hoạt · Thuộc chi đoàn · Đơn vị sinh hoạt Đoàn · Sinh hoạt tại chi đoàn · Tên đơn vị
unit: Chi đoàn/Lớp · Lớp/Chi đoàn · Tên lớp · Chi Đoàn * · chi_doan · ChiDoan · Chi đòan
student_code: Mã số SV · MSV · Mã HSSV · MS SV · Ma sinh vien · Mã SV/HS · MaSV
member_code: Mã ĐV · Mã số đoàn viên (7 số) · Mã định danh ĐV · ID đoàn viên · madv · Ma doan vien
movement: Ngày chuyển đi · Ngày chuyển sinh hoạt · Nơi chuyển sinh hoạt đến · Lý do chuyển · Chuyển sinh hoạt đi
movement: Ngày tiếp nhận · Lý do xóa tên · Năm trưởng thành · Ngày trưởng thành Đoàn · Đi làm ăn xa tại
movement: Số QĐ xóa tên
-: Ghi chú · Khoa · Khóa học · Tuổi · Trạng thái · Ảnh 3x4 · Chữ ký · Ký nhận · Quốc tịch · Tình trạng hôn nhân
-: Nhóm máu · Ngân hàng · Số tài khoản · Mã số BHXH · Mã số thuế · Số báo danh · Mã nhân viên · Mã cán bộ
-: Mã lớp · Đoàn phí · Đã đóng đoàn phí · Ngày nhập ngũ · Ngày xuất ngũ · Quân hàm · Năng khiếu · Facebook
-: Người giới thiệu · Ngày nhập học · Năm tốt nghiệp · Ngày bổ nhiệm · Ngày tuyển dụng · Ngày tham gia CLB
-: Ngày họp · Ngày nộp sổ · Họ tên cha · Họ và tên mẹ · Năm sinh cha · Họ tên GVCN · Họ và tên chủ hộ
-: Quan hệ với chủ hộ · Nghề nghiệp bố mẹ · Họ tên người liên hệ · SĐT cha · SĐT người thân
-: Điện thoại gia đình · SĐT GVCN · Email phụ huynh · Nghề nghiệp cha · Chỗ ở hiện nay · Địa chỉ tạm trú
-: Tạm trú · Nơi ở hiện tại · Nơi làm việc · Cơ quan công tác · Đơn vị công tác · Số thẻ Đảng · Số thẻ BHYT
-: Số thẻ đảng viên · Thẻ hội viên · Tình trạng sổ đoàn · Nộp sổ đoàn · Sổ hộ khẩu · Ngày vào Đảng chính thức
-: Nơi kết nạp Đảng · Chức vụ Đảng · Chức vụ chính quyền · Chức vụ cha · Ngày cấp hộ chiếu · Ngày cấp thẻ đoàn
-: Nơi cấp thẻ Đoàn · Ngày hết hạn CCCD · Số hộ chiếu · Mã định danh Bộ GD&ĐT · Mã định danh học sinh
-: Xếp loại học lực · Xếp loại hạnh kiểm · Điểm rèn luyện · Đối tượng ưu tiên · Đối tượng chính sách
-: Chuyên ngành · Liên chi Đoàn · Đơn vị cũ · Bí thư chi đoàn · Chi hội · DT · Hộ nghèo · Con liệt sĩ · Tổ
-: Khu phố · Tỉnh/TP · Mật khẩu · Vai trò · Khen thưởng của cha · Ngày sinh của con · Dân tộc của mẹ · Trường
-: Chiều cao · Nơi nhận
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A header, the field it means and the field it was taken for, if any."""

    header: str
    meant: str
    got: str | None

    @property
    def wrong(self) -> bool:
        """Whether it was taken for something that it is not."""
        if self.got is None:
            return False
        if self.meant == MOVEMENT:
            return load_fields()[self.got].part != MOVEMENT
        return self.got != self.meant


def headers() -> Iterator[tuple[str, str]]:
    """Yield every header of the table with the field it means."""
    for line in TABLE.strip().splitlines():
        field, _, words = line.partition(": ")
        for word in words.split(" · "):
            yield word.replace("⏎", "\n"), field


@cache
def asked() -> tuple[Asked, ...]:
    """Ask about every header, each on a sheet of its own."""
    return tuple(Asked(header, field, _field_of(header, field)) for header, field in headers())


def _field_of(header: str, meant: str) -> str | None:
    """Return what the last column of a sheet is taken for; familiar headers stand before it."""
    table = load_headers()
    beside = {"full_name": "Họ và tên", "date_of_birth": "Ngày sinh", "national_id": "Số CMND/CCCD"}
    if meant in ("family_name", "given_name"):
        other = "Tên" if meant == "family_name" else "Họ đệm"
        known = [other, "Ngày sinh", "Số CMND/CCCD"]
    else:
        known = [word for field, word in beside.items() if field != meant]
    rows: list[list[Cell]] = [[*known, header]]
    layout = recognise(rows, table)
    columns = layout.columns if layout else ()
    return next((column.field for column in columns if column.index == len(known)), None)


def test_no_header_is_taken_for_what_it_is_not() -> None:
    wrong = [one for one in asked() if one.wrong]
    assert not wrong, "\n".join(f"{one.header!r} means {one.meant}, taken for {one.got}" for one in wrong)


def test_most_headers_are_found() -> None:
    """Of those that name a field at all; the rest is said to be unused and can be named in a saved layout."""
    named = [one for one in asked() if one.meant not in (NOTHING, MOVEMENT)]
    found = [one for one in named if one.got == one.meant]
    assert len(found) >= FOUND_SHARE * len(named), f"{len(found)} of {len(named)}"


def test_the_table_is_large_and_says_each_header_once() -> None:
    words = [header for header, _ in headers()]
    assert [word for word, times in Counter(words).items() if times > 1] == []
    assert len(words) >= 300
    assert {field for _, field in headers()} <= {*load_fields(), NOTHING, MOVEMENT}


def _show() -> None:
    named = [one for one in asked() if one.meant not in (NOTHING, MOVEMENT)]
    found = [one for one in named if one.got == one.meant]
    wrong = [one for one in asked() if one.wrong]
    missed = [one for one in named if one.got is None]
    print(f"{len(found)} of {len(named)} found, {len(missed)} missed, {len(wrong)} wrong")  # noqa: T201
    for one in wrong:
        print(f"wrong: {one.header!r} means {one.meant}, taken for {one.got}")  # noqa: T201
    print("missed:", " · ".join(f"{one.header} ({one.meant})" for one in missed))  # noqa: T201


if __name__ == "__main__":
    _show()

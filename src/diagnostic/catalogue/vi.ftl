### Nội dung các phát hiện bằng tiếng Việt. Mỗi mã có các thuộc tính claim (điều mà dữ liệu đúng
### phải thỏa mãn), example (ví dụ vi phạm) và remedy (cách xử lý); bên dưới là các câu riêng của mã
### đó. Nội dung gốc trong tệp, tên gọi và đơn vị là tham số, không bao giờ dịch.


## Tệp.

F101 =
    .claim = Tệp nguyên vẹn và ở định dạng đọc được.
    .example = tệp PDF được đổi tên thành .xlsx
    .remedy = Mở tệp bằng chương trình đã tạo ra tệp, lưu thành .xlsx hoặc .csv rồi gửi lại.
F101-pdf = nội dung là tài liệu PDF
F101-picture = nội dung là hình ảnh
F101-not-followed = bảng tính bị hỏng nặng, không đọc được
F101-damaged = bảng tính bị hỏng hoặc bị cắt cụt: { $error }
F101-line-not-followed = có dòng không đọc được: { $error }
F101-rar = nội dung là tệp nén RAR
F101-7-zip = nội dung là tệp nén 7-Zip
F101-rtf = nội dung là tài liệu RTF
F101-word = nội dung là tài liệu Word
F101-powerpoint = nội dung là bản trình chiếu PowerPoint
F101-open-document-text = nội dung là văn bản OpenDocument
F101-page-without-table = nội dung là trang web không có bảng nào
F101-no-workbook = nội dung không phải là bảng tính
F101-file-damaged = tệp bị hỏng hoặc bị cắt cụt: { $error }
F101-part-damaged = { $part } bị hỏng hoặc bị cắt cụt: { $error }
F101-parquet = tệp Parquet bị hỏng hoặc thuộc kiểu không đọc được: { $error }
F101-json = nội dung JSON không phải là danh sách đối tượng: { $error }
F101-json-line = { $error } ở dòng { $line }
F101-json-wanted = mỗi dòng một đối tượng, hoặc một mảng các đối tượng
# Chỗ hỏng của tệp, dùng trong các câu ở trên.
F101-not-followed-on = không đọc tiếp được
F101-holds-no-workbook = bên trong không có bảng tính
F101-no-content = không có phần nội dung
F101-header = phần đầu tệp bị cắt cụt hoặc sai
F101-stream = có luồng dữ liệu tự khai { $bytes } byte
F101-no-streams = không liệt kê luồng dữ liệu nào
F101-sector = sector { $sector } nằm ngoài phần cuối của tệp
F101-small-sectors = bảng các sector nhỏ lớn hơn cả tệp
F101-tables = số bảng được liệt kê nhiều hơn số sector
F101-tables-in-circle = danh sách các bảng nối thành vòng
F101-chain-in-circle = có chuỗi sector nối thành vòng
F101-chain-broken = có chuỗi sector bị đứt
F101-sheet-without-place = có trang tính không rõ vị trí
F101-sheet-beyond-end = có trang tính nằm ngoài phần cuối
F101-two-sheets-one-part = hai trang tính cùng trỏ đến một thành phần
F101-texts-claimed = { $part } tự khai { $texts } đoạn văn bản trong { $bytes } byte
F101-sheet-without-end = có trang tính không kết thúc
F101-table-without-end = có bảng không kết thúc
F101-row-without-end = có dòng không kết thúc
F101-cell-without-end = có ô không kết thúc
F101-cell-twice = ô { $cell } được ghi hai lần
F101-name-twice = hai trang tính cùng tên “{ $name }”
F101-row-beyond = dòng có số thứ tự lớn hơn { $rows }

F102 =
    .claim = Tệp không rỗng.
    .example = tệp 0 byte
    .remedy = Gửi lại tệp; có thể việc truyền tệp đã bị ngắt giữa chừng.
F102-no-bytes = 0 byte
F102-no-bytes-inflated = 0 byte sau khi giải nén
F102-file-no-bytes = { $file } có 0 byte

F103 =
    .claim = Tệp có ít nhất một bảng nhận biết được.
    .example = bảng tính chỉ có trang bìa
    .remedy = Dùng biểu mẫu trống (ndcap template) hoặc đặt tên cột theo biểu mẫu.
F103-no-cell = không có ô nào được điền
F103-no-headings = { $sheets } trang tính không có tiêu đề cột của bảng nào
F103-return-sheets-only = chỉ có các trang mở đầu của tệp trả lại

F104 =
    .claim = Tệp nằm trong giới hạn kích thước.
    .example = trang tính có 100.000 cột
    .remedy = Xóa các cột và dòng trống ngoài bảng, tách tệp rồi gửi lại.
F104-bytes = { $bytes } byte
F104-bytes-most = tối đa { $most } byte (limits.file_bytes_max)
F104-columns = ít nhất { $columns } cột
F104-columns-most = tối đa { $most } cột (limits.columns_max)
F104-cells = ít nhất { $cells } ô, kể cả ô trống
F104-cells-most = tối đa { $most } ô (limits.cells_max)
F104-text = các ô có { $bytes } byte văn bản
F104-text-most = tối đa { $most } byte (limits.text_bytes_max)
F104-inflated = các thành phần có { $bytes } byte sau khi giải nén
F104-inflated-most = tối đa { $most } byte (limits.inflated_bytes_max)
F104-inflation = { $part }: { $packed } byte giải nén thành ít nhất { $bytes } byte
F104-inflation-most = tối đa gấp { $most } lần kích thước nén (limits.inflation_max)
F104-save-anew = Xóa các cột và dòng trống ngoài bảng, lưu lại tệp rồi gửi lại.
F104-files = tệp nén có { $files } tệp
F104-files-most = tệp nén có tối đa { $most } tệp
F104-part-text = { $part }: một đoạn văn bản dài hơn { $bytes } byte
F104-part-text-most = mỗi đoạn văn bản dài tối đa { $most } byte
F104-tags = { $part }: hơn { $tags } thẻ
F104-tags-most = danh sách có tối đa { $most } thẻ
F104-spans = các trang tính trải rộng { $cells } ô, trong đó có { $empty } ô trống
F104-spans-most = tối đa { $most } ô trống xen giữa các ô có nội dung
F104-claims = trang tính tự khai các dòng từ { $first } đến { $last } và { $columns } cột
F104-claims-most = tối đa { $rows } dòng và { $columns } cột, là mức của tệp .xls

F105 =
    .claim = Văn bản trong tệp dùng bảng mã đọc được.
    .example = tệp CSV có các byte không phải là văn bản
    .remedy = Lưu tệp CSV theo bảng mã UTF-8 (trong Excel: CSV UTF-8).
F105-own-encoding = có byte trái với chính bảng mã của tệp
F105-neither-utf-16 = có byte không thuộc UTF-8 và cũng không thuộc UTF-16
F105-no-text = có byte không phải là văn bản
F105-broken-utf-8 = văn bản UTF-8 có byte sai ở { $places } chỗ
F105-neither-1258 = có byte không thuộc UTF-8 và cũng không thuộc Windows-1258

F106 =
    .claim = Văn bản trong tệp là UTF-8.
    .example = tệp CSV theo bảng mã Windows-1258
    .remedy = Kiểm tra xem các tên gọi có được đọc đúng không; tốt hơn là lưu tệp CSV theo UTF-8 (trong Excel: CSV UTF-8).
F106-read-as = đã đọc theo bảng mã { $encoding }

F107 =
    .claim = Chữ trong tệp là tiếng Việt Unicode.
    .example = “Bé C«ng an”, gõ bằng phông .VnTime
    .remedy = Kiểm tra xem các tên gọi có được đọc đúng không; tốt hơn là chuyển văn bản sang Unicode.
F107-fonts = { $cells } ô gõ bằng phông chữ { $font }, đã đọc theo phông đó

F108 =
    .claim = Tên tệp cho biết đúng nội dung của tệp.
    .example = văn bản phân cách bằng dấu tab mang tên .xls
    .remedy = Kiểm tra xem tệp có được đọc đúng không; tốt hơn là lưu lại theo đúng định dạng mà tên tệp nêu.
F108-read-as = tên tệp có phần mở rộng .{ $extension }, đã đọc là { $format }
F108-no-extension = tên tệp không có phần mở rộng, đã đọc là { $format }

F109 =
    .claim = Tệp nén chỉ chứa các tệp CSV.
    .example = tệp .zip nằm trong tệp .zip
    .remedy = Gửi riêng từng tệp, hoặc chỉ để các tệp CSV trong một tệp .zip.
F109-holds = tệp nén có { $others }
F109-holds-nothing = tệp nén không chứa gì
F109-compressed = tệp nén chứa { $format }

F110 =
    .claim = Các thành phần của bảng tính không tự khai báo kiểu tài liệu.
    .example = thành phần XML định nghĩa các thực thể lồng vào nhau
    .remedy = Mở tệp bằng chương trình đã tạo ra tệp, lưu thành .xlsx rồi gửi lại.
F110-part = { $part } khai báo kiểu tài liệu (DOCTYPE)
F110-file = tệp khai báo kiểu tài liệu (DOCTYPE)

F111 =
    .claim = Bảng tính không lấy số liệu từ tệp khác.
    .example = công thức lấy số liệu từ một bảng tính khác
    .remedy = Không cần làm gì nếu số liệu được lưu lần cuối là đúng; nếu không, cập nhật liên kết, lưu rồi gửi lại.
F111-links = có liên kết đến { $files } tệp khác, không đọc theo liên kết; đã đọc giá trị được lưu lần cuối

F112 =
    .claim = Tệp đọc được mà không cần mật khẩu.
    .example = bảng tính hỏi mật khẩu khi mở
    .remedy = Gỡ mật khẩu (trong Excel: File, Info, Protect Workbook) rồi gửi lại tệp.
F112-archive = tệp nén có mật khẩu
F112-xlsx = tệp .xlsx có mật khẩu
F112-xls = tệp .xls có mật khẩu
F112-ods = tệp .ods có mật khẩu

F113 =
    .claim = Mọi dấu ngoặc kép mở một đoạn văn bản trong tệp CSV đều được đóng.
    .example = văn bản bắt đầu bằng dấu ngoặc kép mà không có dấu đóng
    .remedy = Đóng dấu ngoặc kép, hoặc viết đôi dấu ngoặc kép nằm trong văn bản; tốt hơn là lưu tệp CSV từ chương trình bảng tính.
F113-open = dòng { $row }: có dấu ngoặc kép mở văn bản mà không đóng


## Tiêu đề cột.

H201 =
    .claim = Mọi trang tính có nội dung đều là bảng nhận biết được.
    .example = trang tính tên là Bìa, không có tiêu đề cột
    .remedy = Đặt tên cột theo biểu mẫu; nếu trang tính không chứa số liệu thì bỏ qua cảnh báo này.
H201-rows = { $rows } dòng, dòng đầu: { $first }
H201-not-of-format = { $rows } dòng, không thuộc định dạng này

H202 =
    .claim = Trang tính có tiêu đề cột thì có dòng số liệu.
    .example = biểu mẫu được gửi lại mà để trống
    .remedy = Điền số liệu vào bảng, hoặc nêu rõ là không có gì để báo cáo.
H202-headings-only = chỉ có tiêu đề cột

H203 =
    .claim = Mọi cột của trang tính đều nhận biết được.
    .example = cột có tiêu đề “Mã vạch”
    .remedy = Không cần làm gì nếu nội dung cột không cần thiết; nếu cần thì dùng tiêu đề theo biểu mẫu.
H203-more = còn { $columns } cột nữa
H203-no-heading = { $cells } ô không có tiêu đề, đây là ô đầu tiên
H203-amount = Cột này có vẻ chứa số liệu nhưng chưa được đọc: hãy dùng tiêu đề theo biểu mẫu.

H204 =
    .claim = Trang tính có đủ các cột mà bảng bắt buộc phải có.
    .example = bảng máy ảo không có mã, cũng không có tên
    .remedy = Bổ sung cột với tiêu đề theo biểu mẫu.
H204-no-column = không có cột { $title } ({ $name })

H205 =
    .claim = Không có hai cột nào của trang tính cùng một ý nghĩa.
    .example = hai cột cùng có tiêu đề “RAM (GB)”
    .remedy = Xóa hoặc đổi tên một trong hai cột; cột đứng trước đã được đọc.

H206 =
    .claim = Bảng có cột mã riêng.
    .example = danh sách máy ảo chỉ có tên
    .remedy = Bổ sung cột mã để lần gửi sau có thể so sánh từng dòng.
H206-column-stands-in = không có; dùng cột { $title } thay thế
H206-row-number = không có; dùng số thứ tự dòng thay thế

H207 =
    .claim = Tiêu đề cột nói rõ GB là 2^30 hay 10^9 byte.
    .example = “RAM (GB)”
    .remedy = Ghi GiB nếu là 2^30 byte; cách đọc đã dùng được nêu trong lưu ý này.
H207-powers-of-1024 = { $unit } được đọc theo lũy thừa của 1024
H207-no-unit = đơn vị; số không ghi đơn vị đã được đọc theo { $unit }

H208 =
    .claim = Không có trang tính, dòng hay cột nào bị ẩn.
    .example = danh sách máy nằm trong trang tính bị ẩn
    .remedy = Không cần làm gì nếu đó là một phần của báo cáo; nếu không, xóa phần bị ẩn.
H208-hidden-sheet = trang tính bị ẩn, vẫn được đọc như các trang khác
H208-hidden-rows = { $rows } dòng bị ẩn, dòng đầu là dòng { $first }, vẫn được đọc như các dòng khác
H208-hidden-columns = { $columns } cột bị ẩn: { $letters }, vẫn được đọc như các cột khác

H209 =
    .claim = Đơn vị ghi ở tiêu đề phù hợp với cột.
    .example = “Dung lượng thô (Gb)”, tiêu đề của một dung lượng mà ghi theo gigabit
    .remedy = Ghi đơn vị là GB hoặc TB; cột này chưa được đọc.

H210 =
    .claim = Mỗi trang tính chỉ chứa một bảng.
    .example = dòng tiêu đề thứ hai nằm dưới bảng thứ nhất
    .remedy = Không cần làm gì nếu mỗi bảng đã được đọc đúng loại; nếu không, đặt mỗi bảng trên một trang tính riêng.
H210-table = bảng { $table }

H211 =
    .claim = Tiêu đề của bảng chỉ khớp với một loại bảng.
    .example = danh sách chỉ có các cột Mã, RAM (GB), Ghi chú
    .remedy = Đặt tên trang tính như biểu mẫu, hoặc ghi rõ loại bảng trong tệp ánh xạ (--map).
H211-two = tiêu đề khớp cả bảng { $first } lẫn bảng { $second }
H211-read-as = tiêu đề của một loại bảng; đã đọc là bảng { $table }

H212 =
    .claim = Nội dung ghi trong tệp ánh xạ có trong tệp dữ liệu.
    .example = tệp ánh xạ ghi tiêu đề “Bộ nhó” trong khi trang tính ghi “Bộ nhớ”
    .remedy = Sửa tên trong tệp ánh xạ; nội dung đó chưa được áp dụng.
H212-column = ghi cho cột { $name }, nhưng không bảng nào của trang tính có cột này
H212-other-table = ghi là { $column }, nhưng không bảng nào đọc từ trang tính có cột này: { $name }
H212-sheet = ghi cho trang tính { $name }, nhưng tệp không có trang tính này
H212-no-sheet = tệp ánh xạ không có mục nào khớp với trang tính của tệp này
H212-export = tệp ánh xạ cho tệp xuất từ { $format }, vốn đã biết rõ các cột


## Cơ quan.

A301 =
    .claim = Xác định được cơ quan của dòng.
    .example = “Bộ Giáo dụcc”
    .remedy = Sửa lại tên cơ quan, hoặc nêu cơ quan cho cả tệp bằng --agency.
A301-nearest = tên gần nhất: { $names }

A302 =
    .claim = Xác định được cơ quan gửi hồ sơ.
    .example = --agency XYZ
    .remedy = Dùng mã hoặc tên chính thức của cơ quan.
A302-no-sender = không có --agency, cũng không có cột hay dòng đề mục nêu cơ quan của từng dòng

A303 =
    .claim = Mỗi dòng nêu rõ thuộc cơ quan nào.
    .example = ô trống trong cột cơ quan
    .remedy = Điền tên cơ quan của dòng.
A303-empty = ô trống
A303-empty-first = ô trống, đây là ô đầu tiên
A303-counted-for = tên cơ quan; các dòng như vậy đã được tính cho { $sender }

A304 =
    .claim = Tên cơ quan viết đúng như trong chỉ thị.
    .example = “BGDĐT”
    .remedy = Không cần làm gì; cơ quan tương ứng đã được nêu.

A305 =
    .claim = Mỗi dòng tự ghi cơ quan của mình trong một ô.
    .example = “Bộ Y tế” đứng một mình phía trên các dòng của bộ
    .remedy = Không cần làm gì; cơ quan được tính cho các dòng bên dưới đã được nêu.
A305-below = các dòng bên dưới được tính cho { $agency }

A306 =
    .claim = Tên cơ quan chỉ ứng với một cơ quan.
    .example = “UBNDTHG”, có thể là UBND tỉnh Hà Giang hoặc UBND tỉnh Hậu Giang
    .remedy = Viết đầy đủ tên có dấu, hoặc ghi mã của cơ quan được nói đến.
A306-one-of = một trong: { $names }


## Một ô.

C401 =
    .claim = Ô bắt buộc đã được điền.
    .example = máy ảo không có mã
    .remedy = Điền vào ô.
C401-none = thiếu { $title } ({ $name })

C402 =
    .claim = Ô ghi số thì chứa một con số.
    .example = “nhiều” trong cột số vCPU
    .remedy = Ghi một con số, theo đơn vị ở tiêu đề hoặc kèm đơn vị riêng.
C402-one-way = đơn vị ở mọi phần của phép cộng, hoặc không phần nào có
C402-too-large = một số nhỏ hơn 9,2 × 10^18 sau khi đổi về đơn vị của cột

C403 =
    .claim = Mỗi con số chỉ có một cách đọc.
    .example = “1.024” ở chỗ mà cả 1,024 và 1024 đều hợp lý
    .remedy = Ghi số không có dấu phân cách hàng nghìn, hoặc dùng dấu phẩy thập phân.
# Hai cách đọc đứng cạnh nhau: không tách nhóm thì không thể nhầm.
C403-one-of-two = một cách đọc duy nhất, không thể vừa là { NUMBER($comma, useGrouping: "false") } vừa là { NUMBER($point, useGrouping: "false") }
C403-one-taken = { NUMBER($comma, useGrouping: "false") } hoặc { NUMBER($point, useGrouping: "false") }; ở đây chỉ { NUMBER($taken, useGrouping: "false") } là hợp lý và đã được dùng
C403-fractions = { $few } trên { $all } ô có giá trị không quá 1
C403-percent-or-fractions = phần trăm hay tỷ lệ thập phân (0 đến 1): cả hai đều hợp lý; các ô này được coi là chưa đo
C403-write-shares = Ghi tỷ lệ là 45 hoặc 45 %, không ghi 0,45, rồi gửi lại tệp.

C404 =
    .claim = Số lượng và dung lượng không âm.
    .example = -4 vCPU
    .remedy = Ghi đúng số lượng thực tế.

C405 =
    .claim = Số đếm là số nguyên.
    .example = 2,5 vCPU
    .remedy = Ghi số nguyên.

C406 =
    .claim = Tỷ lệ nằm trong khoảng từ 0 đến 100 %.
    .example = mức sử dụng CPU 180 %
    .remedy = Ghi tỷ lệ so với phần đã cấp phát, từ 0 đến 100.

C407 =
    .claim = Số liệu có độ lớn hợp lý.
    .example = một máy có RAM 131072 GB
    .remedy = Kiểm tra đơn vị; giá trị đã được dùng nguyên như trong ô.
C407-range = từ { $low } đến { $high }
C407-range-unit = từ { $low } đến { $high } { $unit }

C408 =
    .claim = Ngày là một ngày có thật.
    .example = 31/02/2024
    .remedy = Ghi ngày theo dạng ngày/tháng/năm (dd/MM/yyyy); ô này được coi là chưa khai.

C409 =
    .claim = Quý là một quý có thật.
    .example = “sớm” trong cột quý
    .remedy = Ghi quý theo dạng Quý IV/2025; ô này được coi là chưa khai.

C410 =
    .claim = Từ trong danh mục cho sẵn nhận biết được.
    .example = phương án di chuyển “xem sau”
    .remedy = Dùng một từ trong danh mục của biểu mẫu; ô này được coi là chưa khai.
C410-words = một trong các từ: { $words }

C411 =
    .claim = Đơn vị ghi trong ô phù hợp với cột.
    .example = “512 W” trong cột RAM
    .remedy = Ghi số liệu kèm đơn vị dung lượng.
C411-amount-in = số liệu theo đơn vị { $unit }
C411-amount = con số

C412 =
    .claim = Nội dung ô có độ dài hợp lý.
    .example = một ô dài 10 MB
    .remedy = Rút ngắn nội dung ô; văn bản đã bị cắt ở 32.767 ký tự.
C412-bytes = { $bytes } byte văn bản

C413 =
    .claim = Ô có/không ghi rõ có hoặc không.
    .example = “một phần” trong cột bí mật nhà nước
    .remedy = Ghi có hoặc không; ô này được coi là chưa khai.

C414 =
    .claim = Đã biết số liệu.
    .example = “đang cập nhật” trong cột RAM
    .remedy = Gửi số liệu khi đã có; khi chưa có, số liệu được ước thay và ghi rõ là ước thay.
C414-cells = { $cells } ô ghi “{ $text }”, đây là ô đầu tiên
C414-figure = con số; khi chưa có thì được coi là chưa biết
C414-things = số lượng cụ thể; khi chưa có thì dòng được tính là một

C415 =
    .claim = Công thức trong trang tính cho ra giá trị.
    .example = #REF!
    .remedy = Sửa lại công thức.

C416 =
    .claim = Số dài được lưu dưới dạng văn bản.
    .example = số serial 1.23E+18
    .remedy = Định dạng cột là văn bản rồi nhập lại số.

C417 =
    .claim = Mỗi ô chứa một giá trị, không chứa các dòng của bảng.
    .example = văn bản trong ngoặc kép kéo dài qua nhiều dòng
    .remedy = Đóng dấu ngoặc kép ở chỗ văn bản kết thúc; các dòng nằm trong đó chưa được đọc.
C417-lines = văn bản trong ngoặc kép kéo dài { $lines } dòng, sau dấu đóng còn có chữ

C418 =
    .claim = Các phần ghi trong ngoặc cộng lại đúng bằng số liệu.
    .example = 16GB (1x32GB)
    .remedy = Sửa số liệu hoặc các phần trong ngoặc.

C419 =
    .claim = Số liệu là con số chính xác.
    .example = “~500”, “>= 16”
    .remedy = Ghi con số chính xác khi đã biết.
C419-about = con số chính xác; con số ước chừng đã được dùng nguyên như trong ô
C419-at-least = con số chính xác; mức tối thiểu đã được dùng nguyên như trong ô
C419-at-most = con số chính xác; mức tối đa đã được dùng nguyên như trong ô
C419-remark = chỉ một con số; con số trước dấu ngoặc đã được dùng

C420 =
    .claim = Số liệu là một con số.
    .example = “100GB - 1TB”
    .remedy = Ghi một con số; khi chưa có thì được coi là chưa biết.
C420-between = một con số trong khoảng từ { $low } đến { $high }; khi chưa có thì được coi là chưa biết

C421 =
    .claim = Thời điểm hết bảo hành, hết khấu hao là một ngày.
    .example = “36 tháng” mà không có ngày đưa vào sử dụng
    .remedy = Ghi ngày theo dạng ngày/tháng/năm (dd/MM/yyyy), hoặc ghi ngày đưa vào sử dụng.
C421-counted = một ngày; tính từ { $begin } là ngày { $end }
C421-no-begin = một ngày, hoặc ngày đưa vào sử dụng để tính; ô này được coi là chưa khai

C422 =
    .claim = Thời điểm được ghi chính xác đến ngày.
    .example = “tháng 9/2024”
    .remedy = Nếu cần chính xác, ghi ngày theo dạng ngày/tháng/năm (dd/MM/yyyy).
C422-read-as = một ngày; đã đọc là ngày { $day }

C423 =
    .claim = Số liệu đi kèm số lượng nêu rõ là của một hay của tất cả.
    .example = “Tổng RAM” 512 GB với số lượng 4
    .remedy = Đặt tiêu đề cột là RAM và ghi số liệu của một máy, hoặc ghi rõ trong tệp ánh xạ (--map).
C423-with-quantity = { $text } với số lượng { $quantity }
C423-one-supply = công suất của một bộ nguồn; công suất của một bộ đã được dùng, không phải của { $supplies } bộ

C424 =
    .claim = Cột số CPU đếm số bộ xử lý.
    .example = “Số CPU” là 32 mà không có cột số nhân
    .remedy = Đặt tiêu đề cột là “Tổng số core” nếu đây là số nhân; cột đã được đọc như vậy.
C424-up-to = { $heading }, lớn nhất là { $most }

C425 =
    .claim = Mỗi ô tự ghi giá trị của mình.
    .example = “như trên”
    .remedy = Ghi rõ giá trị.
C425-taken = giá trị; giá trị của dòng trên đã được dùng
C425-none = giá trị; dòng trên không có giá trị để dùng

C426 =
    .claim = Mỗi số liệu thuộc về một dòng.
    .example = 512 GB trong một ô gộp qua ba dòng
    .remedy = Ghi số liệu ở từng dòng.
C426-merged = { $text }, gộp từ dòng { $first } đến dòng { $last }
C426-each-or-all = số liệu ở từng dòng: có thể là của mỗi dòng hoặc của tất cả cộng lại, nên được coi là chưa biết

C427 =
    .claim = Cấu hình máy được ghi theo từng cột.
    .example = “8 vCPU, 32GB RAM, 500GB SSD” trong một ô
    .remedy = Không cần làm gì nếu đã đọc đúng; tốt hơn là dùng các cột của biểu mẫu.
C427-read = các cột riêng; đã đọc từ nội dung: { $columns }

C428 =
    .claim = Đọc được mô tả cấu hình của máy.
    .example = “theo hồ sơ kèm theo” ở cột Cấu hình
    .remedy = Ghi vCPU, RAM và dung lượng đĩa ở các cột riêng.




## Một dòng.

R501 =
    .claim = Dung lượng sử dụng không vượt quá dung lượng cấp phát.
    .example = sử dụng 500 GB trên 100 GB
    .remedy = Kiểm tra cả hai số liệu và đơn vị của chúng.

R502 =
    .claim = Mỗi máy ảo có ít nhất một vCPU.
    .example = 0 vCPU
    .remedy = Ghi số vCPU đã cấp phát; để trống ô nếu chưa biết.
R502-no-vcpu = 0 vCPU

R503 =
    .claim = Tổng số core của máy chủ không ít hơn số CPU.
    .example = 2 CPU, 1 core
    .remedy = Ghi tổng số core vật lý của máy chủ.
R503-fewer-cores = { $sockets } CPU, { $cores } core

R504 =
    .claim = Công suất đo thực tế không vượt quá tổng công suất của các nguồn.
    .example = đo được 1.200 W, một nguồn 800 W
    .remedy = Kiểm tra cả hai số liệu.
R504-power = đo được { $measured } W, các nguồn có tổng công suất { $all } W

R505 =
    .claim = Dung lượng đã sử dụng không vượt quá dung lượng khả dụng.
    .example = sử dụng 100 TB trên 80 TB
    .remedy = Kiểm tra cả hai số liệu và đơn vị của chúng.

R506 =
    .claim = Dung lượng khả dụng không vượt quá dung lượng thô.
    .example = khả dụng 120 TB trên 100 TB thô
    .remedy = Kiểm tra cả hai số liệu và đơn vị của chúng.

R507 =
    .claim = Số rack đã sử dụng không nhiều hơn số tủ rack.
    .example = sử dụng 12 rack trên 10
    .remedy = Kiểm tra cả hai số liệu.
R507-racks = đã sử dụng { $used } rack trên { $all }

R508 =
    .claim = Trung tâm dữ liệu đi thuê nêu ngày kết thúc hợp đồng.
    .example = đi thuê, không có ngày kết thúc hợp đồng
    .remedy = Ghi ngày cuối cùng của hợp đồng.
R508-no-end = không có ngày kết thúc hợp đồng

R509 =
    .claim = Hệ thống sẽ di chuyển nêu rõ quý di chuyển.
    .example = phương án di chuyển là đám mây, không có quý
    .remedy = Ghi quý đề xuất di chuyển; khi chưa có thì dùng quý giả định của tệp kế hoạch.
R509-no-quarter = không có quý

R510 =
    .claim = Hệ thống nêu rõ cấp độ an toàn.
    .example = không có cấp độ
    .remedy = Ghi cấp độ từ 1 đến 5; khi chưa có thì dùng vùng giả định của tệp kế hoạch.
R510-no-level = không có cấp độ

R511 =
    .claim = Nhu cầu đám mây có yêu cầu cụ thể.
    .example = dòng không có số liệu nào
    .remedy = Điền ít nhất một số liệu, hoặc xóa dòng.
R511-no-amount = không có số liệu nào

R512 =
    .claim = Ngày đưa vào sử dụng không nằm trong tương lai.
    .example = đưa vào sử dụng ngày 01/01/2050
    .remedy = Kiểm tra lại ngày.
R512-after = { $day }, sau ngày { $as_of }

R513 =
    .claim = Mỗi dòng mô tả không quá 10.000 thiết bị giống nhau.
    .example = số lượng 2.000.000.000
    .remedy = Kiểm tra số lượng; có thể là mã hoặc số liệu ghi nhầm cột.


## Cả bảng.

T601 =
    .claim = Không có hai dòng nào của bảng trùng mã.
    .example = VM-17 xuất hiện hai lần
    .remedy = Đặt cho mỗi dòng một mã riêng; dòng đứng trước đã được giữ lại.

T602 =
    .claim = Các dòng có nội dung giống hệt nhau chỉ xuất hiện một lần.
    .example = một dòng được chép hai lần
    .remedy = Không cần làm gì; bản chép đã được gộp vào dòng đầu.
T602-by-name = Nếu là nhiều máy khác nhau, ghi mã riêng cho từng máy hoặc một dòng có số lượng: hiện chỉ tính một máy.

T603 =
    .claim = Hệ thống nêu ở dòng có trong danh sách hệ thống.
    .example = máy ảo của HT99 mà không có hệ thống này
    .remedy = Bổ sung hệ thống, hoặc sửa lại mã.

T604 =
    .claim = Các dòng không phải số liệu nằm dưới hoặc xen giữa bảng được bỏ ra ngoài.
    .example = Tổng cộng, Người lập biểu
    .remedy = Không cần làm gì nếu đó là dòng tổng, dòng đề mục hoặc phần ký.
T604-rows = { $rows } dòng: { $first }

T605 =
    .claim = Không có dòng nào là tổng của các dòng phía trên.
    .example = dòng cuối có vCPU và RAM bằng tổng của cột
    .remedy = Nếu là dòng tổng thì không cần làm gì; nếu không thì sửa một số liệu hoặc chuyển dòng lên trên.
T605-sum = mọi số liệu đều là tổng của { $rows } dòng phía trên

T607 =
    .claim = Số tổng ghi trong bảng bằng tổng các dòng phía trên.
    .example = Tổng cộng 40 dưới hai dòng 16 và 16
    .remedy = Sửa số tổng hoặc các dòng; các dòng đã được tính, số tổng thì không.
T607-sum = tổng các dòng phía trên: { $sum }
T607-sum-open = tổng các dòng phía trên: { $sum }; { $open } trên { $rows } dòng không ghi số liệu

T608 =
    .claim = Mỗi dòng có số thứ tự hoặc mã riêng.
    .example = dòng chỉ có ghi chú
    .remedy = Không cần làm gì; nội dung đã được nối vào dòng phía trên.
T608-added = không có số thứ tự, không có mã; nội dung đã được nối vào dòng { $row }

T609 =
    .claim = Mỗi máy nằm trên một dòng.
    .example = một mã gộp qua hai dòng, mỗi dòng một ổ đĩa
    .remedy = Ghi máy trên một dòng với số liệu tổng, hoặc đặt mã cho từng dòng.
T609-merged = các dòng từ { $first } đến { $last } được gộp dưới mã { $code }

T610 =
    .claim = Dòng được các dòng phía dưới chi tiết hóa thì ghi tổng của các dòng đó.
    .example = “I. Hệ thống A, 12 vCPU” ở trên dòng 1 và 2 có 4 và 6 vCPU
    .remedy = Sửa dòng này hoặc các dòng chi tiết; các dòng chi tiết đã được tính, dòng này thì không.
T610-sum = tổng của { $rows } dòng phía dưới, hoặc để trống: { $sum }

T611 =
    .claim = Số tổng ghi trong bảng cộng các số liệu đúng như cách đã tính.
    .example = số lượng 2 và 3, RAM 512 và 768, tổng 1280: của một máy hay của cả dòng
    .remedy = Ghi rõ cột là của một máy hay của tất cả máy trong dòng (--map, với per là row, nếu là tất cả); hiện đã tính là của một máy, nhân với số lượng.
T611-times = khi nhân mỗi dòng với số lượng, như đã tính: { $sum }

T612 =
    .claim = Ngày đo không sau ngày nhận tệp.
    .example = mẫu đo ngày 01/01/2050 trong tệp nhận năm 2025
    .remedy = Kiểm tra ngày đo và ngày nhận tệp (--received-on); dòng vẫn được giữ nhưng không dùng để tính mức sử dụng.


## Định dạng của công cụ khác.

P701 =
    .claim = Bảng tính là tệp xuất từ RVTools.
    .example = các trang tính vInfo, vHost
    .remedy = Không cần làm gì.
P701-sheets = các trang đã đọc: { $sheets }
P701-sheet = { $sheet } có { $rows } dòng
P701-neither = không có vInfo, cũng không có vHost

P702 =
    .claim = Tiêu đề của RVTools ghi MB có nghĩa là MiB.
    .example = “Provisioned MB”
    .remedy = Không cần làm gì; trước phiên bản 4.1, RVTools ghi MB cho 2^20 byte.
P702-mib = MiB (2^20 byte), và đã được đọc như vậy

P703 =
    .claim = Mọi máy chủ vật lý nêu ở vInfo đều được mô tả ở vHost.
    .example = máy chủ esx-9 chỉ có ở vInfo
    .remedy = Xuất lại với quyền xem tất cả máy chủ vật lý, hoặc giải thích vì sao thiếu.
P703-host = { $host }, có { $machines } máy ảo

P704 =
    .claim = Ổ đĩa, phân vùng đĩa và bộ nhớ thuộc về một máy ảo của vInfo.
    .example = phân vùng của một máy ảo không rõ
    .remedy = Xuất tất cả các trang tính trong cùng một lần.
P704-disks = { $disks } ổ đĩa của các máy ảo không có ở vInfo, hoặc có tên mà nhiều máy ảo cùng dùng
P704-partitions = { $partitions } phân vùng của các máy ảo không có ở vInfo, hoặc có tên mà nhiều máy ảo cùng dùng
P704-memory = { $rows } dòng về bộ nhớ của các máy ảo không có ở vInfo, có tên mà nhiều máy ảo cùng dùng, hoặc đã liệt kê trước đó

P705 =
    .claim = Bảng tính RVTools có các cột dùng để đọc quy mô.
    .example = vInfo không có CPUs hoặc Memory
    .remedy = Xuất lại bằng chính RVTools, với đầy đủ các cột.
P705-missing = vInfo thiếu { $columns }

P706 =
    .claim = Bản mẫu được lưu thành dòng và không tính vào tổng.
    .example = 10 bản mẫu
    .remedy = Không cần làm gì.
P706-templates = { $templates } bản mẫu

P707 =
    .claim = Dung lượng máy ảo sử dụng không vượt quá dung lượng cấp phát.
    .example = các phân vùng sử dụng 80 GB trên 60 GB
    .remedy = Kiểm tra máy ảo này; số liệu của vInfo đã được dùng.
P707-guests = các phân vùng sử dụng { $used } trên { $whole }

P708 =
    .claim = Định dạng của tệp nhận biết được.
    .example = tệp nhập của Azure Migrate
    .remedy = Không cần làm gì; tệp đã được đọc theo tiêu đề cột của công cụ đó.
P708-tables = nhận ra là { $tool }: { $tables }
P708-table = { $sheet } có { $rows } dòng đọc vào bảng { $table }
P708-no-table = không có bảng nào

P709 =
    .claim = Tệp xuất có đủ các cột dùng để đọc số liệu.
    .example = tệp nhập của Azure Migrate không có cột Cores
    .remedy = Xuất lại với đầy đủ các cột của công cụ đó, hoặc dùng biểu mẫu trống (ndcap template).
P709-missing = { $tool } thiếu { $columns }
P709-metric = chỉ số kiểu VM|CPU|Usage (%)|Avg

P710 =
    .claim = Mỗi máy được liệt kê ở nơi máy đang chạy.
    .example = máy giữ chỗ tại địa điểm dự phòng (SRM Placeholder)
    .remedy = Không cần làm gì; máy được tính ở tệp xuất của địa điểm nơi máy đang chạy.
P710-placeholders = { $placeholders } máy giữ chỗ, đã bỏ ra ngoài

P711 =
    .claim = vHost và vInfo khớp nhau về số máy ảo, vCPU và bộ nhớ của từng máy chủ.
    .example = vHost đếm 9 máy ảo trên một máy chủ, vInfo liệt kê 8
    .remedy = Xuất tất cả các trang tính trong cùng một lần, với quyền xem tất cả máy ảo.
P711-host = { $host }: vHost có { $vhost }; vInfo có { $vinfo }
P711-figures = { $machines } máy ảo đang bật, { $vcpus } vCPU, { $memory } MiB
P711-of-all = { $said }; tính mọi máy ảo, vHost có { $vhost }, vInfo có { $vinfo }

P712 =
    .claim = Các máy chủ của vHost được đối chiếu với máy ảo của vInfo.
    .example = 33 trên 33 máy chủ khớp
    .remedy = Không cần làm gì; mỗi máy chủ không khớp có một cảnh báo riêng.
P712-agree = { $agreeing } trên { $compared } máy chủ khớp về số máy ảo đang bật, vCPU và bộ nhớ
P712-lacking = { $said }; còn { $hosts } máy chủ thiếu một trong các số liệu này
P712-by-ending = { $said }; { $hosts } máy chủ được khớp theo phần cuối của tên, như { $name } với { $full }

P713 =
    .claim = Mỗi máy nêu tổng dung lượng đĩa.
    .example = máy ảo không có Provisioned MiB nhưng có các ổ đĩa
    .remedy = Không cần làm gì; tổng dung lượng các ổ đĩa đã được dùng.
P713-stand-in = { $machines } máy không ghi; đã dùng tổng dung lượng các ổ đĩa thay thế

P714 =
    .claim = Dung lượng các ổ đĩa của máy cộng lại bằng dung lượng của máy.
    .example = các ổ đĩa cộng lại 200 GiB trên máy ghi 100 GiB
    .remedy = Kiểm tra máy này; số liệu ghi ở dòng của máy đã được dùng.
P714-disks = các ổ đĩa cộng lại { $disks }, máy ghi { $whole }

P715 =
    .claim = Số liệu mức sử dụng là phân vị 95 (P95).
    .example = tỷ lệ sử dụng CPU trong tệp nhập của Azure Migrate
    .remedy = Gửi phân vị 95 (P95) theo biểu mẫu; các số liệu này được lưu thành nhãn (tag) và không dùng để tính quy mô.

P716 =
    .claim = Mọi trang tính của tệp xuất đều được đọc.
    .example = trang Host Devices của bảng tính Live Optics
    .remedy = Không cần làm gì nếu lý do đã nêu là đúng.
P716-rows = { $rows } dòng: { $why }
P716-sheets = { $sheets }: đã biết, không cần cho việc tính năng lực
P716-not-needed = đã biết, không cần cho việc tính năng lực
P716-with-vinfo = đi kèm với vInfo; hãy gửi cả hai trong một bảng tính hoặc một tệp zip
P716-with-vminfo = đi kèm với vmInfo; hãy gửi cả hai trong một bảng tính hoặc một tệp zip
P716-datastores = mỗi kho lưu trữ (datastore) được liệt kê một lần cho từng máy chủ sử dụng nó
P716-peaks = giá trị đỉnh và trung bình của máy chủ vật lý không phải là phân vị 95 của máy ảo
P716-hosts = số liệu đo của máy chủ vật lý hoặc cụm, không phải của máy ảo
P716-cabinets = tủ thiết bị; tủ rack do kế hoạch tính ra, không nhận từ báo cáo
P716-racks = tủ rack; tủ rack do kế hoạch tính ra, không nhận từ báo cáo
P716-power-feeds = nguồn cấp điện
P716-reservations = chỗ đặt trước trong tủ rack
P716-types = danh mục kiểu thiết bị hoặc kiểu tủ rack
P716-virtual-disks = ổ đĩa ảo, đã nằm trong dung lượng của máy ảo
P716-power-ports = cổng nguồn

P717 =
    .claim = Vai trò của thiết bị cho biết thiết bị thuộc bảng nào.
    .example = thiết bị NetBox có vai trò “Thiết bị”
    .remedy = Đặt cho máy chủ một vai trò có từ server, hoặc gửi máy chủ theo biểu mẫu; thiết bị có vai trò này đã được xử lý như đã nêu.
P717-left-out = { $roles }: đã bỏ ra ngoài
P717-role = { $devices } thiết bị “{ $role }”
P717-no-column = không có cột vai trò; { $rows } dòng đã được đọc là máy chủ

P718 =
    .claim = Mỗi dung lượng trong tệp xuất chỉ có một đơn vị.
    .example = ổ đĩa ghi 2000 trong danh sách NetBox: MB từ phiên bản 4.1, GB ở các phiên bản trước
    .remedy = Xuất với cột có ghi đơn vị ở tiêu đề, hoặc gửi dung lượng theo biểu mẫu.
P718-settled = { $unit }, và đã được đọc như vậy: { $why }
P718-headings = danh sách có những tiêu đề chỉ có từ sau NetBox 4.1
P718-under = nếu là MB thì có ổ đĩa chưa đến 1 GB
P718-over = nếu là GB thì có ổ đĩa từ 64 TB trở lên
P718-either = { $heading }: { NUMBER($size, useGrouping: "false") } có thể là MB (từ NetBox 4.1) hoặc GB (trước đó)
P718-unknown = một đơn vị; dung lượng các ổ đĩa được coi là chưa biết

P719 =
    .claim = Mọi ổ đĩa của máy đều có dung lượng.
    .example = 3 ổ đĩa mà chỉ có hai dung lượng
    .remedy = Ghi dung lượng của từng ổ đĩa; khi chưa có, dung lượng đĩa của máy được coi là chưa biết.
P719-sizes = { $disks } ổ đĩa, { $sizes } dung lượng

P720 =
    .claim = Mỗi dòng cho biết máy là máy vật lý hay máy ảo.
    .example = ô Server type để trống
    .remedy = Ghi rõ loại máy; khi chưa có, dòng được tính là máy ảo.
P720-rows = { $rows } dòng ghi “{ $text }” hoặc tương tự, đây là dòng đầu tiên
P720-no-column = không có cột này; { $rows } dòng đã được đọc là máy ảo

P721 =
    .claim = Ổ đĩa, nhãn (tag) và số liệu đo thuộc về một máy có trong tệp.
    .example = ổ đĩa của một MachineId không có ở vmInfo
    .remedy = Xuất tất cả các bảng trong cùng một lần.
P721-disks = { $disks } ổ đĩa của các máy không có ở vmInfo
P721-tags = { $tags } nhãn (tag) của các máy không có ở vmInfo
P721-samples = số liệu đo của { $machines } máy không có ở vmInfo

P722 =
    .claim = Không có hai máy nào trùng SMBIOS UUID.
    .example = hai dòng của vInfo có cùng một SMBIOS UUID
    .remedy = Kiểm tra xem có phải một máy được liệt kê hai lần không; cả hai đã được tính.

P723 =
    .claim = Các cột của tệp xuất là cột của chính công cụ.
    .example = thuộc tính tự đặt Owner ở vInfo
    .remedy = Không cần làm gì; cột được lưu thành nhãn (tag).

P724 =
    .claim = Mỗi máy chạy một hệ thống.
    .example = cột Applications ghi “Treasury, Payroll”
    .remedy = Nêu một hệ thống cho mỗi máy theo biểu mẫu; danh sách được lưu thành nhãn (tag), còn hệ thống được coi là chưa khai.

P725 =
    .claim = Những gì tệp xuất liệt kê đều đang được sử dụng.
    .example = thiết bị có trạng thái planned
    .remedy = Kiểm tra xem có cần tính hay không; hiện đã được tính.
P725-states = số dòng theo trạng thái: { $states }
P725-state = { $rows } dòng “{ $state }”

P726 =
    .claim = Tiêu đề cột của tệp xuất ghi đúng đơn vị được dùng.
    .example = “Memory (In MB)” của Azure Migrate, thực ra là MiB
    .remedy = Không cần làm gì; cách đọc đã dùng được nêu trong lưu ý này.
P726-read-as = { $unit } (2^{ $power } byte), và đã được đọc như vậy

P727 =
    .claim = Định dạng có cột dung lượng ổ đĩa.
    .example = tệp nhập của AWS Application Discovery
    .remedy = Gửi dung lượng theo biểu mẫu; khi chưa có, số liệu được ước thay và ghi rõ là ước thay.
P727-no-column = không có cột dung lượng ổ đĩa

P728 =
    .claim = Ngày trong tệp xuất chỉ có một cách đọc.
    .example = InstallDate 03/04/2024 của openDCIM, vốn ghi tháng trước ngày
    .remedy = Ghi ngày theo dạng 2024-03-04; cột được lưu thành nhãn (tag).

P729 =
    .claim = Số liệu đo là tỷ lệ trung bình so với phần máy có.
    .example = chỉ số VM|CPU|Demand (MHz)|Avg
    .remedy = Xuất mức sử dụng trung bình theo phần trăm của từng máy; các cột này được lưu thành nhãn (tag).

P730 =
    .claim = Mỗi thiết bị có tên.
    .example = thiết bị NetBox không có tên
    .remedy = Đặt tên để lần gửi sau có thể so sánh; khi chưa có tên thì dùng địa điểm, tủ rack và vị trí thay thế.
P730-without = { $devices } thiết bị không có tên, được gọi theo vị trí, như { $place }


## Số liệu giữa các bảng, hồ sơ và cơ quan.

X801 =
    .claim = Các máy ảo đang chạy trên một máy chủ không cần nhiều RAM hơn máy chủ có.
    .example = máy chủ 256 GiB chạy các máy ảo có tổng cộng 400 GiB
    .remedy = Kiểm tra RAM của máy chủ, RAM của các máy ảo và nơi các máy ảo chạy.
X801-host = { $host }: { $workloads } máy ảo đang chạy cần { $need } RAM; máy chủ có { $has }

X802 =
    .claim = Các máy ảo đang chạy trên một máy chủ không có nhiều vCPU hơn mức số core chịu được.
    .example = 640 vCPU trên máy chủ có 32 core
    .remedy = Kiểm tra số core của máy chủ (core, không phải số bộ xử lý), vCPU của các máy ảo và nơi các máy ảo chạy.
X802-host = { $host }: { $workloads } máy ảo đang chạy có tổng số vCPU: { $vcpus }; số core của máy chủ: { $cores }; tức là { $ratio } vCPU mỗi core

X803 =
    .claim = Các máy chủ vật lý mà máy ảo nêu có trong danh sách máy chủ của cơ quan.
    .example = máy ảo chạy trên ESX-09 mà danh sách máy chủ không có
    .remedy = Bổ sung các máy chủ còn thiếu, sửa các dòng máy chủ đã bị loại, hoặc sửa lại tên.
X803-unlisted = { $unlisted } trên { $hosts } máy chủ được nêu, với { $workloads } máy ảo, không có ở dòng hợp lệ nào của danh sách máy chủ: { $names }
X803-ending = { $said }; { $hosts } tên trong số đó kết thúc bằng tên một máy chủ trong danh sách và có thể là máy đó, như { $name } và { $server }
X803-several = { $hosts } tên máy chủ được nêu, với { $workloads } máy ảo, mỗi tên có thể là một trong nhiều máy chủ của danh sách: { $names }

X804 =
    .claim = Các máy ảo đang chạy của một cụm không cần nhiều RAM hơn tổng RAM của các máy chủ mà chúng nêu.
    .example = cụm có 2 máy chủ 256 GiB, các máy ảo có tổng cộng 700 GiB
    .remedy = Kiểm tra xem danh sách có thiếu máy chủ của cụm không, và RAM của hai phía.
X804-cluster = { $cluster }: { $workloads } máy ảo đang chạy cần { $need } RAM; { $hosts } máy chủ được nêu có { $has }
X804-homeless = { $said }; trong đó { $workloads } máy ảo không nêu máy chủ và cần { $need }

X805 =
    .claim = Máy ảo không sử dụng nhiều đĩa hơn dung lượng đã dùng trên thiết bị lưu trữ, cũng không nhiều hơn dung lượng cấp phát.
    .example = máy ảo sử dụng 900 TiB trong khi các thiết bị lưu trữ ghi đã dùng 400 TiB
    .remedy = Kiểm tra xem có thiết bị lưu trữ chưa được liệt kê, có đĩa nằm trong máy chủ, hay thiết bị lưu ít hơn lượng được ghi (khử trùng lặp, nén).
X805-disk = máy ảo sử dụng { $used } ({ $used_at }); { $name } { $whole } ({ $whole_at })
X805-arrays = các thiết bị lưu trữ đã dùng
X805-provisioned = đã cấp phát

X806 =
    .claim = Nhu cầu đám mây của một hệ thống tương xứng với phần các máy ảo của hệ thống đang có.
    .example = hệ thống đề nghị 64 vCPU mà các máy ảo chỉ có 12
    .remedy = Hỏi cơ quan số nào đúng, hoặc phần nào sẽ tăng; nhu cầu chỉ tính một trong hai số.
X806-system = { $system }: { $resources }
X806-resource = { $resource } đề nghị { $asked } so với { $allocated } đang cấp phát
X806-new = { $said }; { $needs } dòng nhu cầu được ghi là triển khai mới

X807 =
    .claim = Hồ sơ gửi lại có quy mô tương xứng với hồ sơ mà nó thay thế.
    .example = 12 máy ảo thay cho 340
    .remedy = Hỏi cơ quan xem có đúng là thay thế toàn bộ các dòng không; so sánh hai hồ sơ bằng: ndcap submissions diff.
X807-table = bảng { $table } thay cho { $earlier }: { $figures }
X807-figure = { $figure } { $now }, trước đây { $before }
X807-things = số lượng

X808 =
    .claim = Các tỷ lệ của một cơ quan tương tự các cơ quan khác.
    .example = 0,02 GiB RAM trên mỗi vCPU trong khi các cơ quan khác là 4
    .remedy = Kiểm tra đơn vị của hai số liệu; nếu đúng thì đề nghị cơ quan giải thích.
X808-ratio = { $ratio }: { $value }, tính từ { $rows } dòng; trung vị của { $agencies } cơ quan là { $median }; điểm z hiệu chỉnh { $score }
X808-figures = { $said } (từ { $above_at } và { $below_at })
X808-expected = điểm z hiệu chỉnh từ −{ $most } đến { $most } (reconcile.outlier_z_max)

X809 =
    .claim = Các máy ảo của một cơ quan không có nhiều vCPU hơn mức số core của mọi máy chủ chịu được.
    .example = 4.000 vCPU trên 128 core
    .remedy = Kiểm tra xem có máy chủ chưa được liệt kê không; nếu máy ảo chạy ở nơi khác, như đám mây đi thuê, thì đề nghị cơ quan ghi rõ.
X809-agency = tổng số vCPU của các máy ảo: { $vcpus } ({ $vcpus_at }); tổng số core của các máy chủ: { $cores } ({ $cores_at }); tức là { $ratio } vCPU mỗi core

X810 =
    .claim = Các thiết bị nêu một trung tâm dữ liệu xếp vừa các tủ rack ở đó.
    .example = các thiết bị cao tổng cộng 260 U trong 4 tủ rack 42 U
    .remedy = Kiểm tra số tủ rack, nơi đặt, số lượng và chiều cao của các thiết bị.
X810-facility = { $facility }: { $devices } thiết bị chiếm { $height } U; { $racks } tủ rack { $each } U chứa được { $room } U


## Thiết bị đã đặt trong phòng máy: danh sách theo NetBox.

N901 =
    .claim = Danh sách của phòng máy có đủ các cột cần thiết.
    .example = danh sách thiết bị không có cột position
    .remedy = Bổ sung các cột, hoặc xuất lại danh sách từ NetBox kèm các cột đó.
N901-missing = danh sách { $list } không có cột { $columns }
N901-sheets = { $sheets } trang tính có dữ liệu; mỗi danh sách chỉ một trang
N902 =
    .claim = Mỗi dòng trong danh sách của phòng máy nêu địa điểm và tủ rack.
    .example = một tủ rack không nêu địa điểm
    .remedy = Điền địa điểm và tủ rack.
N902-no-site = ô địa điểm để trống
N902-no-rack = ô tủ rack để trống
N903 =
    .claim = Chiều cao, vị trí, khối lượng, công suất và giá trị đúng/sai trong danh sách của phòng máy đọc được: số U nguyên hoặc nửa, dùng dấu chấm thập phân.
    .example = chiều cao “hai U”, vị trí 10.3
    .remedy = Ghi một số, hoặc true hay false; để trống ô nếu không biết.
N903-empty = ô để trống
N904 =
    .claim = Mỗi tủ rack có một dòng trong danh sách tủ, mỗi loại thiết bị có một kích thước trong danh sách loại.
    .example = tủ R101 tại địa điểm MDF ghi hai lần
    .remedy = Bỏ một dòng, hoặc ghi rõ mỗi tủ đặt ở khu vực nào.
N905 =
    .claim = Tủ rack mà thiết bị hoặc phần giữ chỗ nêu có trong danh sách tủ.
    .example = thiết bị ở tủ R999 tại địa điểm không có tủ này
    .remedy = Sửa địa điểm, khu vực, tủ rack, hoặc bổ sung tủ vào danh sách.
N905-unknown = không có tủ { $rack } tại địa điểm { $site }
N905-several = có nhiều tủ { $rack } tại địa điểm { $site }; cần ghi khu vực để phân biệt
N905-rejected = tủ { $rack } tại địa điểm { $site }, dòng của tủ này đã bị loại
N906 =
    .claim = Thiết bị nằm trong phạm vi chiều cao của tủ.
    .example = thiết bị 2 U ở vị trí 42 của tủ 42 U
    .remedy = Sửa vị trí hoặc chiều cao của thiết bị, hoặc chiều cao của tủ.
N906-beyond = vị trí { $position }, cao { $height } U, trong tủ { $rack } U
N907 =
    .claim = Không có hai thiết bị chiếm cùng một U ở cùng một mặt của tủ.
    .example = hai thiết bị cùng ở vị trí 10, một thiết bị chiếm hết chiều sâu
    .remedy = Sửa vị trí, mặt lắp hoặc chiều sâu; trước khi sửa, các U trùng nhau tính một lần, khối lượng và công suất tính cả hai.
N907-overlap = { $device } chiếm các U của { $other } (dòng { NUMBER($row, useGrouping: "false") })
N908 =
    .claim = Các U được giữ chỗ nằm trong phạm vi của tủ.
    .example = các U 41,42,43 của tủ 42 U
    .remedy = Sửa các U được giữ chỗ.
N908-beyond = các U { $units } của tủ { $rack } U
N909 =
    .claim = Trạng thái của tủ, thiết bị hoặc phần giữ chỗ là trạng thái NetBox có.
    .example = tủ có trạng thái “đầy”
    .remedy = Dùng một trạng thái của NetBox; trước khi sửa, dòng được coi là đang dùng.
N910 =
    .claim = Thiết bị có chiều cao thì nêu vị trí.
    .example = thiết bị 2 U trong tủ nhưng không nêu vị trí
    .remedy = Điền vị trí; trước khi điền, thiết bị không chiếm U nào và tủ trông trống hơn thực tế.
N910-no-position = cao { $height } U, không nêu vị trí
N911 =
    .claim = Thiết bị nêu có chiếm hết chiều sâu không, nếu không thì nêu mặt lắp.
    .example = thiết bị không nêu is_full_depth
    .remedy = Điền is_full_depth và face, hoặc gửi kèm danh sách loại thiết bị; trước khi điền, thiết bị được coi là chiếm cả hai mặt.
N911-no-depth = không nêu chiều sâu
N911-no-side = chiếm nửa chiều sâu nhưng không nêu mặt lắp
N912 =
    .claim = Chiều cao của thiết bị được nêu.
    .example = thiết bị không có u_height và loại không có trong danh sách nào
    .remedy = Gửi kèm danh sách loại thiết bị, hoặc điền u_height; trước khi điền, chiều cao lấy theo kế hoạch (device.server_height_u), tối đa đến thiết bị kế tiếp.
N912-assumed = được coi là cao { $height } U
N913 =
    .claim = Khối lượng có đơn vị.
    .example = max_weight 1000 không kèm weight_unit
    .remedy = Ghi kg, g, lb hoặc oz ở cột weight_unit; trước khi ghi, khối lượng coi như chưa biết.
N914 =
    .claim = Mọi cột trong danh sách của phòng máy đều được dùng.
    .example = cột serial (số sê-ri)
    .remedy = Không cần làm gì; nội dung các cột này chỉ được lưu trong tệp gốc.
N915 =
    .claim = Mọi dòng trong danh sách của phòng máy đều đã đặt trong phòng máy.
    .example = thiết bị đang cất trong kho
    .remedy = Không cần làm gì nếu đúng chủ ý.
N915-other-site = { $rows } dòng của địa điểm khác
N915-planned-rack = { $rows } tủ mới dự kiến, chưa lắp đặt
N915-no-rack = { $rows } thiết bị không ở tủ nào
N915-in-store = { $rows } thiết bị trong kho
N915-rack-left-out = { $rows } dòng thuộc tủ không đưa vào

## Thư viện thiết bị.

L901 =
    .claim = Model của thiết bị chuyển đến là một loại trong thư viện thiết bị.
    .example = “HP DL380” trong khi thư viện có ProLiant DL380 Gen9 và Gen10
    .remedy = Ghi model kèm thế hệ và hậu tố; khi chưa rõ thì không dùng chiều cao, khối lượng và số bộ nguồn của thư viện cho thiết bị đó.
L901-model = { $model } ({ $devices } thiết bị): gần nhất là { $type }, điểm { $score }; { $why }
L901-score = nội dung chưa đủ gần
L901-maker = ghi tên hãng khác
L901-family = ghi dòng sản phẩm khác
L901-number = các con số khác nhau
L901-less-specific = loại này có một con số, như thế hệ, mà nội dung không nêu
L901-more-specific = nội dung có một con số mà loại này không có
L901-letters = phần chữ đứng trước con số khác nhau
L901-suffix = phần chữ hoặc từ đứng sau con số khác nhau
L901-unknown-word = không ghi tên hãng, và có từ không rõ đứng trước model
L901-ambiguous = có nhiều loại gần như nhau


## Câu dùng chung cho nhiều mã.

# R501, R505, R506
part-of-whole = { $part } trên { $whole }
# X801 đến X810
amount-at-least = ít nhất { $amount } ({ $rows } dòng không ghi)
first-workload = { $said }; máy ảo đầu tiên trong số này ở { $submission } { $sheet }, dòng { NUMBER($row, useGrouping: "false") }
power-unstated = { $said }; { $workloads } máy không ghi có đang chạy hay không, các máy ghi đang chạy có { $on }
power-unstated-all = { $said }; không máy nào ghi có đang chạy hay không
said-and = { $said }; { $more }
vcpus-a-core = tối đa { $most } vCPU mỗi core (reconcile.vcpu_per_core_max)
difference-at-most = chênh lệch tối đa { $percent } % của số lớn hơn (reconcile.difference_max)
# T601, T602, P722
also-in = { $code } cũng có ở { $sheet }, dòng { $row }

# Tên gọi của các định dạng: F108, F109.
file-xlsx = bảng tính Excel (.xlsx)
file-xlsb = bảng tính Excel nhị phân (.xlsb)
file-xls = bảng tính Excel trước năm 2007 (.xls)
file-ods = bảng tính OpenDocument (.ods)
file-parquet = tệp Parquet
file-zip = tệp nén zip
file-gzip = tệp nén gzip
file-zstandard = tệp nén zstandard
file-page = trang web có bảng
file-xml = bảng tính Excel dạng XML
file-json = dữ liệu JSON
file-delimited = văn bản có dấu phân cách

# Thành phần không có tên riêng: F101, F104.
part-gzip = tệp nén gzip
part-zstandard = tệp nén zstandard

# Tệp của các công cụ khác: P708, P709.
tool-rvtools = tệp xuất từ RVTools
tool-live-optics = bảng tính Live Optics
tool-azure = tệp nhập của Azure Migrate
tool-google = tệp nhập của Google Migration Center
tool-aws = tệp nhập của AWS Application Discovery
tool-vrops = chuỗi thời gian của Aria Operations
tool-opendcim = danh sách openDCIM
tool-netbox = danh sách NetBox


## Phần bao quanh các phát hiện khi in ra.

print-counts = { $errors } lỗi, { $warnings } cảnh báo, { $notes } lưu ý
print-file = { $file } ({ $agency }): { print-counts }
print-sheet = { $sheet } → { $table }: { print-rows }
print-sheet-without-table = { $sheet } → không có bảng: { print-rows }
print-rows = đã đọc { $read } dòng = { $accepted } nhận + { $rejected } loại + { $merged } gộp + { $skipped } bỏ qua
print-of-rows = { $count } dòng, dòng đầu ở { $place }; quy tắc: { $claim }
print-many = { $count } lần, lần đầu ở { $place }; quy tắc: { $claim }
print-one = { $place }; quy tắc: { $claim }
print-more = … còn { $groups } loại nữa: { print-counts }; xem tất cả bằng: ndcap check TỆP
print-total = { $files } tệp: { print-counts }; { print-rows }
print-more-rows = … còn { $rows } dòng nữa; dùng --format csv để lấy tất cả
print-reading = đang đọc hồ sơ
print-rows-a-second = { $file }: { $rows } dòng, { $each } dòng/giây
print-formats = .xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv, .parquet, .jsonl, .ndjson, .zip và văn bản nén .gz hoặc .zst
print-left-alone = để nguyên, không đọc: { $file } (chỉ đọc { print-formats })
print-replaced = { $id }: các dòng bảng { $table } thay thế các dòng của { $earlier }; { $codes } mã của hồ sơ đó không còn nữa
print-duplicates = { $rows } dòng, đã so sánh { $compared } cặp: { $open } chưa quyết định, { $same } đã quyết định là một, { $different } đã quyết định khác nhau
print-duplicates-crowd = { $rows } dòng bảng { $table } có { $what }, ví dụ { $example } ({ $place }); theo khóa này chỉ so sánh các dòng cùng kích cỡ, { $left } dòng không so sánh được
print-duplicates-gone = quyết định { $pair } ({ $verdict }) không còn hiệu lực: không hồ sơ hiện hành nào có { $rows }; rút lại bằng: ndcap duplicates decide { $pair } open
print-duplicates-pair = cặp { $pair }: điểm { $score }, { $state }
print-duplicates-not-compared = chưa so sánh { $rows } dòng, vì nhiều hơn duplicates.rows_told_max của kế hoạch: chưa biết bao nhiêu bị tính hai lần; ndcap duplicates sẽ so sánh
print-decided-same = đã ghi: là một; tính theo { $kept }, còn { $other } được tính cùng dòng đó
print-decided-different = đã ghi: khác nhau; { $kept } và { $other } đều được tính
print-decided-open = đã ghi: chưa quyết định; { $kept } và { $other } đều được tính cho đến khi quyết định
print-decided-list = đã ghi: { $same } cặp là một, { $different } cặp khác nhau, { $open } cặp rút lại quyết định; trước đây đã quyết định như vậy: { $unchanged }; dòng chưa có quyết định: { $blank }
print-decided-before = trước đây đã quyết định như vậy; không thay đổi gì
print-counted-elsewhere = { $rows } dòng được tính cùng dòng của danh sách khác, theo quyết định (ndcap duplicates --state same)
print-reconciled = đã so sánh { $made } cặp số liệu: { $agree } khớp, { $differ } lệch
print-not-compared = { $said }; không so sánh được: { $what }
print-nothing-to-compare = { $said }; không có gì để so sánh: { $what }
print-lacking-X801 = RAM của { $count } máy chủ (X801)
print-lacking-X802 = số core của { $count } máy chủ (X802)
print-lacking-X803 = tên của { $count } máy chủ (X803)
print-lacking-X804 = RAM của { $count } cụm (X804)
print-lacking-X805 = { $count } tổng dung lượng sử dụng (X805)
print-lacking-X806 = { $count } số liệu nhu cầu (X806)
print-lacking-X807 = { $count } tổng của hồ sơ gửi lại (X807)
print-lacking-X808 = { $count } tỷ lệ của các cơ quan (X808)
print-lacking-X809 = số core của { $count } cơ quan (X809)
print-lacking-X810 = tủ rack của { $count } trung tâm dữ liệu (X810)
print-hall = { $racks } tủ rack, { $devices } thiết bị, còn trống { $units } U
print-hall-unchanged = phòng máy không thay đổi: các danh sách này đã được nhập trước đây
print-hall-rejected = chưa lưu gì: có danh sách không dùng được, hoặc không có tủ rack nào
print-status = đến { $day }: phải gửi { $owed } nội dung, đã nhận { $received }, quá hạn { $overdue }
print-status-later = { $submissions } hồ sơ nhận sau { $day } nên chưa tính; muốn tính thì đặt --as-of muộn hơn
print-status-no-store = không có kho tại { $path }: chưa nhận được gì
print-reminders = đã ghi { $letters } văn bản đôn đốc vào { $folder }
print-superseded = { $id }: đã nhận trước đây và sau đó đã bị thay thế; muốn dùng lại thì rút hồ sơ mới hơn
print-wrote = đã ghi { $file }: { $sheets } trang tính, { $findings } phát hiện


## Tệp trả lại nói về chính nó.

return-hidden-rows = { $count } dòng ẩn của trang “{ $sheet }” được hiện lại bằng chữ nghiêng trên nền xám: { $rows }.
return-findings-left-out = { $count } điểm không có trong danh sách vì danh sách sẽ quá dài; các ô liên quan vẫn được tô màu.
return-comments-left-out = { $count } ô không có ghi chú vì quá nhiều ghi chú sẽ làm tệp mở chậm; các ô này vẫn được tô màu.
return-texts-cut = { $count } nội dung dài hơn giới hạn một ô của Excel nên đã bị cắt bớt.
return-merges = { $count } vùng gộp ô chồng lên vùng khác nên không giữ lại được.
return-days = { $count } ngày trước năm 1900 được trả lại dưới dạng chữ.

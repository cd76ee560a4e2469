### Nội dung các phát hiện bằng tiếng Việt. Mỗi mã có các thuộc tính claim (điều mà dữ liệu đúng
### phải thỏa mãn), example (ví dụ vi phạm) và remedy (cách xử lý); bên dưới là các câu riêng của mã
### đó. Nội dung gốc trong tệp, tên gọi và đơn vị là tham số, không bao giờ dịch.


## Tệp.

F101 =
    .claim = Tệp nguyên vẹn và ở định dạng đọc được.
    .example = tệp PDF được đổi tên thành .xlsx
    .remedy = Mở tệp bằng chương trình đã tạo ra tệp, lưu thành .xlsx hoặc .csv rồi gửi lại.
F101-pdf = nội dung là tài liệu PDF
F101-page = nội dung là trang HTML hoặc XML
F101-picture = nội dung là hình ảnh
F101-no-workbook = nội dung không phải là bảng tính
F101-not-followed = bảng tính bị hỏng nặng, không đọc được
F101-damaged = bảng tính bị hỏng hoặc bị cắt cụt: { $error }
F101-old-damaged = bảng tính định dạng cũ bị hỏng hoặc có mật khẩu: { $error }
F101-no-extension = tên tệp không có phần mở rộng
F101-extension = phần mở rộng .{ $extension }
F101-extensions-read = tệp .xlsx, .xlsm, .xls, .xlsb, .ods, .csv hoặc .tsv
F101-line-not-followed = có dòng không đọc được: { $error }

F102 =
    .claim = Tệp không rỗng.
    .example = tệp 0 byte
    .remedy = Gửi lại tệp; có thể việc truyền tệp đã bị ngắt giữa chừng.
F102-no-bytes = 0 byte

F103 =
    .claim = Tệp có ít nhất một bảng nhận biết được.
    .example = bảng tính chỉ có trang bìa
    .remedy = Dùng biểu mẫu trống (ndcap template) hoặc đặt tên cột theo biểu mẫu.
F103-no-cell = không có ô nào được điền
F103-no-headings = { $sheets } trang tính không có tiêu đề cột của bảng nào

F104 =
    .claim = Tệp nằm trong giới hạn kích thước.
    .example = trang tính có 100.000 cột
    .remedy = Xóa các cột và dòng trống ngoài bảng, tách tệp rồi gửi lại.
F104-bytes = { $bytes } byte
F104-bytes-most = tối đa { $most } byte (limits.file_bytes_max)
F104-columns = ít nhất { $columns } cột
F104-columns-most = tối đa { $most } cột (limits.columns_max)
F104-spans = trang tính trải rộng { $rows } dòng và { $columns } cột
F104-claims = trang tính tự khai { $rows } dòng và { $columns } cột
F104-too-many-cells = nhiều ô hơn mức đọc được: { $error }
F104-cells-most = trang tính có tối đa { $most } ô

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
    .claim = The name of a file says what it holds.
    .example = tab-separated text named .xls
    .remedy = Look whether it was read well; better save it in the format of its name.

F109 =
    .claim = An archive holds nothing but CSV files.
    .example = a .zip within a .zip
    .remedy = Send the files one by one, or CSV files alone in one .zip.

F110 =
    .claim = The parts of a workbook declare no document type of their own.
    .example = an XML part that defines entities in terms of each other
    .remedy = Open it in the program that made it, save it as .xlsx, send it again.

F111 =
    .claim = A workbook takes no figures from other files.
    .example = a formula into another workbook
    .remedy = Nothing, if the figures last saved are right; else update the links, save, send it again.

F112 =
    .claim = The file can be read without a password.
    .example = a workbook that asks for a password when opened
    .remedy = Take the password off (Excel: File, Info, Protect Workbook) and send the file again.

F113 =
    .claim = Every quotation mark of a CSV that opens a text is closed.
    .example = a text that begins with a quotation mark and never ends
    .remedy = Close the text, or double the quotation mark within it; better save it from a spreadsheet program.


## Tiêu đề cột.

H201 =
    .claim = Mọi trang tính có nội dung đều là bảng nhận biết được.
    .example = trang tính tên là Bìa, không có tiêu đề cột
    .remedy = Đặt tên cột theo biểu mẫu; nếu trang tính không chứa số liệu thì bỏ qua cảnh báo này.
H201-rows = { $rows } dòng, dòng đầu: { $first }

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

C415 =
    .claim = Công thức trong trang tính cho ra giá trị.
    .example = #REF!
    .remedy = Sửa lại công thức.

C416 =
    .claim = Số dài được lưu dưới dạng văn bản.
    .example = số serial 1.23E+18
    .remedy = Định dạng cột là văn bản rồi nhập lại số.

C417 =
    .claim = A cell holds one value, not rows of the table.
    .example = a quoted text that runs over several rows
    .remedy = Close the quotation mark where the text ends; the rows inside it were not read.

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

C430 =
    .claim = Dung lượng đứng cạnh số lượng thì nói rõ là của mấy chiếc.
    .example = Ổ cứng gồm Số lượng 4 và Dung lượng (GB) 600
    .remedy = Ghi tổng dung lượng của tất cả trong một cột; trước mắt coi như chưa biết. Nếu đã là tổng thì giữ cột số lượng làm nhãn (--map).
C430-pieces = { $pieces } chiếc cạnh { $size }
C430-each-or-all = dung lượng của tất cả: { $all } hoặc { $each }

C431 =
    .claim = Biết rõ số lượng mà một dòng đại diện.
    .example = “đang cập nhật” ở cột Số lượng
    .remedy = Ghi số lượng; để trống nghĩa là một.


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

T606 =
    .claim = Số liệu đo mức sử dụng được dùng để tính quy mô.
    .example = bảng mức sử dụng
    .remedy = Gửi thêm phân vị 95 (P95) của từng máy ảo; các số liệu đo vẫn được lưu.
T606-samples = các số liệu đo mức sử dụng được lưu nhưng chưa dùng để tính quy mô

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
    .remedy = Ghi rõ cột là của một máy hay của tất cả máy trong dòng (--map với per = "row" nếu là tất cả); hiện đã tính là của một máy, nhân với số lượng.
T611-times = khi nhân mỗi dòng với số lượng, như đã tính: { $sum }


## Định dạng của công cụ khác.

P701 =
    .claim = Bảng tính là tệp xuất từ RVTools.
    .example = các trang tính vInfo, vHost
    .remedy = Không cần làm gì.
P701-rows = vInfo có { $rows } dòng

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
    .claim = Phân vùng đĩa thuộc về một máy ảo của vInfo.
    .example = phân vùng của một máy ảo không rõ
    .remedy = Xuất tất cả các trang tính trong cùng một lần.
P704-partitions = { $partitions } phân vùng của các máy ảo không có ở vInfo

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
    .claim = The format of the file is known.
    .example = an import file of Azure Migrate
    .remedy = Nothing; it was read by the headings of that tool.

P709 =
    .claim = An export has the columns that its figures are read from.
    .example = an import file of Azure Migrate without Cores
    .remedy = Export again with all columns of that tool, or use the blank template (ndcap template).

P710 =
    .claim = A machine is listed where it runs.
    .example = a placeholder of a recovery site (SRM Placeholder)
    .remedy = Nothing; the machine counts in the export of the site it runs at.

P711 =
    .claim = vHost and vInfo agree on the machines, vCPUs and memory of a host.
    .example = vHost counts 9 machines on a host, vInfo lists 8
    .remedy = Export all sheets in one go, with rights on all machines.

P712 =
    .claim = The hosts of vHost are held against the machines of vInfo.
    .example = 33 of 33 hosts agree
    .remedy = Nothing; hosts that differ have a finding each.

P713 =
    .claim = A machine states the size of its disk as a whole.
    .example = a machine without Provisioned MiB, but with disks
    .remedy = Nothing; the sum of its disks was used.

P714 =
    .claim = The disks of a machine add up to its size.
    .example = disks of 200 GiB on a machine of 100 GiB
    .remedy = Check the machine; the figure of its own row was used.

P715 =
    .claim = Figures of use are 95th percentiles.
    .example = the CPU utilization percentage of an Azure Migrate import
    .remedy = Send the 95th percentile in the template; these figures are kept as tags and size nothing.

P716 =
    .claim = Every sheet of an export is one that is read.
    .example = Host Devices of a Live Optics workbook
    .remedy = Nothing, if the reason given holds.

P717 =
    .claim = The role of a device says which table it belongs to.
    .example = a NetBox device of role "Thiết bị"
    .remedy = Give servers a role with the word server, or send them in the template; devices of this role were treated as stated.

P718 =
    .claim = A size of an export has one unit.
    .example = a disk of 2000 in a NetBox list: MB since version 4.1, GB before
    .remedy = Export with a column whose heading has the unit, or send the sizes in the template.

P719 =
    .claim = Every disk of a machine has a size.
    .example = 3 disks and two sizes
    .remedy = Give the size of each disk; until then the disk of the machine counts as unknown.

P720 =
    .claim = A row says whether its machine is physical or virtual.
    .example = an empty Server type
    .remedy = State it; until then the row counts as a virtual machine.

P721 =
    .claim = Disks, tags and samples belong to a machine of the file.
    .example = a disk of a MachineId that vmInfo does not have
    .remedy = Export all tables in one go.

P722 =
    .claim = No two machines have the same SMBIOS UUID.
    .example = two rows of vInfo with one SMBIOS UUID
    .remedy = Check whether it is one machine listed twice; both were counted.

P723 =
    .claim = The columns of an export are those of its tool.
    .example = a custom attribute Owner on vInfo
    .remedy = Nothing; the column is kept as a tag.

P724 =
    .claim = A machine runs one system.
    .example = Applications "Treasury, Payroll"
    .remedy = Name one system per machine in the template; the list is kept as a tag, and no system is stated.

P725 =
    .claim = What an export lists is in use.
    .example = a device of status planned
    .remedy = Check whether it is to be counted; it was.

P726 =
    .claim = Headings of an export say the unit they mean.
    .example = "Memory (In MB)" of Azure Migrate, which means MiB
    .remedy = Nothing; the reading used is stated in this note.

P727 =
    .claim = A format has a column for the size of disks.
    .example = an import file of AWS Application Discovery
    .remedy = Send the sizes in the template; until then they are imputed and shown as such.

P728 =
    .claim = The days of an export have one reading.
    .example = InstallDate 03/04/2024 of openDCIM, which reads the month first
    .remedy = Write days as 2024-03-04; the column is kept as a tag.

P729 =
    .claim = A sample is an average share of what a machine has.
    .example = VM|CPU|Demand (MHz)|Avg
    .remedy = Export use in percent, averages, of machines; these columns are kept as tags.

P730 =
    .claim = A device has a name.
    .example = a NetBox device without name
    .remedy = Name it, so that a later list can be compared; until then its site, rack and position stand in.


## Câu dùng chung cho nhiều mã.

# R501, R505, R506
part-of-whole = { $part } trên { $whole }
# T601, T602
also-in = { $code } cũng có ở { $sheet }, dòng { $row }


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

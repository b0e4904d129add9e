/// The file of a form.
struct FakeUpload: Sendable {
    let name: String
    let size: Int

    /// Reads the file of a field; `nil` when there is no such form.
    init?(_ request: FakeRequest, field: String) {
        guard let type = request.headers["content-type"], type.hasPrefix("multipart/form-data"),
            let boundary = type.split(separator: ";").map({ $0.drop { $0 == " " } }).first(where: {
                $0.hasPrefix("boundary=")
            })
        else { return nil }
        let mark = Array("--\(boundary.dropFirst(9))".utf8)
        let end = Array("\r\n\r\n".utf8)
        guard let start = Self.place(of: end, in: request.body[...]) else { return nil }
        let head = String(decoding: request.body[..<start], as: UTF8.self)
        guard request.body.starts(with: mark), head.contains("name=\"\(field)\""),
            let file = head.split(separator: "filename=\"").dropFirst().first?.split(separator: "\"").first,
            let last = Self.place(of: Array("\r\n".utf8) + mark, in: request.body[(start + end.count)...])
        else { return nil }
        name = String(file)
        size = last - start - end.count
    }

    /// Where some bytes stand first.
    private static func place(of bytes: [UInt8], in all: ArraySlice<UInt8>) -> Int? {
        guard all.count >= bytes.count else { return nil }
        return (all.startIndex...(all.endIndex - bytes.count)).first {
            all[$0] == bytes[0] && all[$0...].starts(with: bytes)
        }
    }
}

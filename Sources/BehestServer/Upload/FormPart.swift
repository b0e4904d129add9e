/// What the head of a form's part says of it.
struct FormPart: Equatable {
    /// The field's name.
    var name: String
    /// The name of the file that is sent in it; `nil` when it is no file.
    var fileName: String?

    /// Makes a part.
    init(name: String, fileName: String? = nil) {
        self.name = name
        self.fileName = fileName
    }

    /// Reads a head.
    ///
    /// - Parameter head: its lines, without the empty one after the last.
    /// - Throws: when it is none, or names no field.
    init(head: some Collection<UInt8>) throws(MultipartError) {
        guard let text = String(validating: head, as: UTF8.self) else {
            throw MultipartError(.malformed, "The head of a part is no UTF-8.")
        }
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else {
                throw MultipartError(.malformed, "A line in the head of a part is no header.")
            }
            guard line[..<colon].lowercased() == "content-disposition" else { continue }
            guard let disposition = HeaderParameters(String(line[line.index(after: colon)...])),
                disposition.value == "form-data", let name = disposition["name"]
            else { break }
            self.init(name: name, fileName: disposition["filename"])
            return
        }
        throw MultipartError(.malformed, "A part has no 'Content-Disposition: form-data' with a name.")
    }
}

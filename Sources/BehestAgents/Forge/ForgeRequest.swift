import BehestTransport
import BehestWorkflow

/// What is asked of a forge: a value, so that it can be looked at without a network.
struct ForgeRequest: Sendable, Hashable {
    /// A file that is sent as a form.
    struct File: Sendable, Hashable {
        /// The name of the form's field.
        var field: String
        var name: String
        var bytes: [UInt8]
    }

    /// What the answer's absence means, for a person.
    enum Subject: Sendable, Hashable {
        case repository
        case issue(Int)
        case file(String)
    }

    var method: HTTPRequest.Method
    /// From the beginning of the API, its parts escaped.
    var path: String
    var query: [Query] = []
    var body: JSONValue?
    var file: File?
    /// What it is about.
    var subject = Subject.repository

    /// A part of the query.
    struct Query: Sendable, Hashable {
        var name: String
        var value: String

        init(_ name: String, _ value: String) {
            (self.name, self.value) = (name, value)
        }
    }

    init(_ method: HTTPRequest.Method, _ path: String, about subject: Subject = .repository) {
        (self.method, self.path, self.subject) = (method, path, subject)
    }

    /// The path with the query.
    var target: String {
        let query = query.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
        return query.isEmpty ? path : "\(path)?\(query)"
    }

    /// A text as a part of an address: everything but letters, digits and `-._~` is a number.
    static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._~".utf8.contains(byte)
            result +=
                isPlain
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return result
    }

    /// A part of an address without its escapes.
    static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a forge answered, read.
struct ForgeAnswer: Sendable {
    var status: Int
    var json: JSONValue
    var headers: [HTTPHeader] = []

    /// The value of the first header of a name, whatever its case.
    subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

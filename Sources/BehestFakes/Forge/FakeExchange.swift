import BehestWorkflow
import FoundationEssentials

/// A request as a fake forge looks at it.
struct FakeRequest: Sendable {
    var method: String
    /// The parts of the path, each read from its escapes, so that one may hold a `/`.
    var path: [String]
    var query: [String: String]
    /// By names in small letters.
    var headers: [String: String]
    var body: [UInt8]
    /// The address that was asked, without the query.
    var address: String

    /// Reads a target such as `/a/b%2Fc?d=e`.
    init(method: String, target: String, headers: [String: String], body: [UInt8]) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = parts[0].split(separator: "/").map { Self.unescaped($0) }
        query = [:]
        for part in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[Self.unescaped(pair[0])] = pair.count > 1 ? Self.unescaped(pair[1]) : ""
        }
        self.headers = headers
        self.body = body
        address = "http://\(headers["host"] ?? "127.0.0.1")\(parts[0])"
    }

    /// What was sent, as JSON; nothing where it is none.
    var json: JSONValue { (try? JSONDecoder().decode(JSONValue.self, from: Data(body))) ?? .null }

    /// The token that was sent, as the forges take it.
    var token: String? {
        if let token = headers["private-token"] { return token }
        let words = (headers["authorization"] ?? "").split(separator: " ")
        guard words.count == 2, ["bearer", "token"].contains(words[0].lowercased()) else { return nil }
        return String(words[1])
    }

    func number(_ name: String, _ usual: Int, most: Int) -> Int {
        min(most, max(1, query[name].flatMap { Int($0) } ?? usual))
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a fake forge answers.
struct FakeAnswer: Sendable {
    /// How the answer gets to who asked.
    enum Delivery: Sendable {
        case whole, half, lost, never
    }

    var status: Int
    var headers: [(String, String)] = [("Content-Type", "application/json; charset=utf-8")]
    var body: [UInt8]
    var delivery = Delivery.whole
    /// In seconds.
    var delay = 0.0

    init(_ status: Int, _ json: JSONValue, _ headers: [(String, String)] = []) {
        self.status = status
        body = Array(((try? CanonicalJSON.text(of: json)) ?? "null").utf8)
        self.headers += headers
    }

    var isSuccess: Bool { (200..<300).contains(status) }
}

extension JSONValue {
    /// The member of a name that is not nothing.
    func member(_ name: String) -> JSONValue? {
        guard case .mapping(let members) = self, let value = members[name], value != .null else { return nil }
        return value
    }
}

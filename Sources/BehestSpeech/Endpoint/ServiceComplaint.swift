internal import BehestTransport
internal import FoundationEssentials

/// What a server says is wrong, in any of the forms in which servers say it.
///
/// A pure value. Its sentence is the server's own, in one line and without what would move a terminal's cursor.
struct ServiceComplaint: Sendable, Hashable, Decodable {
    /// The server's sentence; empty when it has none.
    let sentence: String
    /// The server's code and kind of error, in lower case.
    let kinds: Set<String>

    init(sentence: String, kinds: Set<String> = []) {
        self.sentence = Self.plain(sentence)
        self.kinds = kinds
    }

    /// Reads an answer that tells of a failure; `nil` when it says nothing that can be shown.
    init?(_ body: [UInt8]) {
        if let complaint = try? JSONDecoder().decode(ServiceComplaint.self, from: Data(body)) {
            self = complaint
        } else {
            guard let text = String(validating: body, as: UTF8.self), !text.isMarkup, body.first != UInt8(ascii: "{")
            else {
                return nil
            }
            self.init(sentence: text)
        }
        guard !sentence.isEmpty || !kinds.isEmpty else { return nil }
    }

    /// Whether what was paid for is used up: it does not come back by waiting a little.
    var isOfQuota: Bool { kinds.contains("insufficient_quota") }

    /// Whether the key is what it minds; that is often told as a kind of bad request.
    var isOfKey: Bool { kinds.contains { $0.contains("api_key") || $0.contains("apikey") || $0.contains("auth") } }

    /// Whether the request is what it minds.
    var isOfRequest: Bool {
        !isOfKey && kinds.contains { $0.contains("invalid") || $0.contains("badrequest") }
    }

    /// The sentence as it may be shown.
    ///
    /// - Parameter key: what the server may repeat, and nobody else may see.
    /// - Returns: the sentence without the key, cut to what can be read at a glance.
    func shown(hiding key: Secret? = nil) -> String {
        let sentence = key?.removed(from: sentence) ?? sentence
        return sentence.count > Self.longest ? sentence.prefix(Self.longest - 1) + "…" : sentence
    }

    private static let longest = 160

    private static func plain(_ sentence: String) -> String {
        let words = sentence.split { character in
            character.isWhitespace || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        return words.joined(separator: " ")
    }
}

extension ServiceComplaint {
    /// `{"error": {…}}`, `{"error": "…"}`, `{"detail": "…"}`, `{"detail": [{"msg": …}]}`, or the members of an error themselves.
    private enum CodingKeys: String, CodingKey {
        case error, detail, message, type, code, msg
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(sentence: text)
            return
        }
        let members = try decoder.container(keyedBy: CodingKeys.self)
        if let error = try? members.decode(ServiceComplaint.self, forKey: .error) {
            self = error
        } else if let detail = try? members.decode(ServiceComplaint.self, forKey: .detail) {
            self = detail
        } else if let details = try? members.decode([ServiceComplaint].self, forKey: .detail) {
            self.init(sentence: details.map(\.sentence).joined(separator: "; "))
        } else {
            func text(_ key: CodingKeys) -> String? {
                if let number = try? members.decode(Int.self, forKey: key) { return String(number) }
                return try? members.decode(String.self, forKey: key)
            }
            let sentence = text(.message) ?? text(.msg)
            let kinds = [text(.type), text(.code)].compactMap { $0?.lowercased() }
            guard sentence != nil || !kinds.isEmpty else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no error"))
            }
            self.init(sentence: sentence ?? "", kinds: Set(kinds))
        }
    }
}

extension String {
    /// Whether it is a web page, as proxies, portals and wrong addresses answer.
    var isMarkup: Bool { drop { $0.isWhitespace }.first == "<" }
}

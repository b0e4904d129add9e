/// A header's value with its parameters, such as `form-data; name="file"; filename="a.wav"`.
struct HeaderParameters: Equatable {
    /// What comes before the parameters, in lower case.
    let value: String
    private var parameters: [String: String] = [:]

    /// Reads a header's value; `nil` when it is none, or has a parameter twice.
    init?(_ text: String) {
        var rest = text[...]
        value = Self.trimmed(Self.take(&rest, until: [";"])).lowercased()
        guard !value.isEmpty else { return nil }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { break }
            let name = Self.trimmed(Self.take(&rest, until: ["=", ";"])).lowercased()
            guard !name.isEmpty, rest.first == "=", parameters[name] == nil else { return nil }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            guard let value = rest.first == "\"" ? Self.takeQuoted(&rest) : Self.takeToken(&rest) else { return nil }
            parameters[name] = value
        }
        guard rest.isEmpty else { return nil }
    }

    /// A parameter's value; names are in lower case.
    subscript(name: String) -> String? { parameters[name] }

    private static func take(_ rest: inout Substring, until ends: Set<Character>) -> Substring {
        let taken = rest.prefix { !ends.contains($0) }
        rest = rest[taken.endIndex...]
        return taken
    }

    private static func takeToken(_ rest: inout Substring) -> String? {
        let token = trimmed(take(&rest, until: [";"]))
        return token.isEmpty ? nil : token
    }

    /// A text between quotation marks; those within it and backslashes have a backslash before them.
    private static func takeQuoted(_ rest: inout Substring) -> String? {
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" {
                rest = rest.drop { $0 == " " || $0 == "\t" }
                return text
            }
            // Some write the paths of another system as they are: there a backslash is but a backslash.
            if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                text.append(next)
                rest = rest.dropFirst()
            } else {
                text.append(character)
            }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let begin = text.drop { $0 == " " || $0 == "\t" }
        let end = begin.lastIndex { $0 != " " && $0 != "\t" }
        return end.map { String(begin[...$0]) } ?? ""
    }
}

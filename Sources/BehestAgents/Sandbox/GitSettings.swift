/// Git's settings, read without git: asking it would take longer than many a step.
enum GitSettings {
    /// How many files may include one another.
    private static let mostIncludes = 5

    /// The values that a setting is given, in a file and in those that it includes unconditionally.
    ///
    /// - Parameters:
    ///   - name: its name in lower case, such as `core.hookspath`.
    ///   - file: the path of the file, which need not be there.
    /// - Returns: the values, the last of which counts.
    static func values(of name: String, in file: String) -> [String] {
        values(of: name, in: file, depth: 0)
    }

    private static func values(of name: String, in file: String, depth: Int) -> [String] {
        guard depth < mostIncludes, let part = try? FilePart.read(file, atMost: 1 << 20) else { return [] }
        let text = String(decoding: part.bytes, as: UTF8.self)
        return settings(in: text).flatMap { setting -> [String] in
            if setting.name == name { return [setting.value] }
            guard setting.name == "include.path", !setting.value.hasPrefix("~") else { return [] }
            let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
            let path = setting.value.hasPrefix("/") ? setting.value : "\(folder)/\(setting.value)"
            return values(of: name, in: path, depth: depth + 1)
        }
    }

    /// All settings of a file's text; those of subsections are left out.
    static func settings(in text: String) -> [(name: String, value: String)] {
        var section: String?
        var found: [(name: String, value: String)] = []
        for line in text.replacing("\\\r\n", with: "").replacing("\\\n", with: "").split(whereSeparator: \.isNewline) {
            var rest = line.drop(while: \.isWhitespace)
            if rest.first == "[", let end = rest.firstIndex(of: "]") {
                let title = rest[rest.index(after: rest.startIndex)..<end]
                section = title.contains("\"") ? nil : title.filter { !$0.isWhitespace }.lowercased()
                rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
            }
            guard let section, let first = rest.first, first.isLetter else { continue }
            let key = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
            let after = rest[key.endIndex...].drop(while: \.isWhitespace)
            let value = after.first == "=" ? value(of: after.dropFirst()) : "true"
            found.append(("\(section).\(key.lowercased())", value))
        }
        return found
    }

    /// A value without its quotes, its escapes and the comment after it.
    private static func value(of text: Substring) -> String {
        var value = ""
        var (isQuoted, isEscaped, kept) = (false, false, 0)
        for character in text.drop(while: \.isWhitespace) {
            if isEscaped {
                value.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                (isEscaped, kept) = (false, value.count)
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
                kept = value.count
            } else if !isQuoted, character == "#" || character == ";" {
                break
            } else {
                value.append(character)
                if isQuoted || !character.isWhitespace { kept = value.count }
            }
        }
        return String(value.prefix(kept))
    }
}

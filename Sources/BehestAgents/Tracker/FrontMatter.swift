/// The lines at the top of a report that say what it is; people may have edited them.
struct FrontMatter {
    private var lines: [Substring]
    /// Where the line is that ends it; `nil` where there is none.
    private var end: Int?

    /// Reads a report.
    init(_ text: String) {
        lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        if lines.first == "---" { end = lines.dropFirst().firstIndex(of: "---") }
    }

    /// The whole report.
    var text: String { lines.joined(separator: "\n") }

    /// The value of a key, as it is written; `nil` where there is none.
    subscript(_ key: String) -> String? {
        get {
            place(of: key).map { line in
                let value = lines[line].drop { $0 != ":" }.dropFirst().drop { $0 == " " }
                return Self.unquoted(String(value.prefix { $0 != "\r" }))
            }
        }
        set {
            let line = newValue.map { Substring("\(key): \($0)") }
            if let place = place(of: key) {
                lines.replaceSubrange(place...place, with: line.map { [$0] } ?? [])
                end = end.map { line == nil ? $0 - 1 : $0 }
            } else if let line {
                if end == nil {
                    lines.insert(contentsOf: ["---", "---", ""], at: 0)
                    end = 1
                }
                end.map { lines.insert(line, at: $0) }
                end = end.map { $0 + 1 }
            }
        }
    }

    /// The labels, in a list on one line or with a line each.
    var labels: [String] {
        get {
            guard let value = self["labels"] else { return [] }
            guard value.isEmpty else { return Self.elements(value) }
            return labelLines.map { Self.unquoted(String(lines[$0].drop { $0 == " " }.dropFirst().drop { $0 == " " })) }
        }
        set {
            let old = labelLines
            if let first = old.first, let last = old.last {
                lines.removeSubrange(first...last)
                end = end.map { $0 - old.count }
            }
            self["labels"] = "[\(newValue.map(Markdown.quoted).joined(separator: ", "))]"
        }
    }

    /// The lines with a label each.
    private var labelLines: Range<Int> {
        guard let place = place(of: "labels"), let end, self["labels"] == "" else { return 0..<0 }
        let rest = lines[(place + 1)..<end]
        return (place + 1)..<(rest.firstIndex { !$0.drop { $0 == " " }.hasPrefix("- ") } ?? end)
    }

    private func place(of key: String) -> Int? {
        end.flatMap { end in lines[..<end].firstIndex { $0.hasPrefix("\(key):") } }
    }

    /// The elements of a list such as `[a, "b, c"]`.
    private static func elements(_ value: String) -> [String] {
        var elements: [String] = []
        var element = ""
        var quote: Character?
        var isEscaped = false
        for character in value.drop(while: { $0 == "[" }) {
            if isEscaped {
                isEscaped = false
            } else if character == "\\", quote == "\"" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "," || character == "]" {
                elements.append(element)
                element = ""
                continue
            }
            element.append(character)
        }
        elements.append(element)
        return elements.map(unquoted).filter { !$0.isEmpty }
    }

    private static func unquoted(_ value: String) -> String {
        let value = String(value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        guard value.count > 1, let first = value.first, first == value.last, first == "\"" || first == "'" else {
            return value
        }
        guard first == "'" else { return Markdown.unquoted(value) }
        return String(value.dropFirst().dropLast()).replacing("''", with: "'")
    }
}

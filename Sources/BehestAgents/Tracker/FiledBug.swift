/// A bug report as it was read from its file, which people may have edited.
public struct FiledBug: Sendable, Hashable {
    /// Its number.
    public var number: Int
    /// The name of its file.
    public var name: String
    /// What is wrong, in a line.
    public var title: String
    /// Whether it is open; "open" unless the file says something else.
    public var state: String
    /// How bad it is; `nil` when the file does not say.
    public var severity: String?
    /// What is written in it, without the words of the commands that it came from.
    public var body: String

    /// Whether it is still to be dealt with.
    public var isOpen: Bool { state == "open" }

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - text: the text; one without front matter is a report whose title is its first line.
    ///   - number: its number.
    ///   - name: the name of its file.
    init(text: String, number: Int, name: String) {
        (self.number, self.name) = (number, name)
        (title, state, body) = ("", "open", "")
        let newline = UInt8(ascii: "\n")
        var lines = text.utf8.split(separator: newline, omittingEmptySubsequences: false)[...]
        if let first = lines.first, first.elementsEqual("---".utf8) {
            lines = lines.dropFirst()
            while let line = lines.popFirst(), !line.elementsEqual("---".utf8) { read(line) }
        }
        var kept: [Substring] = []
        // What was said stands quoted after these words; the details that were dictated are quoted as well.
        var isCommand = false
        for line in lines.prefix(400) {
            switch line.first {
            case nil: continue
            case UInt8(ascii: ">"):
                if !isCommand { kept.append(Substring(line.dropFirst())) }
                continue
            case UInt8(ascii: "#"):
                if title.isEmpty { title = String(Substring(line.drop { $0 == 35 || $0 == 32 })) }
            case UInt8(ascii: "<"): break
            case UInt8(ascii: "-") where line.starts(with: "- [".utf8): break
            default: kept.append(Substring(line))
            }
            isCommand = line.elementsEqual("Said:".utf8)
            if isCommand { kept.removeLast() }
        }
        body = kept.joined(separator: "\n")
        if title.isEmpty { title = kept.first.map(String.init) ?? name }
    }

    private mutating func read(_ line: Substring.UTF8View) {
        if line.starts(with: "title:".utf8) {
            title = Self.value(line)
        } else if line.starts(with: "state:".utf8) {
            state = Self.value(line)
        } else if line.starts(with: "severity:".utf8) {
            severity = Self.value(line)
        }
    }

    /// What stands after the colon, without quotes.
    private static func value(_ line: Substring.UTF8View) -> String {
        let blank = UInt8(ascii: " ")
        var bytes = line.drop { $0 != UInt8(ascii: ":") }.dropFirst().drop { $0 == blank }
        while let last = bytes.last, last == blank || last == UInt8(ascii: "\r") { bytes.removeLast() }
        let text = String(Substring(bytes))
        guard text.utf8.count > 1, let quote = text.utf8.first, text.utf8.last == quote else { return text }
        switch quote {
        case UInt8(ascii: "\""): return Markdown.unquoted(text)
        case UInt8(ascii: "'"):
            return text.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false)
                .joined(separator: "'")
        default: return text
        }
    }
}

/// Puts diagnostics beside the text they speak of, as compilers do.
///
/// ```
/// bugs.yaml:7:14: error: there is no list 'severty'
///    7 |           - "file a {severty} bug"
///      |                     ^~~~~~~~~
///      = did you mean 'severity'?
/// ```
public struct DiagnosticRenderer: Sendable {
    /// Whether the text is coloured for a terminal.
    public var usesColour: Bool

    /// How many columns a line of the file may take; longer ones are cut around the place.
    public var width: Int

    private var sources: [String: SourceText] = [:]

    /// Makes a renderer; files whose text it is not given are only named.
    public init(usesColour: Bool = false, width: Int = 100) {
        self.usesColour = usesColour
        self.width = width
    }

    /// Gives the renderer the text of a file.
    public mutating func add(_ bytes: [UInt8], of file: String) {
        sources[file] = SourceText(file: file, bytes: bytes)
    }

    /// All diagnostics, each with its place, and a last line that counts them.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        return (diagnostics.map { render($0) } + [Self.summary(of: diagnostics)]).joined(separator: "\n") + "\n"
    }

    /// One diagnostic with its place.
    public func render(_ diagnostic: Diagnostic, file: String? = nil) -> String {
        var place = file.map { "\($0): " } ?? ""
        if let range = diagnostic.range {
            place = "\(Self.visible(range.file)):\(range.start.line):\(range.start.column): "
        }
        let severity = painted("\(diagnostic.severity.rawValue):", diagnostic.severity == .error ? .red : .magenta)
        var lines = [painted(place, .bold) + severity + " " + painted(Self.visible(diagnostic.message), .bold)]
        let margin: Int
        if let range = diagnostic.range, let source = sources[range.file] {
            margin = max(5, String(range.start.line).count + 3)
            lines += excerpt(of: source, at: range, margin: margin)
        } else {
            margin = 3
        }
        if let hint = diagnostic.hint {
            lines.append(String(repeating: " ", count: margin) + painted("= ", .blue) + Self.visible(hint))
        }
        return lines.joined(separator: "\n")
    }

    /// How many errors and warnings there are, such as "2 errors, 1 warning".
    public static func summary(of diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        var parts: [String] = []
        if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
        if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
        return parts.isEmpty ? "no mistakes" : parts.joined(separator: ", ")
    }

    private func excerpt(of source: SourceText, at range: SourceRange, margin: Int) -> [String] {
        let excerpt = SourceExcerpt(source: source, range: range, width: width)
        let number = String(range.start.line)
        let indent = String(repeating: " ", count: margin - 1 - number.count)
        let bar = painted("|", .blue)
        return [
            indent + painted(number, .blue) + " " + bar + " " + excerpt.text,
            String(repeating: " ", count: margin) + bar + " " + String(repeating: " ", count: excerpt.column)
                + painted("^" + String(repeating: "~", count: excerpt.length - 1), .green),
        ]
    }
}

extension DiagnosticRenderer {
    private enum Paint: String {
        case bold = "1"
        case red = "1;31"
        case green = "1;32"
        case magenta = "1;35"
        case blue = "34"
    }

    private func painted(_ text: String, _ paint: Paint) -> String {
        usesColour && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A text in which nothing can steer a terminal.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }
}

internal import Yams

/// One YAML file of a grammar pack, read into ``PackNode`` values.
public struct PackDocument: Sendable {
    /// The file as its reader named it.
    public let file: String

    /// The file's value; `nil` if the file could not be read or has nothing in it.
    public let root: PackNode?

    /// What is wrong with the file as YAML.
    public let diagnostics: [Diagnostic]

    /// The largest file that is read, in bytes.
    public static let largestFile = 16 * 1024 * 1024

    /// Reads a file's bytes.
    ///
    /// Never fails and never takes long: what cannot be read becomes a diagnostic.
    public init(bytes: [UInt8], file: String) {
        self.file = file
        // The mark that some editors put before UTF-8 text is no part of it.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let source = SourceText(file: file, bytes: bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes)
        do throws(Diagnostic) {
            root = try Self.read(source)
            diagnostics = []
        } catch {
            root = nil
            diagnostics = [error]
        }
    }

    /// Reads a file's text.
    public init(text: String, file: String) {
        self.init(bytes: Array(text.utf8), file: file)
    }

    private static func read(_ source: SourceText) throws(Diagnostic) -> PackNode? {
        guard source.bytes.count <= largestFile else {
            throw Diagnostic(
                .error,
                code: "file-too-large",
                "the file has more than \(largestFile / 1024 / 1024) MB",
                at: nil,
                hint: "split the pack into several files"
            )
        }
        guard let text = String(validating: source.bytes, as: UTF8.self) else {
            throw Diagnostic(
                .error,
                code: "invalid-utf8",
                "the file is not valid UTF-8",
                at: firstInvalidPlace(in: source),
                hint: "save the file with the encoding UTF-8"
            )
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: text, .basic, .default, .utf8)
        } catch {
            throw diagnostic(for: error, in: source)
        }
        guard let node else { return nil }
        var reader = YAMLReader(source: source)
        return try reader.read(node)
    }

    private static func firstInvalidPlace(in source: SourceText) -> SourceRange? {
        let decoded = String(decoding: source.bytes, as: UTF8.self)
        var offset = 0
        for scalar in decoded.unicodeScalars {
            let width = UTF8.width(scalar)
            let isGenuine =
                offset + width <= source.bytes.count
                && source.bytes[offset..<offset + width].elementsEqual(UTF8.encode(scalar) ?? .init())
            guard isGenuine else { break }
            offset += width
        }
        return source.range(offset..<min(offset + 1, source.bytes.count))
    }

    private static func diagnostic(for error: any Error, in source: SourceText) -> Diagnostic {
        func range(_ mark: Mark) -> SourceRange {
            let start = source.offset(of: SourceLocation(line: mark.line, column: mark.column))
            return source.range(start..<min(start + 1, source.bytes.count))
        }
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let opening = context.map { "\($0.text), " } ?? ""
            return Diagnostic(.error, code: "yaml-syntax", "\(opening)\(problem)", at: range(mark))
        case .reader(let problem, _, _, _):
            return Diagnostic(.error, code: "yaml-syntax", problem, at: nil)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            return Diagnostic(
                .error,
                code: "duplicate-key",
                "the key \(names) stands more than once in one mapping",
                at: range(context.mark),
                hint: "give each key once, with all its values under it"
            )
        default:
            return Diagnostic(.error, code: "yaml-syntax", "the file cannot be read as YAML", at: nil)
        }
    }
}

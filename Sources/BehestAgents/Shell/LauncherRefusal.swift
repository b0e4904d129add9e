/// Why the launcher has not run a program.
enum LauncherRefusal: Sendable, Hashable {
    /// There is no such program.
    case notFound
    /// It cannot be run; the system's reason.
    case notRun(String)
    /// It could not be confined as it was to be; why, in a sentence.
    case notConfined(String)

    /// How the launcher's line begins.
    private static let prefix = "behest-confine: "

    /// Reads it from what the launcher left; `nil` when the program was run.
    init?(exitCode: Int, errors: OutputTail) {
        guard (125...127).contains(exitCode) else { return nil }
        let last = errors.lastLines(2)
        guard let line = last.split(whereSeparator: \.isNewline).last, line.hasPrefix(Self.prefix) else { return nil }
        let sentence = String(line.dropFirst(Self.prefix.count))
        switch exitCode {
        case 127: self = .notFound
        case 126: self = .notRun(sentence)
        default:
            // What a wrapper has said of its own stands before it.
            let own = last.split(whereSeparator: \.isNewline).dropLast().first.map { " (\($0))" } ?? ""
            self = .notConfined(sentence + own)
        }
    }
}

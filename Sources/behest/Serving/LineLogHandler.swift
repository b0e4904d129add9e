internal import Logging

/// Writes what is logged on standard error, one line each.
struct LineLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    /// Whether a line begins with its priority, as systemd's journal reads it.
    private let hasPriority: Bool

    /// A logger that writes so.
    static func logger(environment: [String: String]) -> Logger {
        let hasPriority = environment["JOURNAL_STREAM"] != nil
        return Logger(label: "behest") { _ in LineLogHandler(hasPriority: hasPriority) }
    }

    private init(hasPriority: Bool) {
        self.hasPriority = hasPriority
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { " \($0.key)=\($0.value)" }.joined()
        let mark = event.level >= .warning ? "\(event.level): " : ""
        let text = "\(mark)\(event.message)\(details)".split(whereSeparator: \.isNewline).joined(separator: " ")
        StandardError.write((hasPriority ? "<\(event.level.priority)>" : "behest: ") + text.visible)
    }
}

extension Logger.Level {
    /// The priority by syslog's numbers.
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}

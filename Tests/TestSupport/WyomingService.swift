internal import FoundationEssentials

/// Wyoming speech services at ports of one test's own: one that answers as it is told, and real ones.
public enum WyomingService {
    /// Does some work while `scripts/mock-wyoming-endpoint` runs.
    ///
    /// - Parameters:
    ///   - behaviour: how it answers.
    ///   - options: more of its options.
    ///   - work: the work; it is given the service's address.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``MockServer/NotServing``.
    public static func mock<Result: Sendable>(
        _ behaviour: String,
        _ options: [String] = [],
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        try await MockServer.serving("mock-wyoming-endpoint", options + [behaviour], work)
    }

    /// The interpreter that has the speech service wyoming-faster-whisper, and a package that ships a small model of Whisper.
    public static var whisperInterpreter: String {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        return "\(cache)/behest/test-whisper/bin/python"
    }

    /// Whether it is there; where all must be tested it is taken for granted.
    public static var whisperIsInstalled: Bool {
        ProcessInfo.processInfo.environment["CI"] == "true"
            || FileManager.default.isExecutableFile(atPath: whisperInterpreter)
    }

    /// Does some work while wyoming-faster-whisper runs with Whisper's model tiny.en.
    public static func whisper<Result: Sendable>(_ work: (String) async throws -> Result) async throws -> Result {
        let program = Repository.root.appending(path: "Tests/Python/wyoming_whisper.py").path
        return try await MockServer.serving(program: whisperInterpreter, [program], work)
    }
}

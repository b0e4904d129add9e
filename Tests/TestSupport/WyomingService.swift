internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// Wyoming speech services at ports of one test's own: one that answers as it is told, and real ones.
public enum WyomingService {
    /// The service did not come up.
    public struct NotServing: Error {}

    /// Does some work while `scripts/mock-wyoming-endpoint` runs.
    ///
    /// - Parameters:
    ///   - behaviour: how it answers.
    ///   - options: more of its options.
    ///   - work: the work; it is given the service's address.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``NotServing``.
    public static func mock<Result: Sendable>(
        _ behaviour: String,
        _ options: [String] = [],
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        try await serving(
            Repository.root.appending(path: "scripts/mock-wyoming-endpoint").path,
            options + ["--while-stdin-is-open", behaviour],
            work
        )
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
        return try await serving(whisperInterpreter, [program], work)
    }

    /// Does some work while a program runs that writes its address on the first line, and ends with its standard input.
    private static func serving<Result: Sendable>(
        _ program: String,
        _ arguments: [String],
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        try await run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            guard let address = try await lines.next() else { throw NotServing() }
            let result: Swift.Result<Result, any Error>
            do {
                result = .success(try await work(address.filter { !$0.isWhitespace }))
            } catch {
                result = .failure(error)
            }
            try await execution.standardInputWriter.finish()
            return try result.get()
        }.closureResult
    }
}
